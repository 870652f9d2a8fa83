import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gap } from '../model/reading.ts';
import type { Release } from '../model/release.ts';
import { plantAdvisory, plantRelease } from '../test/planted-releases.ts';
import type { FoundCandidates } from './candidates/read-candidates.ts';
import { sourceOf } from './diff-records.ts';
import { planRecord } from './plan-record.ts';

const asOf = '2021-01-01T00:00:00Z';
const advisories = [
  plantAdvisory(1, 'a', undefined),
  plantAdvisory(2, 'b', undefined, { severity: 'LOW' }),
  plantAdvisory(3, 'c', undefined),
];
type Images = Readonly<Record<string, Readonly<Record<string, string>>>>;
const planted = (images: Images): Release => ({
  ...plantRelease({
    images: Object.fromEntries(Object.entries(images).map(([reference, packages]) => [reference, { packages }])),
    advisories,
    asOf,
  }),
  gaps: [],
});
const read = (images: Images, gaps: readonly Gap[] = []): FoundCandidates => ({
  images: planted(images).images,
  gaps,
  unlisted: [],
});
/** Holds what the advisories say of every package that is named. */
const database = (...names: readonly string[]) =>
  sourceOf(planted({ 'all:1': Object.fromEntries(names.map((name) => [name, '1.0.0'])) }).knowledge);
/** The same, of another day. */
const databaseOf = (day: string, ...names: readonly string[]) => {
  const source = database(...names);
  return source && { ...source, snapshot: { ...source.snapshot, asOf: day } };
};

const release = planted({ 'x:1': { a: '1.0.0', b: '1.0.0' }, 'y:1': { b: '1.0.0' }, 'z:1': {} });
const gap = (code: string, unit: string): Gap => ({ code, unit, image: 'x:2', path: 'lib/b', detail: `${code} in it` });

const { knowledge, ...other } = planted({ 'x:2': { c: '1.0.0' } });
const older: Release = {
  ...other,
  knowledge: { ...knowledge, snapshot: knowledge.snapshot && { ...knowledge.snapshot, asOf: '2020-12-31T00:00:00Z' } },
};

const cases: readonly {
  readonly name: string;
  readonly request: Omit<Parameters<typeof planRecord>[1], 'limit'>;
  readonly actions: readonly string[];
  readonly gaps?: readonly (readonly [code: string, detail: RegExp])[];
}[] = [
  { name: 'none', request: {}, actions: [] },
  { name: 'one that was read', request: { candidates: read({ 'x:2': { b: '2.0.0' } }) }, actions: ['x:1 → x:2: 1 of 1'] },
  { name: 'one of a record', request: { others: [planted({ 'x:2': { b: '1.0.0' } })] }, actions: ['x:1 → x:2: 1 of 1'] },
  { name: 'one of another image', request: { candidates: read({ 'w:2': {}, 'z:2': { b: '1.0.0' } }) }, actions: [] },
  {
    name: 'the better of two',
    request: { candidates: read({ 'x:2': { b: '1.0.0' }, 'x:3': {} }) },
    actions: ['x:1 → x:3: 2 of 2'],
  },
  {
    name: 'a new package that the database knows',
    request: { candidates: read({ 'y:2': { c: '1.0.0' }, 'x:2': { c: '1.0.0' } }), database: database('c') },
    actions: ['x:1 → x:2: 1 of 2'],
  },
  {
    name: 'a new package that an older database knows',
    request: { candidates: read({ 'x:2': { c: '1.0.0' } }), database: databaseOf('2020-12-31T00:00:00Z', 'c') },
    actions: ['x:1 → x:2: 1 of 2'],
    gaps: [['candidate-knowledge-older', /by the advisory database, as of 2020-12-31T\S+, which is older .* as of 2021-01-01T/]],
  },
  {
    name: 'a new package that a newer database knows',
    request: { candidates: read({ 'x:2': { c: '1.0.0' } }), database: databaseOf('2021-01-02T00:00:00Z', 'c') },
    actions: ['x:1 → x:2: 1 of 2'],
  },
  {
    name: 'no new package beside an older database',
    request: { candidates: read({ 'x:2': { b: '1.0.0' } }), database: databaseOf('2020-12-31T00:00:00Z', 'c') },
    actions: ['x:1 → x:2: 1 of 1'],
  },
  {
    name: 'a new package of an older record',
    request: { others: [older] },
    actions: ['x:1 → x:2: 1 of 2'],
    gaps: [['candidate-knowledge-older', /by the record of /]],
  },
  {
    name: 'a new package that nobody knows',
    request: { candidates: read({ 'x:2': { c: '1.0.0' } }) },
    actions: [],
    gaps: [
      [
        'candidate-undecided',
        /^x:2 is not proposed: whether pkg:npm\/c@1\.0\.0 is affected is not known: .*no advisory database/,
      ],
    ],
  },
  {
    name: 'new packages of two records',
    request: { others: [planted({ 'x:2': { c: '1.0.0' } }), planted({ 'y:2': { d: '1.0.0' } })] },
    actions: ['x:1 → x:2: 1 of 2', 'y:1 → y:2: 1 of 1'],
  },
  {
    name: 'one that could not be read to its end',
    request: { candidates: read({ 'x:2': {} }, [gap('database-invalid', 'gather/packages/dpkg')]) },
    actions: [],
    gaps: [['candidate-unread', /^x:2 is not proposed: database-invalid in it$/]],
  },
  {
    name: 'one of which attached documents could not be listed',
    request: { candidates: read({ 'x:2': {} }, [gap('referrers-unreadable', 'adapters/images')]) },
    actions: ['x:1 → x:2: 2 of 2'],
  },
  {
    name: 'a repository that could not be listed',
    request: { candidates: { ...read({}), unlisted: [gap('unauthorized', 'adapters/images')] } },
    actions: [],
    gaps: [['unauthorized', /./]],
  },
];

