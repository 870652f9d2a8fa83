import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { scansSchema } from '../../../tools/docs/schemas/scans.ts';
import { makeReleaseFolders } from '../release-folder.ts';

const fixtures = join(import.meta.dirname, '../../gather/scans');
const grype = join(fixtures, 'grype/fixtures/image-with-an-old-database-and-an-ignored-match.json');
const sarif = join(fixtures, 'sarif/fixtures/every-way-to-say-how-bad.sarif');
const folders = makeReleaseFolders('scans');
after(() => folders.remove());

test('scans -f json keeps its schema and counts the rows of each report', async () => {
  const { code, stdout, stderr } = await folders.run(folders.folder, 'scans', grype, sarif, '-f', 'json');
  assert.equal(code, 0, stderr);
  const { reports } = scansSchema.parse(JSON.parse(stdout));
  assert.deepEqual(
    reports.map(({ tool, engine, findings, total, ignored }) => [tool, engine, Object.values(findings), total, ignored]),
    [
      ['grype', 'grype', [1, 1, 0, 1, 0], 3, 1],
      ['sarif', 'gauge', [2, 0, 2, 2, 1], 7, 0],
    ],
  );
});

test('a terminal shows one line for each report, and the gaps', async () => {
  const { stdout } = await folders.run(folders.folder, 'scans', grype);
  assert.match(stdout, /grype +0\.96\.0 +vulnerabilities +1 +1 +1 +0 +1 +0 +1 ignored/);
  assert.match(stdout, /database-old × 1/);
});

const cases: readonly {
  name: string;
  files: Readonly<Record<string, string>>;
  args: readonly string[];
  code: number;
  says: RegExp;
}[] = [
  { name: 'a report that is not there', files: {}, args: ['no.json'], code: 2, says: /no\.json does not exist/ },
  { name: 'nothing that is a report', files: { 'a.json': '{}' }, args: ['a.json'], code: 2, says: /no report was recognized/ },
  {
    name: 'a report that is cut off',
    files: { 'a.json': '{"descriptor":{"name":"grype"},"matches":[{"vulnerability":{"id":"CVE-2030-0001"' },
    args: ['a.json'],
    code: 3,
    says: /report-cut-off × 1/,
  },
  {
    name: 'a folder that holds a report and something else',
    files: { 'in/a.json': '{"descriptor":{"name":"grype"},"matches":[]}', 'in/README.md': '# Reports' },
    args: ['in'],
    code: 0,
    says: /^a\.json +grype/m,
  },
  {
    name: 'a named file that is none, beside a report',
    files: { 'a.json': '{"descriptor":{"name":"grype"},"matches":[]}', 'b.json': '{}' },
    args: ['a.json', 'b.json'],
    code: 3,
    says: /report-unknown × 1/,
  },
];

for (const { name, files, args, code, says } of cases) {
  test(name, async () => {
    const result = await folders.run(folders.place(files), 'scans', ...args);
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stdout + result.stderr, says);
  });
}
