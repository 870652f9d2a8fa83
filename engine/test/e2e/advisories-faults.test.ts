import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeZip } from '../../formats/zip/write-zip.ts';
import { runPlimsoll, startPlimsoll } from '../run-plimsoll.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-faults-'));
after(() => rmSync(root, { recursive: true, force: true }));

const range = (events: readonly object[]) => ({ ranges: [{ type: 'SEMVER', events }] });
const record = (id: string, rest: object = {}) => ({
  id,
  modified: '2099-01-01T00:00:00Z',
  affected: [{ package: { ecosystem: 'Go', name: 'example.com/gauge' }, ...range([{ introduced: '0' }, { fixed: '2.0.0' }]) }],
  ...rest,
});
const lines = (...records: readonly object[]) => records.map((one) => `${JSON.stringify(one)}\n`).join('');
const good = lines(record('GO-1'));

interface ImportDocument {
  readonly itemsRead: number;
  readonly snapshot: { readonly id: string } | null;
  readonly files: readonly { readonly path: string; readonly read: Readonly<Record<string, number>> }[];
  readonly gaps: readonly { readonly code: string; readonly path?: string; readonly line?: number; readonly detail: string }[];
}

function place(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = mkdtempSync(join(root, 'case-'));
  const feeds = join(folder, 'feeds');
  mkdirSync(feeds);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(feeds, name), content);
  const database = join(folder, 'advisories.db');
  const args = ['advisories', 'import', feeds, '--database', database];
  return { folder, feeds, database, args };
}

async function importJson(args: readonly string[]): Promise<ImportDocument> {
  const { stdout, stderr } = await runPlimsoll([...args, '-f', 'json']);
  assert.ok(stdout, stderr);
  return JSON.parse(stdout) as ImportDocument;
}

const bomb = Buffer.alloc(300 * 1024 * 1024, 0x20);
const faults: readonly {
  name: string;
  files: Readonly<Record<string, string | Uint8Array>>;
  codes: readonly string[];
  says: RegExp;
}[] = [
  {
    name: 'a zip bomb',
    files: { 'all.zip': writeZip([{ name: 'GO-9.json', bytes: bomb }]) },
    codes: ['too-large'],
    says: /unpacks to more than 500 times its size/,
  },
  {
    name: 'a gzip bomb',
    files: { 'all.jsonl.gz': gzipSync(bomb, { level: 9 }) },
    codes: ['too-large'],
    says: /unpacks to more than 300 times its size/,
  },
  {
    name: 'a record of 50 MB',
    files: { 'GO-9.json': JSON.stringify(record('GO-9', { details: 'x'.repeat(50_000_000) })) },
    codes: ['advisory-unread'],
    says: /more than 16777216 bytes/,
  },
  {
    name: 'a line of 50 MB',
    files: { 'a.jsonl': `${lines(record('GO-8'))}${JSON.stringify(record('GO-9', { details: 'x'.repeat(50_000_000) }))}\n` },
    codes: ['json-unreadable'],
    says: /longer than 16777216 bytes/,
  },
  {
    name: 'two records with one id',
    files: { 'a.jsonl': lines(record('GO-9'), record('GO-9', { modified: '2099-02-01T00:00:00Z' })) },
    codes: ['advisory-twice'],
    says: /GO-9 stands twice; the one that was modified later is kept/,
  },
  {
    name: 'a range that goes backwards',
    files: {
      'a.jsonl': lines(
        record('GO-9', {
          affected: [
            { package: { ecosystem: 'Go', name: 'example.com/mast' }, ...range([{ introduced: '2.0.0' }, { fixed: '1.0.0' }]) },
          ],
        }),
      ),
    },
    codes: ['advisory-invalid'],
    says: /it ends with 1\.0\.0 before it begins with 2\.0\.0/,
  },
  {
    name: 'an unknown ecosystem',
    files: {
      'a.jsonl': lines(record('X-9', { affected: [{ package: { ecosystem: 'Plan 9:4', name: 'rio' }, versions: ['1'] }] })),
    },
    codes: ['ecosystem-unknown'],
    says: /1 entries speak of packages of "Plan 9:4", which Plimsoll does not know/,
  },
  {
    name: 'a file that breaks off',
    files: { 'a.jsonl.gz': gzipSync(good).subarray(0, 30) },
    codes: ['archive-unreadable'],
    says: /damaged or cut off/,
  },
];

