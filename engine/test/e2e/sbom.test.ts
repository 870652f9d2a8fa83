import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { makeExample } from '../../../examples/tidewater/make.ts';
import { exampleReleases } from '../../../examples/tidewater/releases.ts';
import { readRecord } from '../../compare/releases/read-record.ts';
import { readSbom } from '../../formats/sbom/read-sbom.ts';
import { createAdvisoryMemory } from '../../judge/matches/advisory-memory.ts';
import { createMatcher } from '../../judge/matches/match-packages.ts';
import type { Release } from '../../model/release.ts';
import { cycloneDxVersions, toCycloneDxJson, toCycloneDxXml } from '../../tell/reports/cyclonedx/cyclonedx.ts';
import { toSpdxJson } from '../../tell/reports/spdx/spdx.ts';
import { anyRelease } from '../any-release.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { schemaErrors, withoutSchemas } from '../sbom-schemas.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sbom-'));
const record = join(folder, 'release.plimsoll');
const [first] = exampleReleases;
assert.ok(first);
let release: Release;
after(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], codes: readonly number[] = [0]): Promise<string> {
  const { code, stdout, stderr } = await runPlimsoll(args, {
    cwd: folder,
    env: { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' },
  });
  assert.ok(codes.includes(code ?? -1), `plimsoll ${args.join(' ')} ended with ${code}\n${stderr}`);
  return stdout;
}

before(async () => {
  makeExample();
  await run(['advisories', 'import', '--database', 'advisories.db', ...first.advisories]);
  await run(['scan', '-c', first.configuration, '-o', record, '--database', 'advisories.db', '--now', first.now], [3]);
  release = readRecord(readFileSync(record), 'release.plimsoll');
});

const forms: readonly (readonly [format: string, version: string])[] = [
  ['cyclonedx-json', '1.6'],
  ['cyclonedx-json', '1.7'],
  ['cyclonedx-xml', '1.6'],
  ['cyclonedx-xml', '1.7'],
  ['spdx-json', '2.3'],
];

for (const [format, version] of forms) {
  test(`matching the ${format} ${version} of the example gives its findings`, async () => {
    const text = await run(['sbom', record, '-f', format, '--spec-version', version]);
    const { items } = await readSbom(new TextEncoder().encode(text), 'sbom');
    const { snapshot, ...knowledge } = release.knowledge;
    assert.ok(snapshot);
    const match = createMatcher(createAdvisoryMemory({ snapshot, ...knowledge }));
    const told = new Map(items.map((item) => [item.subject.name, item]));
    let count = 0;
    for (const { reference, packages, distribution } of release.images.filter((image) => image.packages.length > 0)) {
      const sbom = told.get(reference);
      assert.ok(sbom, reference);
      const ordered = sbom.packages.toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
      const expected = match(packages, distribution ?? undefined);
      assert.deepEqual(match(ordered, sbom.distribution ?? undefined), expected, reference);
      count += expected.matches.length;
    }
    assert.ok(count > 700, `${count} matches`);
  });
}

test('SBOMs in place of images give the findings of the images', async () => {
  await run(['sbom', record, '-f', 'cyclonedx-xml', '--per-image', 'sboms']);
  assert.equal(readdirSync(join(folder, 'sboms')).length, release.images.length);
  const references = release.images.map(({ reference }) => reference);
  writeFileSync(join(folder, 'images.txt'), `${references.join('\n')}\n`);
  writeFileSync(
    join(folder, 'plimsoll.yaml'),
    'product: Again\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ sbom: ./sboms }]\n',
  );
  await run(['scan', '-o', 'again.plimsoll', '--database', 'advisories.db', '--now', first.now], [3]);
  const again = readRecord(readFileSync(join(folder, 'again.plimsoll')), 'again.plimsoll');
  const identities = ({ findings }: Release) =>
    findings.map(({ image, purl, vulnerability, severity }) => `${image} ${purl} ${vulnerability} ${severity}`).toSorted();
  assert.deepEqual(identities(again), identities(release));
  const withContent = release.images.filter(({ packages }) => packages.length > 0).length;
  assert.equal(again.images.filter(({ store, packages }) => store === 'sbom:./sboms' && packages.length > 0).length, withContent);
});

test('Syft’s own form describes one image, and says so', async () => {
  const { code, stderr } = await runPlimsoll(['sbom', record, '-f', 'syft-json'], { cwd: folder });
  assert.equal(code, 2);
  assert.match(stderr, /describes one image/);
  const [image] = release.images;
  const document = JSON.parse(await run(['sbom', record, '-f', 'syft-json', '--image', image?.reference ?? '']));
  assert.equal(document.artifacts.length, image?.packages.length);
});

test('a version that is not written is refused', async () => {
  const { code, stderr } = await runPlimsoll(['sbom', record, '--spec-version', '1.3'], { cwd: folder });
  assert.equal(code, 2);
  assert.match(stderr, /not written in version 1\.3/);
});

for (const version of cycloneDxVersions) {
  test(`what is written is valid CycloneDX ${version}`, { skip: withoutSchemas }, () => {
    const errors = schemaErrors(`cyclonedx-${version}`);
    for (const image of release.images)
      assert.deepEqual(
        errors(JSON.parse([...toCycloneDxJson(release, { scope: { kind: 'image', image }, version })].join(''))),
        [],
      );
    const isValid = (subject: Release) =>
      assert.deepEqual(errors(JSON.parse([...toCycloneDxJson(subject, { scope: { kind: 'release' }, version })].join(''))), []);
    isValid(release);
    fc.assert(fc.property(anyRelease, isValid), { numRuns: 30 });
  });
}

test('what is written is valid SPDX 2.3', { skip: withoutSchemas }, () => {
  const errors = schemaErrors('spdx-2.3');
  const isValid = (subject: Release) =>
    assert.deepEqual(errors(JSON.parse([...toSpdxJson(subject, { kind: 'release' })].join(''))), []);
  isValid(release);
  fc.assert(fc.property(anyRelease, isValid), { numRuns: 30 });
});

const xsd = findXsd();
for (const version of cycloneDxVersions) {
  test(`xmllint: the XML is valid CycloneDX ${version}`, {
    skip: xsd ? false : 'xmllint or the XML schemas are not here',
  }, () => {
    const place = join(folder, 'xsd');
    mkdirSync(place, { recursive: true });
    const samples = [release, ...fc.sample(anyRelease, 10)];
    for (const name of [`bom-${version}.SNAPSHOT.xsd`, 'spdx.SNAPSHOT.xsd'])
      copyFileSync(join(xsd ?? '', name), join(place, name));
    const files = samples.map((subject, index) => {
      const file = join(place, `${index}.xml`);
      writeFileSync(file, [...toCycloneDxXml(subject, { scope: { kind: 'release' }, version })].join(''));
      return file;
    });
    const { status, stderr } = spawnSync(
      'xmllint',
      ['--noout', '--nonet', '--schema', join(place, `bom-${version}.SNAPSHOT.xsd`), ...files],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr.slice(0, 2000));
  });
}

/** The schemas of the format's own library, where it is installed, and the program that reads them. */
function findXsd(): string | undefined {
  if (spawnSync('xmllint', ['--version']).status !== 0) return undefined;
  try {
    const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
    const schemas = join(dirname(library), 'res/schema');
    return existsSync(schemas) ? schemas : undefined;
  } catch {
    return undefined;
  }
}
