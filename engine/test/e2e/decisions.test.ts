import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeExample } from '../../../examples/tidewater/make.ts';
import { exampleReleases } from '../../../examples/tidewater/releases.ts';
import { exceptionsListSchema, vexListSchema } from '../../../tools/docs/schemas/decisions.ts';
import { readRecord } from '../../compare/releases/read-record.ts';
import { writeRecord } from '../../compare/releases/write-record.ts';
import { type RunResult, runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-decisions-'));
const example = join(import.meta.dirname, '../../../examples/tidewater');
const own = join(folder, 'tidewater');
const [, , last] = exampleReleases;
const release = join(own, 'releases/1.1.0');
const database = join(folder, 'advisories.db');
const record = join(folder, 'a.plimsoll');
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };

const exceptions = `exceptions:
  # looked into in the meeting of July
  - id: TW-1
    vulnerability: CVE-2024-37371
    package: libkrb5-3
    images: registry.tidewater.example/tidewater/beacon
    type: accepted
    owner: beacon-crew
    reason: no tickets are exchanged
    expires: 2024-08-01
  - id: TW-2
    vulnerability: CVE-2024-24790
    type: false-positive
    justification: vulnerable_code_not_in_execute_path
    owner: gauge-crew
    reason: addresses are not parsed
    expires: when image registry.tidewater.example/tidewater/almanac >= 4
  - id: TW-3
    package: no-such-package
    type: no-fix
    owner: gauge-crew
    reason: gone
    expires: 2025-01-01
`;

before(async () => {
  makeExample();
  cpSync(example, own, { recursive: true });
  mkdirSync(join(release, 'exceptions'));
  writeFileSync(join(release, 'exceptions/ours.yaml'), exceptions);
  const configuration = join(release, 'plimsoll.yaml');
  writeFileSync(
    configuration,
    `${readFileSync(configuration, 'utf8')}\nexceptions: { files: exceptions/*.yaml, budget: { CRITICAL: 1 } }\n`,
  );
  for (const { advisories } of exampleReleases) await run(['advisories', 'import', '--database', database, ...advisories]);
  await scan(record, last?.now ?? '');
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], code = 0): Promise<RunResult> {
  const result = await runPlimsoll(args, { cwd: release, env });
  assert.equal(result.code, code, `plimsoll ${args.join(' ')}\n${result.stderr}`);
  return result;
}

/** The example has an image that cannot be read. */
const scan = (file: string, now: string) => run(['scan', '--database', database, '--now', now, '-o', file], 3);

async function outBy(file: string): Promise<readonly string[]> {
  const report = JSON.parse((await run(['report', file, '-f', 'json'])).stdout);
  const findings: readonly { readonly vulnerability: string; readonly suppressedBy: string | null }[] = report.findings;
  return findings
    .flatMap(({ vulnerability, suppressedBy }) => (suppressedBy ? [`${suppressedBy} ${vulnerability}`] : []))
    .toSorted();
}

const states = (text: string): readonly string[] =>
  exceptionsListSchema.parse(JSON.parse(text)).decisions.map(({ id, state }) => `${id} ${state}`);

test('what is accepted is out of totals, and is told', async () => {
  assert.deepEqual(await outBy(record), ['TW-1 CVE-2024-37371', 'TW-2 CVE-2024-24790', 'TW-2 CVE-2024-24790']);
  const { stdout } = await run(['exceptions', record, '-f', 'json']);
  assert.deepEqual(states(stdout), ['TW-1 in-force', 'TW-2 in-force', 'TW-3 unused']);
  const told = exceptionsListSchema.parse(JSON.parse(stdout));
  assert.deepEqual([told.expiring, told.budget], [['TW-1'], [{ severity: 'CRITICAL', allowed: 1, used: 3 }]]);
  assert.match((await run(['exceptions', record])).stdout, /Budget: 3 of 1 CRITICAL, which is too many/);
});

