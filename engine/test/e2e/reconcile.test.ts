import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { reconcileSchema } from '../../../tools/docs/schemas/reconcile.ts';
import { writeRecord } from '../../compare/releases/write-record.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { sampleRelease } from '../sample-release.ts';

const fixtures = join(import.meta.dirname, '../../gather/scans');
const trivy = join(fixtures, 'trivy/fixtures/image-with-packages-and-what-a-statement-sets-aside.json');
const grype = join(fixtures, 'grype/fixtures/image-with-an-old-database-and-an-ignored-match.json');
const klar = join(fixtures, 'clair/fixtures/klar.json');
const folders = makeReleaseFolders('reconcile');
after(() => folders.remove());
const place = folders.place({
  'a.plimsoll': writeRecord(sampleRelease),
  'cut.json': '{"descriptor":{"name":"grype"},"matches":[',
});
const run = (...args: readonly string[]) => folders.run(place, 'reconcile', ...args);

test('two engines’ reports of one image reconcile, with one class for every difference', async () => {
  const { code, stdout, stderr } = await run(trivy, grype, '-f', 'json');
  assert.equal(code, 0, stderr);
  const { base, engines } = reconcileSchema.parse(JSON.parse(stdout));
  assert.equal(base.engine, 'trivy');
  assert.deepEqual(
    engines.map(({ engine, both, disagreement, classes }) => [
      engine,
      both,
      disagreement,
      Object.values(classes).reduce((a, b) => a + b),
    ]),
    [['grype', 3, 1, 1]],
  );
});

test('a report that names no image is compared when somebody says of which it is', async () => {
  const alone = await run('a.plimsoll', klar);
  assert.match(alone.stdout, /names no image/);
  const { code, stdout } = await run('a.plimsoll', klar, '--image', 'registry.example/tide/gauge:1.0');
  assert.equal(code, 0);
  assert.match(stdout, /package-not-seen +2/);
});

const cases: readonly { name: string; args: readonly string[]; code: number; says: RegExp }[] = [
  { name: 'a record that is not there', args: ['no.plimsoll', trivy], code: 2, says: /no\.plimsoll does not exist/ },
  { name: 'a report that is cut off', args: ['a.plimsoll', 'cut.json'], code: 3, says: /report-cut-off × 1/ },
  { name: '--between with a record', args: ['--between', 'a.plimsoll', trivy], code: 2, says: /is a record/ },
  {
    name: 'labels that are not there',
    args: ['a.plimsoll', trivy, '--labels', 'no.jsonl'],
    code: 2,
    says: /no\.jsonl does not exist/,
  },
  { name: 'labels that are none', args: ['a.plimsoll', trivy, '--labels', 'cut.json'], code: 2, says: /line 1 is no label/ },
  { name: 'Markdown', args: ['a.plimsoll', trivy, '-f', 'md'], code: 0, says: /### Compared with nothing/ },
  { name: 'reports of one image by other names', args: ['--between', klar, trivy], code: 0, says: /Agreement with clair/ },
];

for (const { name, args, code, says } of cases) {
  test(name, async () => {
    const result = await run(...args);
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stdout + result.stderr, says);
  });
}
