import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Advisory } from '../../../model/advisory.ts';
import { anyJson } from '../../../test/any-json.ts';
import { osv } from './osv.ts';

const fixtures = new URL('fixtures/', import.meta.url);
const read = (json: unknown) => osv.read({ path: 'a.jsonl', line: 3, json });
const base = { id: 'GO-2099-1', modified: '2099-01-01T00:00:00Z' };

function advisoryOf(json: unknown): Advisory {
  const [item] = read(json).items;
  assert.ok(item?.kind === 'advisory');
  return item.advisory;
}

for (const name of readdirSync(fixtures).filter((file) => !file.includes('.expected.'))) {
  test(`golden: ${name}`, () => {
    const expected = new URL(name.replace('.json', '.expected.json'), fixtures);
    const reading = read(JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')));
    if (process.env.PLIMSOLL_UPDATE === '1') writeFileSync(expected, `${JSON.stringify(reading, null, 2)}\n`);
    assert.deepEqual(reading, JSON.parse(readFileSync(expected, 'utf8')));
  });
}

const faults: readonly { name: string; json: unknown; says: RegExp; kept: number }[] = [
  { name: 'no id', json: { affected: [] }, says: /no usable id/, kept: 0 },
  { name: 'an id with spaces', json: { ...base, id: 'a b' }, says: /no usable id/, kept: 0 },
  { name: 'no modified', json: { id: 'GO-1', affected: [] }, says: /modified is missing/, kept: 1 },
  { name: 'a date that is none', json: { ...base, published: '2099-13-45T00:00:00Z' }, says: /published is not a date/, kept: 1 },
  {
    name: 'withdrawn without a date counts as not withdrawn',
    json: { ...base, withdrawn: true },
    says: /withdrawn is not a date/,
    kept: 1,
  },
  { name: 'affected is no list', json: { ...base, affected: {} }, says: /affected is not a list/, kept: 1 },
  {
    name: 'a package without an ecosystem',
    json: { ...base, affected: [{ package: { name: 'a' } }] },
    says: /names no package/,
    kept: 1,
  },
  {
    name: 'a malformed vector',
    json: { ...base, severity: [{ type: 'CVSS_V3', score: 'CVSS:3.0/AV:N' }] },
    says: /severity\[0\] is malformed/,
    kept: 1,
  },
  {
    name: 'a range without events',
    json: { ...base, affected: [{ package: { name: 'a', ecosystem: 'Go' }, ranges: [{ type: 'SEMVER', events: [] }] }] },
    says: /no events/,
    kept: 1,
  },
  {
    name: 'a range that begins nowhere',
    json: {
      ...base,
      affected: [{ package: { name: 'a', ecosystem: 'Go' }, ranges: [{ type: 'SEMVER', events: [{ fixed: '1' }] }] }],
    },
    says: /where it was introduced/,
    kept: 1,
  },
  {
    name: 'an event with two versions',
    json: {
      ...base,
      affected: [
        { package: { name: 'a', ecosystem: 'Go' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0', fixed: '1' }] }] },
      ],
    },
    says: /not an event/,
    kept: 1,
  },
];

for (const { name, json, says, kept } of faults) {
  test(`one gap with its line for ${name}`, () => {
    const { items, gaps } = read(json);
    assert.equal(items.length, kept);
    assert.equal(gaps.length, 1);
    assert.match(gaps[0]?.detail ?? '', says);
    assert.deepEqual([gaps[0]?.path, gaps[0]?.line], ['a.jsonl', 3]);
  });
}

const affected = (entry: object) =>
  advisoryOf({ ...base, affected: [{ package: { name: 'A_b', ecosystem: 'PyPI' }, ...entry }] }).affected[0];
const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }];

const states: readonly { name: string; entry: object; state: string | undefined }[] = [
  { name: 'an open range', entry: { ranges }, state: undefined },
  { name: 'neither ranges nor versions', entry: {}, state: 'unknown' },
  { name: 'only commits', entry: { ranges: [{ type: 'GIT', repo: 'x', events: [{ introduced: '0' }] }] }, state: 'unknown' },
  { name: 'a broken range', entry: { versions: ['1'], ranges: [{ type: 'ECOSYSTEM', events: [{}] }] }, state: 'unknown' },
  { name: 'a source that does not know', entry: { ranges, database_specific: { state: 'unknown' } }, state: 'unknown' },
  { name: 'a fix that is not planned', entry: { ranges, database_specific: { state: 'fix-not-planned' } }, state: 'wont-fix' },
  { name: "Debian's end of life", entry: { ranges, ecosystem_specific: { urgency: 'end-of-life' } }, state: 'wont-fix' },
  { name: 'not affected', entry: { ranges, database_specific: { state: 'not-affected' } }, state: 'not-affected' },
  { name: 'a detection under review', entry: { ranges, database_specific: { state: 'detection' } }, state: undefined },
];

for (const { name, entry, state } of states) test(`state of ${name}`, () => assert.equal(affected(entry)?.state, state));

test('names of PyPI are normalized, and the scheme is of the ecosystem', () => {
  assert.deepEqual([affected({ ranges })?.name, affected({ ranges })?.scheme], ['a-b', 'pep440']);
});

const severities: readonly { name: string; json: object; says: unknown }[] = [
  {
    name: 'a vector',
    json: { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }] },
    says: [['go', 9.8, undefined]],
  },
  { name: "Ubuntu's priority", json: { severity: [{ type: 'Ubuntu', score: 'negligible' }] }, says: [['go', undefined, 'LOW']] },
  {
    name: 'a word where there is no vector',
    json: { database_specific: { severity: 'MODERATE' } },
    says: [['go', undefined, 'MEDIUM']],
  },
  {
    name: 'a vector before a word',
    json: { severity: [{ type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' }], database_specific: { severity: 'LOW' } },
    says: [['go', 7.5, undefined]],
  },
  {
    name: 'a word after a malformed vector',
    json: { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.0/AV:N' }], database_specific: { severity: 'LOW' } },
    says: [
      ['go', undefined, undefined],
      ['go', undefined, 'LOW'],
    ],
  },
  { name: 'a word in the title of another database', json: { summary: 'Important: a thing' }, says: [] },
];

for (const { name, json, says } of severities) {
  test(`severity from ${name}`, () => {
    assert.deepEqual(
      advisoryOf({ ...base, ...json }).severities.map(({ source, score, word }) => [source, score, word]),
      says,
    );
  });
}

test('related is identity for nobody, and upstream for distributions', () => {
  assert.deepEqual(advisoryOf({ ...base, related: ['CVE-2099-1111'] }).upstream, []);
  assert.deepEqual(advisoryOf({ ...base, id: 'RLSA-2099:1', related: ['CVE-2099-1111'] }).upstream, ['CVE-2099-1111']);
});

test('members of the prototype are no members', () => {
  const hostile = JSON.parse(
    '{"id":"GO-1","modified":"2099-01-01T00:00:00Z","__proto__":{"affected":[1]},"affected":[{"__proto__":{"package":{"name":"a","ecosystem":"Go"}}}]}',
  );
  assert.deepEqual(advisoryOf(hostile).affected, []);
});

test('property: any JSON gives a reading, and every advisory has an id', () => {
  fc.assert(
    fc.property(
      fc.record({
        id: fc.string(),
        affected: anyJson(),
        severity: anyJson(),
        aliases: anyJson(),
        summary: fc.string(),
      }),
      (json) => {
        const { items, gaps } = read(json);
        assert.equal(items.length + gaps.filter(({ code }) => code === 'advisory-unread').length, 1);
      },
    ),
  );
});