test('--now moves an end: two weeks later it counts again', async () => {
  const later = join(folder, 'later.plimsoll');
  await scan(later, '2024-08-02T00:00:00Z');
  assert.deepEqual(await outBy(later), ['TW-2 CVE-2024-24790', 'TW-2 CVE-2024-24790']);
  assert.deepEqual(states((await run(['exceptions', later, '-f', 'json'])).stdout)[0], 'TW-1 expired');
  const again = join(folder, 'again.plimsoll');
  await run(['scan', '--reuse', later, '--database', database, '--now', last?.now ?? '', '-o', again], 3);
  assert.deepEqual(await outBy(again), await outBy(record));
  const difference = JSON.parse((await run(['diff', record, later, '-f', 'json'])).stdout);
  assert.deepEqual(
    difference.causes.map(({ cause, subject }: { cause: string; subject: string }) => `${cause} ${subject}`),
    ['exception-changed TW-1'],
  );
});

test('a record that is matched again is judged by the exceptions that are configured now, and by its own elsewhere', async () => {
  const again = join(folder, 'again.plimsoll');
  const file = join(release, 'exceptions/ours.yaml');
  const reuse = (...args: readonly string[]) =>
    run(['scan', '--reuse', record, '--database', database, '--now', last?.now ?? '', '-o', again, ...args], 3);
  writeFileSync(file, exceptions.replace('CVE-2024-37371', 'CVE-2024-99999'));
  const { stderr } = await reuse().finally(() => writeFileSync(file, exceptions));
  assert.match(stderr, /Exceptions and statements: the 3 that are configured, in place of the 3 of the record/);
  assert.deepEqual(await outBy(again), ['TW-2 CVE-2024-24790', 'TW-2 CVE-2024-24790']);
  const other = join(folder, 'other.yaml');
  writeFileSync(other, 'product: another\nsources: [{ yaml: . }]\nexceptions: { files: none.yaml }\n');
  assert.match((await reuse('-c', other)).stderr, /Exceptions and statements: the 3 of the record/);
  assert.deepEqual(await outBy(again), await outBy(record));
});

test('an exception that nobody confirmed is asked again too, where the release before had it and its image ran as somebody else', async () => {
  const next = join(folder, 'next.plimsoll');
  const against = (old: string) =>
    run(['scan', '--database', database, '--now', last?.now ?? '', '--against', old, '-o', next], 3);
  assert.doesNotMatch((await against(record)).stderr, /decide again/);
  assert.deepEqual(await outBy(next), await outBy(record));
  const before = readRecord(readFileSync(record), record);
  const decisions = (before.decisions ?? []).map((one) => ({
    ...one,
    ...(one.firstUsed && { firstUsed: one.firstUsed.map((image) => ({ ...image, user: 'somebody' })) }),
  }));
  const other = join(folder, 'other.plimsoll');
  writeFileSync(other, writeRecord({ ...before, decisions, version: '1.0.9' }));
  assert.match(
    (await against(other)).stderr,
    /2 exceptions to decide again, since what they rest on changed: TW-1, TW-2; plimsoll exceptions/,
  );
  assert.deepEqual(await outBy(next), []);
  const { stdout } = await run(['exceptions', next]);
  assert.match(stdout, /TW-1 \(ask-again, as 1\.0\.9 had it\): the user of .*beacon was somebody and is/);
  writeFileSync(other, writeRecord({ ...before, product: 'Another' }));
  const refused = await run(['scan', '--database', database, '--against', other, '-o', next, '-q'], 2);
  assert.match(refused.stderr, /are of Tidewater and of Another, which are not one product/);
});

test('an exception that is confirmed is asked again when its image runs as somebody else', async () => {
  const { stdout } = await run(['exceptions', 'confirm', record]);
  assert.match(stdout, /TW-1 is confirmed[\s\S]*TW-2 is confirmed[\s\S]*TW-3 speaks of nothing/);
  const file = join(release, 'exceptions/ours.yaml');
  const confirmed = readFileSync(file, 'utf8');
  assert.ok(confirmed.includes('# looked into in the meeting of July') && confirmed.includes('restsOn:'));
  const same = join(folder, 'same.plimsoll');
  await scan(same, last?.now ?? '');
  assert.deepEqual(await outBy(same), await outBy(record));
  writeFileSync(file, confirmed.replace(/user: ".*"/, 'user: "somebody"'));
  await scan(same, last?.now ?? '');
  assert.deepEqual(await outBy(same), ['TW-2 CVE-2024-24790', 'TW-2 CVE-2024-24790']);
  assert.match((await run(['exceptions', same])).stdout, /TW-1 \(ask-again\): the user of .*beacon was somebody and is/);
  writeFileSync(file, confirmed);
});

