import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { exceptionsListSchema, vexListSchema } from '../../../tools/docs/schemas/decisions.ts';
import { makeReleaseFolders } from '../release-folder.ts';

const folders = makeReleaseFolders('bad-input');
after(() => folders.remove());

const sbom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'container', name: 'registry.example/tide/gauge', version: '1.0' } },
  components: [{ type: 'library', name: 'lodash', version: '4.17.20', purl: 'pkg:npm/lodash@4.17.20' }],
};
const osv = {
  id: 'GHSA-0000-0000-0001',
  aliases: ['CVE-2020-0001'],
  published: '2020-01-01T00:00:00Z',
  modified: '2020-01-01T00:00:00Z',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'lodash' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }],
    },
  ],
};
const openVex = (status: string, product: string, timestamp = '2024-01-01T00:00:00Z') =>
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://tide.example/${status}`,
    author: 'Tide',
    timestamp,
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2020-0001' },
        products: [{ '@id': product }],
        status,
        ...(status === 'not_affected' ? { justification: 'vulnerable_code_not_present' } : { action_statement: 'wait' }),
      },
    ],
  });
const exception = (id: string, rest: string) => `  - { id: ${id}, type: accepted, owner: "@SUM(A1)", reason: "=1+1", ${rest} }\n`;
const lodash = 'pkg:npm/lodash@4.17.20';
const files = {
  'plimsoll.yaml': `product: Harbor
version: "1"
sources: [{ image-list: images.txt, component: "=cmd|calc" }]
components: { "=cmd|calc": { owner: "@SUM(A1)" } }
images: [{ sbom: sboms }]
exceptions: exceptions.yaml
vex: vex
`,
  'images.txt': 'registry.example/tide/gauge:1.0\n',
  'sboms/gauge.json': JSON.stringify(sbom),
  'feed/osv.json': JSON.stringify(osv),
  'exceptions.yaml': `exceptions:\n${exception('E-nothing', 'vulnerability: CVE-1999-0001, package: leftpad, expires: 2030-01-01')}${exception('E-over', 'vulnerability: CVE-2020-0001, expires: 2025-12-31')}`,
  'vex/a.json': openVex('not_affected', lodash),
  'vex/b.json': openVex('affected', lodash),
  'vex/c.json': openVex('not_affected', 'pkg:oci/another@sha256%3Aabc', '2024-02-01T00:00:00Z'),
};
let at: string;
let whole: Buffer;
before(async () => {
  at = folders.place(files);
  assert.equal((await folders.run(at, 'advisories', 'import', 'feed', '--database', 'a.db', '-q')).code, 0);
  const { code, stderr } = await folders.run(at, 'scan', '--database', 'a.db', '--now', '2026-01-01', '-o', 'r.plimsoll', '-q');
  assert.ok(code === 0 || code === 3, stderr);
  whole = readFileSync(join(at, 'r.plimsoll'));
});

const json = async (...args: readonly string[]): Promise<unknown> => {
  const { stdout, stderr } = await folders.run(at, ...args, '-f', 'json');
  assert.equal(stderr, '');
  return JSON.parse(stdout);
};

test('an exception for nothing takes nothing out, and says what is not there; one whose day is over is expired', async () => {
  const { decisions } = exceptionsListSchema.parse(await json('exceptions', 'r.plimsoll'));
  assert.deepEqual(
    decisions.map(({ id, state, because }) => [id, state, because[0]]),
    [
      ['E-nothing', 'unused', 'no image holds the package leftpad'],
      ['E-over', 'expired', 'it ended on 2025-12-31'],
    ],
  );
});

test('of two statements that contradict each other neither counts, and one for another product is unused', async () => {
  const { decisions, gaps } = vexListSchema.parse(await json('vex', 'list', 'r.plimsoll'));
  assert.deepEqual(
    decisions.map(({ file, state }) => `${file} ${state}`),
    ['vex/a.json contradicted', 'vex/b.json contradicted', 'vex/c.json unused'],
  );
  assert.match(decisions[2]?.because[0] ?? '', /nothing in the release is the product pkg:oci\/another/);
  assert.deepEqual(
    gaps.map(({ code }) => code),
    ['statements-contradict'],
  );
  const report = (await json('report', 'r.plimsoll')) as { findings: readonly { suppressedBy: string | null }[] };
  assert.deepEqual(
    report.findings.map(({ suppressedBy }) => suppressedBy),
    [null],
  );
});

test('no cell of a CSV begins as a formula does', async () => {
  for (const format of ['csv', 'licenses-csv']) {
    const { stdout } = await folders.run(at, 'report', 'r.plimsoll', '-f', format);
    assert.doesNotMatch(stdout, /(?:^|[,\n"])[=+\-@]/);
  }
  assert.match((await folders.run(at, 'report', 'r.plimsoll', '-f', 'csv')).stdout, /'=cmd\|calc,'@SUM\(A1\)/);
});

const commands: readonly (readonly [name: string, ...args: string[]])[] = [
  ['report', 'report', 'bad.plimsoll'],
  ['gate', 'gate', 'bad.plimsoll'],
  ['diff', 'diff', 'r.plimsoll', 'bad.plimsoll'],
  ['history', 'history', 'r.plimsoll', 'bad.plimsoll'],
  ['plan', 'plan', 'bad.plimsoll'],
  ['triage', 'triage', 'bad.plimsoll'],
  ['affected', 'affected', 'CVE-2020-0001', 'r.plimsoll', 'bad.plimsoll'],
  ['exceptions', 'exceptions', 'bad.plimsoll'],
];
const bad: readonly (readonly [name: string, make: (record: Buffer) => Uint8Array, says: RegExp])[] = [
  ['cut short', (record) => record.subarray(0, record.length - 100), /bad\.plimsoll is cut short or damaged/],
  ['edited', (record) => rewrite(record, 'lodash', 'LODASH'), /bad\.plimsoll was changed since it was written/],
  [
    'from a newer version',
    (record) => rewrite(rewrite(record, 'record/v2', 'record/v9'), /"engine":"[^"]*"/, '"engine":"99.1.0"'),
    /bad\.plimsoll is a plimsoll\.record\/v9, written by Plimsoll 99\.1\.0[\s\S]*or a newer one/,
  ],
];

function rewrite(record: Buffer, from: string | RegExp, to: string): Buffer {
  return zstdCompressSync(zstdDecompressSync(record).toString().replace(from, to));
}

for (const [name, make, says] of bad)
  test(`a record that is ${name} is refused by everything that reads one`, async () => {
    writeFileSync(join(at, 'bad.plimsoll'), make(whole));
    for (const [command, ...args] of commands) {
      const { code, stdout, stderr } = await folders.run(at, ...args);
      assert.match(stderr, says, command);
      assert.deepEqual([code, stdout], [2, ''], command);
    }
  });
