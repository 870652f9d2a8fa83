import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { affectedSchema } from '../../../tools/docs/schemas/affected.ts';
import { diffSchema } from '../../../tools/docs/schemas/diff.ts';
import { historySchema } from '../../../tools/docs/schemas/history.ts';
import { planSchema } from '../../../tools/docs/schemas/plan.ts';
import { writeRecord } from '../../compare/releases/write-record.ts';
import type { Release } from '../../model/release.ts';
import { plantAdvisory, plantRelease } from '../planted-releases.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-records-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const known = [plantAdvisory(1, 'lodash', '2.0.0'), plantAdvisory(2, 'left-pad', '0.5.0')];
const news = plantAdvisory(3, 'left-pad', undefined, { severity: 'LOW', publishedAt: '2020-06-01T00:00:00Z' });
const images = (lodash: string) => ({ 'x:1': { packages: { lodash, 'left-pad': '1.0.0' } }, 'y:1': { packages: { lodash } } });
const place = (name: string, release: Release) => {
  writeFileSync(join(folder, name), writeRecord({ ...release, gaps: [] }));
  return name;
};
const old = place('1.plimsoll', {
  ...plantRelease({ images: images('1.0.0'), advisories: known, asOf: '2020-05-01T00:00:00Z' }),
  version: '1',
  now: '2020-05-01T00:00:00Z',
});
const now = place('2.plimsoll', {
  ...plantRelease({ images: images('2.0.0'), advisories: [...known, news], asOf: '2020-07-01T00:00:00Z' }),
  version: '2',
  now: '2020-07-01T00:00:00Z',
});

const run = (...args: readonly string[]) => runPlimsoll(args, { cwd: folder, env: { NO_COLOR: '1' } });
const json = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await run(...args, '-f', 'json')).stdout);

test('diff says what was done and what was learned', async () => {
  const { difference, byOrigin, causes } = diffSchema.parse(await json('diff', old, now));
  assert.deepEqual([difference.HIGH, difference.LOW, byOrigin.ours.HIGH, byOrigin.world.LOW], [-2, 1, -2, 1]);
  assert.deepEqual(
    causes.map(({ cause, images }) => [cause, images]),
    [
      ['package-upgraded', 2],
      ['advisory-published', 1],
    ],
  );
  assert.match((await run('diff', old, now)).stdout, /lodash went from 1\.0\.0 to 2\.0\.0 in 2 images/);
  assert.match((await run('diff', old, now, '-f', 'md')).stdout, /^## Harbor \\\| Lights 1 → 2$/m);
});

test('history shows what would be known on a day', async () => {
  const dated = async (day: string) => {
    const { knownAsOf, points } = historySchema.parse(await json('history', now, old, '--as-of', day));
    return [knownAsOf, ...points.map(({ asKnownNow }) => asKnownNow.findings.LOW)];
  };
  assert.deepEqual(await dated('2020-05-31'), ['2020-05-31T23:59:59Z', 0, 0]);
  assert.deepEqual(await dated('2020-06-01'), ['2020-06-01T23:59:59Z', 1, 1]);
  assert.match((await run('history', now, old, '--as-of', '2020-05-31')).stdout, /2 releases; "now" is 2020-05-31/);
});

test('history shows both lines, and what is still there', async () => {
  const { points, vulnerabilities } = historySchema.parse(await json('history', now, old));
  assert.deepEqual(
    points.map(({ version, asKnownThen, asKnownNow }) => [version, asKnownThen.findings.LOW, asKnownNow.findings.LOW]),
    [
      ['1', 0, 1],
      ['2', 0 + 1, 1],
    ],
  );
  assert.deepEqual(
    vulnerabilities.map(({ vulnerability, fixedIn }) => [vulnerability, fixedIn]),
    [
      ['CVE-2020-0003', null],
      ['CVE-2020-0001', '2'],
    ],
  );
});

test('plan names the action that fixes both images', async () => {
  const { actions, after } = planSchema.parse(await json('plan', old));
  assert.deepEqual(
    actions.map(({ kind, subject, images }) => [kind, subject, images]),
    [['package', 'lodash 1.0.0 → 2.0.0', ['x:1', 'y:1']]],
  );
  assert.equal(after.HIGH, 0);
});

test('affected answers yes, no and unknown, with exit codes', async () => {
  const yes = affectedSchema.parse(await json('affected', 'CVE-2020-0001', old, now));
  assert.deepEqual(
    [yes.answer, yes.places.map(({ release, fixedInRelease }) => [release, fixedInRelease])],
    [
      'yes',
      [
        ['1', '2'],
        ['1', '2'],
      ],
    ],
  );
  const no = await run('affected', 'CVE-2020-0002', old, now);
  assert.deepEqual([no.code, no.stdout.split('\n', 1)[0]], [0, 'CVE-2020-0002: no']);
  assert.equal((await run('affected', 'CVE-1999-0001', old)).code, 3);
});

const other = place('other.plimsoll', {
  ...plantRelease({ images: {}, advisories: [], asOf: '2020-05-01T00:00:00Z' }),
  product: 'Other',
});
writeFileSync(join(folder, 'cut.plimsoll'), readFileSync(join(folder, old)).subarray(0, 200));
const refused: readonly (readonly [name: string, args: readonly string[], says: RegExp])[] = [
  ['records of different products', ['diff', old, other], /are of Harbor \| Lights and of Other/],
  ['a history of two products', ['history', old, other], /not one product/],
  ['exceptions of two products', ['exceptions', old, other], /not one product/],
  ['statements of two products', ['vex', 'list', old, other], /not one product/],
  ['a record that was cut', ['diff', old, 'cut.plimsoll'], /cut\.plimsoll is cut short or damaged/],
  ['a record that is not there', ['affected', 'CVE-2020-0001', 'no.plimsoll'], /no\.plimsoll does not exist/],
  ['no actions', ['plan', old, '--actions', '0'], /'0' is invalid/],
  ['advisories that are not there', ['history', old, '--database', 'no.db'], /There is no advisory database/],
];

for (const [name, args, says] of refused)
  test(`${name} is refused`, async () => {
    const { code, stdout, stderr } = await run(...args);
    assert.match(stderr, says);
    assert.deepEqual([code, stdout], [2, '']);
  });