for (const { name, files, codes, says } of faults)
  test(`${name} is a gap, and what is good is read`, async () => {
    const { args } = place({ ...files, 'good.jsonl': good });
    const { gaps, snapshot } = await importJson(args);
    assert.deepEqual(
      gaps.map(({ code }) => code),
      codes,
    );
    assert.match(gaps[0]?.detail ?? '', says);
    assert.ok(snapshot);
    const { code, stdout } = await runPlimsoll(args);
    assert.deepEqual([code, stdout.includes(`${codes[0]} × 1`)], [0, true]);
  });

test('reports of other tools with the same extension are passed over, and named', async () => {
  const { args } = place({
    'good.jsonl': good,
    'trivy.json': JSON.stringify({ SchemaVersion: 2, Results: [{ Vulnerabilities: [{ VulnerabilityID: 'CVE-2099-1001' }] }] }),
    'npm-audit.json': JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }),
    'sbom.json': JSON.stringify({ bomFormat: 'CycloneDX', vulnerabilities: [{ id: 'CVE-2099-1001' }] }),
    'notes.csv': 'name,value\na,1\n',
  });
  const { stdout, code } = await runPlimsoll(args);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /Read 1 records of 5 files[\s\S]*Passed over, since no feed knows them: notes\.csv, npm-audit\.json, sbom\.json, trivy\.json/,
  );
});

test('a report where a feed was meant is refused, and the database stays', async () => {
  const { args, database, feeds } = place({ 'good.jsonl': good });
  await runPlimsoll(args);
  const before = readFileSync(database);
  writeFileSync(join(feeds, 'good.jsonl'), JSON.stringify({ matches: [], descriptor: { name: 'grype' } }));
  const { code, stderr } = await runPlimsoll(args);
  assert.equal(code, 2);
  assert.match(stderr, /nothing was imported/);
  assert.deepEqual(readFileSync(database), before);
});

const many = lines(...Array.from({ length: 30_000 }, (_, index) => record(`GO-${index}`)));

test('an import that is killed leaves the database whole, and nothing that the next does not remove', async () => {
  const { args, database, feeds, folder } = place({ 'good.jsonl': good });
  await runPlimsoll(args);
  const before = readFileSync(database);
  writeFileSync(join(feeds, 'many.jsonl'), many);
  const { child, ended } = startPlimsoll(args);
  const isDrafting = () => readdirSync(folder).some((name) => name.endsWith('.draft'));
  while (!isDrafting() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await ended;
  assert.deepEqual(readFileSync(database), before);
  assert.equal((await runPlimsoll(args)).code, 0);
  assert.deepEqual(readdirSync(folder).toSorted(), ['advisories.db', 'feeds']);
});

test('a full disk is a fault with one sentence, and the database stays', { skip: process.platform === 'win32' }, async () => {
  const { args, database, feeds, folder } = place({ 'good.jsonl': good });
  await runPlimsoll(args);
  const before = readFileSync(database);
  writeFileSync(join(feeds, 'many.jsonl'), many);
  const program = join(import.meta.dirname, '../../bin/plimsoll.js');
  const { code, stderr } = await runLimited([process.execPath, program, ...args], folder);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /^plimsoll: The advisory database .* cannot be written: .*(full|I\/O)/i);
  assert.deepEqual(readFileSync(database), before);
  assert.deepEqual(readdirSync(folder).toSorted(), ['advisories.db', 'feeds']);
});

/** No file may grow beyond a megabyte: writing fails as on a disk that is full. The signal that says so is ignored, as Node does. */
function runLimited(command: readonly string[], folder: string): Promise<{ code: number | null; stderr: string }> {
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1', XDG_CACHE_HOME: folder };
  const child = spawn('sh', ['-c', 'trap "" XFSZ; ulimit -f 2048; exec "$@"', 'sh', ...command], { env });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.resume();
  return new Promise((done, failed) => child.on('error', failed).on('close', (code) => done({ code, stderr })));
}
