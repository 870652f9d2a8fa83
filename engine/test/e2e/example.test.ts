import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { packagesOf } from '../../../examples/tidewater/layout/recipe.ts';
import { repository } from '../../../examples/tidewater/layout/write-image.ts';
import { makeExample } from '../../../examples/tidewater/make.ts';
import { almaBase } from '../../../examples/tidewater/recipes/almalinux.ts';
import { recipes } from '../../../examples/tidewater/recipes/recipes.ts';
import { exampleReleases } from '../../../examples/tidewater/releases.ts';
import { hardenSchema } from '../../../tools/docs/schemas/harden.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-example-'));
const database = join(folder, 'advisories.db');
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };
after(() => rmSync(folder, { recursive: true, force: true }));

/** What of `report -f json` is looked at. */
interface Report {
  readonly coverage: Readonly<Record<'expected' | 'read' | 'failed', number>>;
  readonly totals: {
    readonly findings: Readonly<Record<string, number>>;
    readonly images: { readonly total: number; readonly withCriticalOrHigh: number };
  };
  readonly images: readonly { readonly reference: string; readonly packages: readonly { readonly purl: string }[] }[];
  readonly findings: readonly {
    readonly vulnerability: string;
    readonly image: string;
    readonly purl: string;
    readonly severity: string;
  }[];
  readonly gaps: readonly { readonly code: string; readonly image?: string }[];
}

async function run(args: readonly string[], codes: readonly number[] = [0]): Promise<string> {
  const { code, stdout, stderr } = await runPlimsoll(args, { cwd: folder, env });
  assert.ok(codes.includes(code ?? -1), `plimsoll ${args.join(' ')} ended with ${code}\n${stderr}`);
  return stdout;
}

async function scan(configuration: string, record: string, options: readonly string[] = []): Promise<Report> {
  await run(['scan', '-c', configuration, '-o', record, ...options], [3]);
  return JSON.parse(await run(['report', record, '-f', 'json']));
}

function bytesOf(at: string): ReadonlyMap<string, string> {
  const files = readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return new Map(paths.map((path) => [path.slice(at.length), readFileSync(path).toString('base64')]));
}

const short = (reference: string) => reference.replace(`${repository}/`, '').replace(/@.*/, '');

test('the images are the same bytes each time, and are not made twice', () => {
  const [first, second] = ['first', 'second'].map((name) => makeExample({ folder: join(folder, name) }));
  assert.ok(first?.isNew && second?.isNew);
  assert.deepEqual(bytesOf(first.images), bytesOf(second.images));
  assert.equal(makeExample({ folder: join(folder, 'first') }).isNew, false);
});

test('every image has a name of its own', () => {
  const names = recipes.map(({ name, tag }) => `${name}:${tag}`);
  assert.deepEqual(names, [...new Set(names)]);
});

const hasSkopeo = spawnSync('skopeo', ['--version']).status === 0;
test('skopeo copies every image but the damaged one', { skip: hasSkopeo ? false : 'skopeo is not installed' }, () => {
  const { images } = makeExample({ folder: join(folder, 'first') });
  for (const recipe of recipes) {
    const name = `${repository}/${recipe.name}:${recipe.tag}`;
    const copy = ['copy', '--quiet', '--insecure-policy', '--all', `oci:${images}:${name}`, `dir:${join(folder, 'copied')}`];
    const { status, stderr } = spawnSync('skopeo', copy, { encoding: 'utf8' });
    assert.equal(status === 0, recipe.isDamaged !== true, `${name}: ${stderr}`);
  }
});

test('every image holds the packages of its recipe', async () => {
  makeExample({ folder: join(folder, 'first') });
  const place = join(folder, 'all');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'images.txt'), recipes.map(({ name, tag }) => `${repository}/${name}:${tag}\n`).join(''));
  const configuration = join(place, 'plimsoll.yaml');
  writeFileSync(
    configuration,
    'product: All of Tidewater\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: ../first/images }]\n',
  );
  const report = await scan(configuration, join(place, 'all.plimsoll'));
  const found = new Map(
    report.images.map(({ reference, packages }) => [short(reference), packages.map(({ purl }) => idOf(purl))]),
  );
  for (const recipe of recipes.filter(({ isDamaged }) => !isDamaged))
    assert.deepEqual(found.get(`${recipe.name}:${recipe.tag}`)?.toSorted(), packagesOf(recipe), `${recipe.name}:${recipe.tag}`);
  assert.deepEqual(
    report.gaps.filter(({ code }) => code !== 'advisories-missing').map(({ code, image = '' }) => `${code} ${short(image)}`),
    ['layer-unread sounding:0.4.0'],
  );
});