test('statements are written, checked, and read again', async () => {
  mkdirSync(join(release, 'vex'), { recursive: true });
  for (const form of ['openvex', 'csaf', 'cyclonedx-vex']) {
    const file = join(release, 'vex', `${form}.json`);
    await run(['vex', record, '-f', form, '-o', file, '--author', 'Tidewater', '--namespace', 'https://tidewater.example/vex']);
    const first = readFileSync(file, 'utf8');
    await run(['vex', record, '-f', form, '-o', file, '--author', 'Tidewater', '--namespace', 'https://tidewater.example/vex']);
    assert.equal(readFileSync(file, 'utf8'), first);
    assert.match((await run(['vex', 'check', file])).stdout, /2 statements/);
    const configuration = join(folder, `${form}.yaml`);
    writeFileSync(
      configuration,
      readFileSync(join(release, 'plimsoll.yaml'), 'utf8').replace(/\nexceptions:.*/, `\nvex: vex/${form}.json`),
    );
    cpSync(configuration, join(release, `${form}.yaml`));
    const back = join(folder, `${form}.plimsoll`);
    await run(['scan', '-c', `${form}.yaml`, '--database', database, '--now', last?.now ?? '', '-o', back], 3);
    assert.deepEqual(
      (await outBy(back)).map((line) => line.replace(/^\S+ /, '')),
      ['CVE-2024-24790', 'CVE-2024-24790'],
      form,
    );
    const listed = vexListSchema.parse(JSON.parse((await run(['vex', 'list', back, '-f', 'json'])).stdout));
    assert.deepEqual(listed.decisions.map(({ state }) => state).toSorted(), ['in-force', 'informs'], form);
  }
});

test('a "no" is written as a statement; what is not a no is not', async () => {
  const file = join(folder, 'no.json');
  writeFileSync(join(release, 'one.txt'), 'registry.tidewater.example/tidewater/gauge-proxy:1.1.0\n');
  writeFileSync(
    join(release, 'one.yaml'),
    'product: One\nversion: "1"\nsources: [{ image-list: one.txt }]\nimages: [{ oci-layout: ../../build/images }]\n',
  );
  const one = join(folder, 'one.plimsoll');
  await run(['scan', '-c', 'one.yaml', '--database', database, '-o', one]);
  await run(['affected', 'CVE-2021-44228', one, '--database', database, '--vex', file]);
  assert.equal(JSON.parse(readFileSync(file, 'utf8')).statements[0].justification, 'component_not_present');
  const { stdout, stderr } = await run(['affected', 'CVE-2024-37371', record, '--vex', file], 2);
  assert.match(stdout, /CVE-2024-37371: yes/);
  assert.match(stderr, /the answer is yes, so that no statement was written/);
});

test('what is wrong is told with its place, and takes nothing out', async () => {
  const file = join(release, 'exceptions/wrong.yaml');
  writeFileSync(
    file,
    'exceptions:\n  - id: W-1\n    vulnerability: CVE-2024-37371\n    type: accepted\n    reason: why\n    expires: never\n',
  );
  const { stderr } = await run(['exceptions', 'check'], 2);
  assert.match(stderr, /exceptions\/wrong\.yaml:2: .*`owner` is missing/);
  assert.match(stderr, /exceptions\/wrong\.yaml:6: .*write a date/);
  rmSync(file);
  writeFileSync(join(release, '.trivyignore'), 'CVE-2023-5363 exp:2025-01-01\n');
  const { stdout } = await run(['exceptions', 'import', '.trivyignore', '--owner', 'wg-tide']);
  assert.match(stdout, /vulnerability: CVE-2023-5363[\s\S]*owner: wg-tide[\s\S]*reason: TODO[\s\S]*expires: "2024-12-31"/);
  writeFileSync(join(release, 'vex/no.json'), '{');
  assert.match((await run(['vex', 'check', 'vex/no.json'], 2)).stderr, /vex-unreadable: is no JSON/);
});
