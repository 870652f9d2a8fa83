import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { explainSchema } from '../../../tools/docs/schemas/explain.ts';
import { matchSchema } from '../../../tools/docs/schemas/match.ts';
import { reportSchema } from '../../../tools/docs/schemas/report.ts';
import { writeRecord } from '../../compare/releases/write-record.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { sampleRelease } from '../sample-release.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-match-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), XDG_DATA_HOME: join(folder, 'data'), NO_COLOR: '1' };
const run = (args: readonly string[], input?: string) =>
  runPlimsoll(args, { cwd: folder, env, ...(input !== undefined && { input }) });
after(() => rmSync(folder, { recursive: true, force: true }));

const osv = (id: string, published: string, ecosystem: string, name: string, fixed: string) => ({
  id,
  modified: '2099-06-01T00:00:00Z',
  published,
  aliases: [id.replace(/^[A-Z]+-/, 'CVE-')],
  affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }] }],
});

before(async () => {
  const lines = [
    osv('GO-2099-1001', '2099-01-01T00:00:00Z', 'Go', 'example.com/gauge', '1.2.0'),
    osv('GO-2099-1002', '2099-05-01T00:00:00Z', 'Go', 'example.com/gauge', '1.3.0'),
    osv('DSA-2099-1003', '2099-01-01T00:00:00Z', 'Debian:12', 'openssl', '3.0.11-1'),
  ];
  writeFileSync(join(folder, 'osv.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { code, stderr } = await run(['advisories', 'import', 'osv.jsonl', '--database', 'a.db', '-q']);
  assert.equal(code, 0, stderr);
  writeFileSync(join(folder, 'v1.plimsoll'), writeRecord(sampleRelease));
});

async function matched(args: readonly string[], input?: string) {
  const { code, stdout, stderr } = await run(['match', ...args, '-f', 'json'], input);
  return { code, stderr, answers: matchSchema.parse(JSON.parse(stdout)) };
}

test('package URLs are matched; what is asked comes back character for character', async () => {
  const purl = 'pkg:golang/example.com/gauge@v1.1.0?type=module';
  const { code, answers } = await matched([purl, '--database', 'a.db']);
  assert.equal(code, 0);
  assert.deepEqual(
    answers.matches.map((row) => [row.purl, row.vulnerability, row.advisory, row.state, row.fixedIn]),
    [
      [purl, 'CVE-2099-1001', 'GO-2099-1001', 'fixed', ['1.2.0']],
      [purl, 'CVE-2099-1002', 'GO-2099-1002', 'fixed', ['1.3.0']],
    ],
  );
});

test('a list of them, from a file and from standard input, with the distribution of those that state none', async () => {
  const list = '# comment\r\npkg:deb/debian/openssl@3.0.9-1\r\n\r\nnot a purl\r\n';
  writeFileSync(join(folder, 'purls.txt'), list);
  const args = ['--database', 'a.db', '--distro', 'debian:12'];
  const fromFile = await matched(['--purls', 'purls.txt', ...args]);
  assert.equal(fromFile.code, 3);
  assert.deepEqual(
    fromFile.answers.matches.map(({ purl, vulnerability }) => [purl, vulnerability]),
    [['pkg:deb/debian/openssl@3.0.9-1', 'CVE-2099-1003']],
  );
  assert.deepEqual(
    fromFile.answers.undecided.map(({ purl, code }) => [purl, code]),
    [['not a purl', 'purl-unreadable']],
  );
  assert.deepEqual((await matched(['--purls', '-', ...args], list)).answers, fromFile.answers);
});

test('an SBOM is matched, and named', async () => {
  const purl = 'pkg:golang/example.com/gauge@v1.2.5';
  const components = [{ type: 'library', name: 'gauge', version: 'v1.2.5', purl }];
  writeFileSync(
    join(folder, 'gauge.cdx.json'),
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }),
  );
  const { answers } = await matched(['gauge.cdx.json', '--database', 'a.db']);
  assert.deepEqual(
    answers.matches.map((row) => [row.purl, row.vulnerability, row.sboms]),
    [[purl, 'CVE-2099-1002', ['gauge.cdx.json']]],
  );
});