const hasRpm = spawnSync('rpm', ['--version']).status === 0;
test('rpm reads the database of AlmaLinux', { skip: hasRpm ? false : 'rpm is not installed' }, () => {
  const at = join(folder, 'rpm');
  const files = almaBase().parts.flatMap((part) => part.files);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'rpmdb.sqlite'), files.find(({ path }) => path.endsWith('rpmdb.sqlite'))?.content ?? '');
  // Makes the indexes, which the example leaves out.
  assert.equal(spawnSync('rpm', ['--dbpath', at, '--rebuilddb']).status, 0);
  const query = ['--dbpath', at, '-qa', '--queryformat', 'rpm/%{NAME}@%{VERSION}-%{RELEASE}\\n'];
  const { stdout } = spawnSync('rpm', query, { encoding: 'utf8' });
  assert.deepEqual(
    stdout.trim().split('\n').toSorted(),
    packagesOf(recipes.find(({ name }) => name === 'base-almalinux') ?? assert.fail()),
  );
});

/** `pkg:deb/debian/openssl@3.0.9-1?arch=amd64` → `deb/openssl@3.0.9-1`: recipes leave the distribution out. */
function idOf(purl: string): string {
  const [text = ''] = purl.slice('pkg:'.length).split('?');
  return decodeURIComponent(text).replace(/^(deb|apk|rpm)\/[^/]+\//, '$1/');
}

const places: readonly (readonly [image: string, how: string, where: string])[] = [
  ['gauge-operator:1.1.0-rc.1', 'pod-spec', 'harbor/kustomization.yaml:7'],
  ['gauge-proxy:1.0.0', 'argument', 'harbor/sidecar.yaml:3'],
  ['harbor-notebook-gpu:1.0.0', 'config-map', 'forecast/notebooks.json:5'],
  ['tide-forecast:1.1.0-rc.1', 'custom-resource', 'forecast/model.yaml:8'],
  ['beacon:1.1.0', 'pod-spec', 'navigation/beacon.yaml:18'],
  ['beacon-relay:1.0.0', 'environment', 'navigation/beacon.yaml:23'],
  ['lantern:0.9.2', 'config-map', 'navigation/beacon.yaml:37'],
  ['logbook:1.0.0', 'pod-spec', 'logbook-values.yaml:2'],
  ['kubectl-tools:1.27.3', 'pod-spec', 'logbook-values.yaml:7'],
  ['almanac:3.1.0', 'image-list', 'images.txt:2'],
];

test('images are found in every kind of place, with file and line', async () => {
  const configuration = exampleReleases[1]?.configuration ?? '';
  const inventory = JSON.parse(await run(['images', '-c', configuration, '-f', 'json']));
  const found = new Map<string, string>();
  for (const { reference, occurrences } of inventory.images)
    for (const { how, file, line } of occurrences) found.set(`${short(reference)} ${how}`, `${file}:${line}`);
  assert.equal(inventory.images.length, 17);
  for (const [image, how, where] of places) assert.equal(found.get(`${image} ${how}`), where, `${image} ${how}`);
});

const reports = new Map<string, Report>();

before(async () => {
  makeExample();
  for (const { version, configuration, now, advisories } of exampleReleases) {
    await run(['advisories', 'import', '--database', database, ...advisories]);
    const record = join(folder, `${version}.plimsoll`);
    reports.set(version, await scan(configuration, record, ['--database', database, '--now', now]));
  }
});

/** As README.md tells it: images expected and read; findings by severity. */
const told: readonly (readonly [version: string, expected: number, read: number, findings: readonly number[]])[] = [
  ['1.0.0', 16, 15, [15, 296, 417, 19, 19]],
  ['1.1.0-rc.1', 17, 16, [22, 398, 522, 41, 27]],
  ['1.1.0', 16, 15, [10, 106, 169, 16, 19]],
];

for (const [version, expected, read, findings] of told) {
  test(`${version} has the figures that README.md states`, () => {
    const report = get(version);
    assert.deepEqual([report.coverage.expected, report.coverage.read, report.coverage.failed], [expected, read, 1]);
    assert.deepEqual(Object.values(report.totals.findings), findings);
    const row = `| ${version} | ${expected} | ${read} | ${findings.join(' | ')} |`;
    assert.ok(readFileSync(join(import.meta.dirname, '../../../examples/tidewater/README.md'), 'utf8').includes(row), row);
  });
}

test('harden says of a record what gets no updates anymore, and where its images come from', async () => {
  const record = join(folder, '1.1.0.plimsoll');
  const args = ['harden', record, '--kubernetes-version', 'v1.24', '-f'];
  const { kubernetes, life = [], provenance } = hardenSchema.parse(JSON.parse(await run([...args, 'json'], [3])));
  assert.deepEqual(kubernetes, { version: 'v1.24', endsOn: '2023-07-28', status: 'ended' });
  const found = new Set(life.map(({ name, cycle, endsOn, status }) => `${name} ${cycle} ${endsOn} ${status}`));
  assert.deepEqual([...found].toSorted(), [
    'almalinux 9 2032-05-31 supported',
    'debian 12 2028-06-30 supported',
    'go 1.21 2024-08-13 supported',
    'go 1.22 2025-02-11 supported',
    'null null null unknown',
    'wolfi null null unknown',
  ]);
  const facts = provenance?.coverage.map(({ fact, present, absent, unknown }) => [fact, [present, absent, unknown]]);
  const { source, 'base.name': base, 'digest-pin': pinned, signature } = Object.fromEntries(facts ?? []);
  assert.deepEqual(
    [source, base, pinned, signature],
    [
      [0, 16, 0],
      [16, 0, 0],
      [1, 15, 0],
      [0, 0, 16],
    ],
  );
  assert.match(await run([...args, 'md'], [3]), /kubernetes v1\.24 \| 2023-07-28[\s\S]*\| base\.name \| 16 \| 0 \| 0 \|/);
});

test('log4j is in the first two releases, and gone from the third', () => {
  const images = (version: string) => new Set(vulnerable(version, 'CVE-2021-44228').map(({ image }) => short(image)));
  assert.deepEqual(images('1.0.0'), new Set(['logbook-search:1.0.0', 'logbook:1.0.0']));
  assert.deepEqual(images('1.1.0-rc.1'), images('1.0.0'));
  assert.deepEqual(images('1.1.0'), new Set());
});

test('the candidate is worse because of the image that it added', () => {
  const critical = criticals('1.1.0-rc.1').filter(({ image }) => short(image) === 'tide-forecast:1.1.0-rc.1');
  assert.equal(critical.length, 11);
});

test('no critical finding of the candidate is left; those of 1.1.0 were published since, on images that did not change', () => {
  const before = new Set(get('1.1.0-rc.1').images.map(({ reference }) => reference));
  assert.deepEqual(
    new Set(criticals('1.1.0').map(({ vulnerability }) => vulnerability)),
    new Set(['CVE-2024-24790', 'CVE-2024-37371', 'CVE-2024-5535']),
  );
  assert.ok(criticals('1.1.0').every(({ image }) => before.has(image)));
  assert.deepEqual(vulnerable('1.1.0-rc.1', 'CVE-2024-24790'), []);
});

test('judged by what was known when 1.1.0 came, the candidate would have 57 critical findings', async () => {
  const { configuration = '' } = exampleReleases[1] ?? {};
  const report = await scan(configuration, join(folder, 'again.plimsoll'), [
    '--database',
    database,
    '--now',
    '2024-07-15T00:00:00Z',
  ]);
  assert.equal(report.totals.findings.CRITICAL, 57);
});

function get(version: string): Report {
  const report = reports.get(version);
  assert.ok(report, `${version} was scanned`);
  return report;
}

function vulnerable(version: string, vulnerability: string) {
  return get(version).findings.filter((finding) => finding.vulnerability === vulnerability);
}

function criticals(version: string) {
  return get(version).findings.filter(({ severity }) => severity === 'CRITICAL');
}