for (const { name, request, actions, gaps = [] } of cases) {
  test(`candidates: ${name}`, async () => {
    const plan = await planRecord(release, { limit: 5, ...request });
    const sum = (counts: Readonly<Record<string, number>> = {}) => Object.values(counts).reduce((all, one) => all + one, 0);
    assert.deepEqual(
      plan.actions.map((one) => `${one.subject}: ${sum(one.removes)} of ${sum(one.removes) + sum(one.brings)}`),
      actions,
    );
    assert.deepEqual(
      (plan.gaps ?? []).map(({ code }) => code),
      gaps.map(([code]) => code),
    );
    for (const [at, [, detail]] of gaps.entries()) assert.match(plan.gaps?.[at]?.detail ?? '', detail);
  });
}

test('a tag that was chosen for one image is not taken for another of the same name', async () => {
  const two = planted({ 'x:1': { a: '1.0.0', b: '1.0.0' }, 'x:3': { a: '1.0.0', b: '1.0.0' } });
  const candidates = { ...read({ 'x:2': { b: '1.0.0' } }), chosenFor: new Map([['x:2', ['x:1']]]) };
  const subjects = async (one: FoundCandidates) =>
    (await planRecord(two, { limit: 5, candidates: one })).actions.map(({ subject }) => subject);
  assert.deepEqual(await subjects(candidates), ['x:1 → x:2']);
  assert.deepEqual(await subjects(read({ 'x:2': { b: '1.0.0' } })), ['x:1 → x:2', 'x:3 → x:2']);
});

test('an image that is pinned gets the digest of the other tag', async () => {
  const pinned = planted({ [`x:1@sha256:${'a'.repeat(64)}`]: { a: '1.0.0' } });
  const { actions } = await planRecord(pinned, { limit: 5, candidates: read({ 'x:2': {} }) });
  assert.match(actions[0]?.subject ?? '', /^x:1@sha256:a+ → x:2@sha256:[0-9a-f]{64}$/);
});

test('a tag is taken on every platform, and only where each of them can be had', async () => {
  const arm = (one: Release): Release => ({
    ...one,
    platforms: ['linux/amd64', 'linux/arm64'],
    images: one.images.flatMap((image) => [image, { ...image, platform: 'linux/arm64' }]),
    findings: one.findings.flatMap((finding) => [finding, { ...finding, platform: 'linux/arm64' }]),
  });
  const candidates = read({ 'x:2': { b: '1.0.0' } });
  const both = { ...candidates, images: candidates.images.flatMap((image) => [image, { ...image, platform: 'linux/arm64' }]) };
  const [whole, half] = await Promise.all(
    [both, candidates].map((one) => planRecord(arm(release), { limit: 5, candidates: one })),
  );
  assert.deepEqual(
    whole?.actions.map(({ subject, removes }) => [subject, removes.HIGH]),
    [['x:1 → x:2', 2]],
  );
  assert.deepEqual(whole.after, { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 4, UNKNOWN: 0 });
  assert.deepEqual([half?.actions, half?.gaps?.map(({ code }) => code)], [[], ['candidate-unread']]);
});