test('as of a date, an advisory of a later day is not known', async () => {
  const ask = async (day: string) =>
    (await matched(['pkg:golang/example.com/gauge@v1.1.0', '--database', 'a.db', '--as-of', day])).answers;
  const early = await ask('2099-04-30');
  assert.deepEqual(
    early.matches.map(({ vulnerability }) => vulnerability),
    ['CVE-2099-1001'],
  );
  assert.equal(early.advisories.evaluatedAsOf, '2099-04-30T23:59:59Z');
  assert.equal((await ask('2099-05-01')).matches.length, 2);
});

test('without a database everything is undecided; one that is named has to be there', async () => {
  const { code, answers } = await matched(['pkg:golang/example.com/gauge@v1.1.0']);
  assert.equal(code, 3);
  assert.deepEqual(
    [answers.undecided.map((one) => one.code), answers.gaps.map((one) => one.code)],
    [['advisories-missing'], ['advisories-missing']],
  );
  const missing = await run(['match', 'pkg:npm/a@1', '--database', 'none.db']);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /There is no advisory database at .*none\.db/);
});

const refused: readonly (readonly [name: string, args: readonly string[], says: RegExp])[] = [
  ['nothing', ['match'], /nothing was asked about/],
  ['a file that is not there', ['match', 'none.json', '--database', 'a.db'], /none\.json does not exist/],
  ['a distribution that is none', ['match', 'pkg:npm/a@1', '--distro', '12 12'], /names no distribution/],
  ['a date that is none', ['match', 'pkg:npm/a@1', '--as-of', 'yesterday'], /write 2026-01-31/],
  ['a record with paths', ['scan', 'deploy', '--reuse', 'v1.plimsoll'], /--reuse takes what a record holds/],
  [
    'an image that the record does not hold',
    ['explain', 'nginx', 'a', 'CVE-2099-1', '--record', 'v1.plimsoll'],
    /nginx is not an image of/,
  ],
];
for (const [name, args, says] of refused)
  test(`refused: ${name}`, async () => {
    const { code, stderr } = await run(args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
  });

test('a record is matched again without its images, and what came of it is said', async () => {
  const { code, stdout, stderr } = await run(['scan', '--reuse', 'v1.plimsoll', '--database', 'a.db', '--now', '2099-12-31']);
  assert.equal(code, 3, stderr);
  assert.match(stdout, /Matched again, without the images/);
  assert.match(stdout, /before +2025-12-31 .* 1 +0 +/);
  assert.match(stdout, /New: 1: CVE-2099-1003/);
  assert.match(stdout, /Gone: 1: CVE-2023-5363 \(HIGH, 1 image\)/);
  assert.ok(readdirSync(folder).includes('v1+advisories-2099-06-01.plimsoll'));
  const report = await run(['report', 'v1+advisories-2099-06-01.plimsoll', '-f', 'json']);
  const { reevaluation, findings } = reportSchema.parse(JSON.parse(report.stdout));
  assert.deepEqual(
    findings.map(({ vulnerability }) => vulnerability),
    ['CVE-2099-1003'],
  );
  assert.equal(reevaluation?.before.snapshot?.asOf, '2025-12-31T00:00:00Z');
});

test('a finding is explained, and so is what is none', async () => {
  await run(['scan', '--reuse', 'v1.plimsoll', '--database', 'a.db', '-o', 'again.plimsoll', '-q']);
  const ask = async (name: string, vulnerability: string) => {
    const { code, stdout, stderr } = await run([
      'explain',
      'tide/gauge:1.0',
      name,
      vulnerability,
      '--record',
      'again.plimsoll',
      '-f',
      'json',
    ]);
    assert.equal(code, 0, stderr);
    return explainSchema.parse(JSON.parse(stdout));
  };
  assert.equal((await ask('libssl3', 'CVE-2099-1003')).verdict, 'finding');
  assert.equal((await ask('openssl', 'CVE-2099-1001')).verdict, 'not-affected');
  assert.deepEqual((await ask('libssl', 'CVE-2099-1003')).nearest, ['libssl3']);
});
