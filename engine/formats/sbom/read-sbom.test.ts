import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { assertGolden } from '../../test/golden.ts';
import { mutate } from '../../test/mutate.ts';
import { readSbom } from './read-sbom.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const bytesOf = (text: string) => new TextEncoder().encode(text);
const files = readdirSync(fixtures).filter((name) => !name.endsWith('.expected.json'));

for (const name of files)
  test(`golden: ${name}`, async () => {
    const reading = await readSbom(readFileSync(join(fixtures, name)), name);
    assertGolden(join(fixtures, `${name.replace(/\.[^.]+$/, '')}.expected.json`), reading);
  });

const cdx = (rest: object) => JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...rest });
const lib = (rest: object) => ({ type: 'library', name: 'a', version: '1', ...rest });
const deep = (levels: number) =>
  `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${'[{"type":"library","name":"a","purl":"pkg:npm/a@1","components":'.repeat(levels)}[]${'}]'.repeat(levels)}}`;

const spdx3 = (element: object) =>
  JSON.stringify({ '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [element] });

const rows: readonly (readonly [name: string, text: string, sboms: number, gaps: string])[] = [
  ['nothing', '', 0, 'sbom-unsupported'],
  ['JSON that is none', '{"a":1}', 0, 'sbom-unsupported'],
  ['a list', '[]', 0, 'sbom-unsupported'],
  ['broken JSON', '{"bomFormat":', 0, 'sbom-unreadable'],
  ['another XML document', '<html/>', 0, 'sbom-unsupported'],
  ['broken XML', '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><a></bom>', 0, 'sbom-unreadable'],
  [
    'an entity from outside',
    '<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">&x;</bom>',
    0,
    'sbom-unreadable',
  ],
  ['a version that is not known', cdx({ specVersion: '9.9' }), 0, 'sbom-unsupported'],
  ['an SPDX version that is not known', '{"spdxVersion":"SPDX-2.1"}', 0, 'sbom-unsupported'],
  [
    'an SPDX 3 version that is not known',
    '{"@context":"https://spdx.org/rdf/3.9.0/spdx-context.jsonld","@graph":[]}',
    0,
    'sbom-unsupported',
  ],
  ['an empty document', cdx({}), 1, ''],
  ['a byte order mark', `\uFEFF${cdx({})}`, 1, ''],
  ['no purl', cdx({ components: [lib({})] }), 1, 'package-unusable'],
  ['a purl that is none', cdx({ components: [lib({ purl: 'npm/a' })] }), 1, 'package-unusable'],
  ['a type of package that nobody judges', cdx({ components: [lib({ purl: 'pkg:swift/a/b@1' })] }), 1, 'package-unusable'],
  ['no version anywhere', cdx({ components: [{ type: 'library', name: 'a', purl: 'pkg:npm/a' }] }), 1, 'package-unusable'],
  ['the version of the component', cdx({ components: [lib({ purl: 'pkg:npm/a' })] }), 1, ''],
  ['a component that is no object', cdx({ components: [7] }), 1, 'sbom-invalid'],
  [
    'a mapping where a text belongs',
    cdx({ components: [lib({ hashes: [{ alg: 'SHA-256', content: { toString: {} } }] })] }),
    1,
    'sbom-invalid,package-unusable',
  ],
  ['a mapping that ends a relationship', spdx3({ type: 'Relationship', from: { toString: {} }, to: [] }), 1, 'sbom-invalid'],
  ['components that are no list', cdx({ components: {} }), 1, 'sbom-invalid'],
  ['a field of nobody', cdx({ metadata: { color: 'red' } }), 1, 'sbom-invalid'],
  [
    'an attribute of nobody, which XML allows',
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" color="red" version="1"/>',
    1,
    '',
  ],
  [
    'a range of versions, of something external',
    cdx({ components: [{ type: 'library', name: 'a', versionRange: 'vers:npm/>1', isExternal: true }] }),
    1,
    'package-unusable',
  ],
  [
    'a range beside a version',
    cdx({ components: [lib({ versionRange: 'vers:npm/>1', isExternal: true })] }),
    1,
    'sbom-invalid,package-unusable',
  ],
  [
    'a range of something that is not external',
    cdx({ components: [{ type: 'library', name: 'a', versionRange: 'vers:npm/>1' }] }),
    1,
    'sbom-invalid,package-unusable',
  ],
  [
    'one reference in two places of how it was made',
    cdx({ formulation: [{ workflows: [{ 'bom-ref': 'w' }, { 'bom-ref': 'w' }] }] }),
    1,
    '',
  ],
  [
    'names from the prototype',
    cdx({ components: [lib({ name: '__proto__', purl: 'pkg:npm/constructor@1' })] }).replace(
      '"type"',
      '"__proto__":{"purl":"x"},"type"',
    ),
    1,
    '',
  ],
  ['a lock file that groups', cdx({ components: [{ type: 'application', name: 'package-lock.json' }] }), 1, ''],
  ['files', cdx({ components: [{ type: 'file', name: 'etc/passwd' }] }), 1, ''],
  [
    'what the document itself says is missing',
    cdx({
      components: [lib({ 'bom-ref': 'a', purl: 'pkg:npm/a@1' })],
      compositions: [{ aggregate: 'incomplete', assemblies: ['a'] }],
    }),
    1,
    'sbom-incomplete',
  ],
  ['a dependency that leads nowhere', cdx({ dependencies: [{ ref: 'a' }] }), 1, 'sbom-invalid'],
  [
    'a license expression beside others',
    cdx({ components: [lib({ purl: 'pkg:npm/a@1', licenses: [{ expression: 'MIT' }, { license: { id: 'MIT' } }] })] }),
    1,
    'sbom-invalid',
  ],
  [
    'two distributions',
    cdx({
      components: [lib({ purl: 'pkg:deb/debian/a@1?distro=debian-12' }), lib({ purl: 'pkg:deb/debian/b@1?distro=debian-11' })],
    }),
    1,
    'distribution-ambiguous',
  ],
  ['components nested without end', deep(5_000), 1, 'sbom-invalid'],
  ['nothing but lines', '\n'.repeat(100_000), 0, 'sbom-unsupported'],
  ['lines and comments before tags', ' \r\n# a\n\n\t# b\nSPDXVersion: SPDX-9\n', 0, 'sbom-unsupported'],
  ['JSON a million deep', '['.repeat(1e6) + ']'.repeat(1e6), 0, 'sbom-unreadable'],
  [
    'JSON a million deep, inside',
    cdx({ signature: 0 }).replace('"signature":0', `"signature":${'['.repeat(1e6)}${']'.repeat(1e6)}`),
    0,
    'sbom-unreadable',
  ],
  [
    'XML without end',
    `<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${'<components><component>'.repeat(10_000)}`,
    0,
    'sbom-unreadable',
  ],
];
for (const [name, text, sboms, gaps] of rows) {
  test(`reads ${name}`, async () => {
    const reading = await readSbom(bytesOf(text), 'x.json');
    assert.equal(reading.items.length, sboms);
    assert.equal([...new Set(reading.gaps.map(({ code }) => code))].join(), gaps);
    assert.ok(reading.gaps.every(({ path, detail }) => path === 'x.json' && detail.length < 1_000));
  });
}

test('a document of nothing but errors makes a hundred gaps of a kind, and counts the others', async () => {
  const { gaps } = await readSbom(
    bytesOf(cdx({ components: Array.from({ length: 5_000 }, () => ({ type: 'x', name: 'a' })) })),
    'x.json',
  );
  const invalid = gaps.filter(({ code }) => code === 'sbom-invalid');
  assert.equal(invalid.length, 101);
  assert.equal(invalid.at(-1)?.detail, 'and 4900 more of this kind');
});

const purls: readonly (readonly [name: string, component: object, brief: string])[] = [
  [
    'a source package of Trivy',
    {
      purl: 'pkg:deb/debian/libc6@2.36-9',
      properties: [
        { name: 'aquasecurity:trivy:SrcName', value: 'glibc' },
        { name: 'aquasecurity:trivy:SrcVersion', value: '2.36' },
        { name: 'aquasecurity:trivy:SrcRelease', value: '9' },
        { name: 'aquasecurity:trivy:SrcEpoch', value: '1' },
      ],
    },
    'libc6 2.36-9 < glibc 1:2.36-9',
  ],
  [
    'a source package of Syft',
    { purl: 'pkg:deb/debian/libc6@2.36-9', properties: [{ name: 'syft:metadata:source', value: 'glibc' }] },
    'libc6 2.36-9 < glibc 2.36-9',
  ],
  [
    'a source RPM of Syft',
    {
      purl: 'pkg:rpm/redhat/libssl@3.0-1?epoch=1',
      properties: [{ name: 'syft:metadata:sourceRpm', value: 'openssl-3.0-1.src.rpm' }],
    },
    'libssl 1:3.0-1 < openssl 1:3.0-1',
  ],
  [
    'the spelling of the component',
    { group: 'github.com/BurntSushi', name: 'toml', purl: 'pkg:golang/github.com/burntsushi/toml@v1.1.0' },
    'github.com/BurntSushi/toml v1.1.0',
  ],
  ['another name than the purl has', { name: 'other', purl: 'pkg:npm/a@1' }, 'a 1'],
  [
    'a Maven group that is the artifact',
    { group: 'commons-io', name: 'commons-io', purl: 'pkg:maven/commons-io/commons-io@2.4' },
    'commons-io:commons-io 2.4',
  ],
];
for (const [name, component, brief] of purls) {
  test(`a package has ${name}`, async () => {
    const { items } = await readSbom(bytesOf(cdx({ components: [lib(component)] })), 'x.json');
    const [item] = items[0]?.packages ?? [];
    assert.equal(
      item && `${item.name} ${item.version}${item.source ? ` < ${item.source.name} ${item.source.version}` : ''}`,
      brief,
    );
  });
}

test('property: any bytes are a reading', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array(), async (bytes) => void (await readSbom(bytes, 'x'))));
  await fc.assert(
    fc.asyncProperty(
      fc.json(),
      async (text) => void (await readSbom(bytesOf(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":${text}}`), 'x')),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.json(),
      async (text) =>
        void (await readSbom(bytesOf(`{"spdxVersion":"SPDX-2.3","packages":[${text}],"relationships":${text}}`), 'x')),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.string(),
      async (text) => void (await readSbom(bytesOf(`SPDXVersion: SPDX-2.3\nPackageName: ${text}\nRelationship: ${text}`), 'x')),
    ),
  );
});

test('property: documents with changed bytes are a reading, and what is not read is a gap', async () => {
  const contents = files.map((name) => readFileSync(join(fixtures, name)));
  const change = fc.record({
    file: fc.nat(contents.length - 1),
    at: fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ file, at }) => {
      const bytes = Uint8Array.from(contents[file] ?? []);
      for (const [place, value] of at) bytes[Math.floor(place * bytes.length)] = value;
      const { items, gaps } = await readSbom(bytes, 'x');
      assert.ok(items.length > 0 || gaps.length > 0);
    }),
    { numRuns: 300 },
  );
});

for (const name of files.filter((name) => name.endsWith('.json')))
  test(`property: ${name} with anything changed is read without a crash`, async () => {
    const whole: unknown = JSON.parse(readFileSync(join(fixtures, name), 'utf8'));
    const changed = fc.tuple(fc.nat(), anyJson()).map(([at, value]) => JSON.stringify(mutate(whole, at, value)));
    await fc.assert(fc.asyncProperty(changed, async (text) => void (await readSbom(bytesOf(text), name))));
  });
