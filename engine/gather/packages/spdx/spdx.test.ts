import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { anyJson } from '../../../test/any-json.ts';
import { assertGolden } from '../../../test/golden.ts';
import { spdx } from './spdx.ts';

const path = 'opt/bitnami/harbor/.spdx-harbor.spdx';
const readBytes = (bytes: Uint8Array) => spdx.read({ path, content: contentOf(bytes) });
const read = (text: string) => readBytes(new TextEncoder().encode(text));
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: a component, a library in it, and where it came from', () => {
  assertGolden(
    fixture('component-with-library-and-source.expected.json'),
    readBytes(readFileSync(fixture('component-with-library-and-source.json'))),
  );
});

const document = (...purls: unknown[]) =>
  JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    packages: purls.map((purl) => ({ externalRefs: [{ referenceType: 'purl', referenceLocator: purl }] })),
  });
const cases: { name: string; text: string; found?: string[]; gaps?: string[] }[] = [
  { name: 'a package of the distribution', text: document('pkg:apk/wolfi/a@1-r0?arch=x86_64'), found: ['apk a@1-r0 likely'] },
  { name: 'a component of Bitnami', text: document('pkg:bitnami/a@1.0.0-1'), found: ['bitnami a@1.0.0-1'] },
  { name: 'a source', text: document('pkg:generic/a@1?download_url=https://x.example/a') },
  { name: 'a purl without a version', text: document('pkg:apk/wolfi/a'), gaps: ['incomplete-record'] },
  { name: 'a purl that is none', text: document('apk a', 'pkg:npm/a@1'), found: ['npm a@1 likely'], gaps: ['incomplete-record'] },
  { name: 'a purl of a megabyte', text: document(`pkg:npm/${'a'.repeat(1e6)}@1`), gaps: ['incomplete-record'] },
  { name: 'a purl that is no text', text: document(7, null, {}) },
  { name: 'a name with a line in it', text: document('pkg:npm/a%0Ab@1'), gaps: ['incomplete-record'] },
  { name: 'packages that are none', text: '{"spdxVersion":"SPDX-2.2","packages":[null,7,[{}]]}' },
  { name: 'no packages', text: '{"spdxVersion":"SPDX-2.3"}' },
  { name: 'JSON of something else', text: '{"packages":[]}', gaps: ['spdx-unreadable'] },
  { name: 'the other form of SPDX', text: 'SPDXVersion: SPDX-2.3\n', gaps: ['spdx-unreadable'] },
  { name: 'no bytes', text: '', gaps: ['spdx-unreadable'] },
];

for (const { name, text, found = [], gaps = [] } of cases) {
  test(`reads ${name}`, () => {
    const reading = read(text);
    assert.deepEqual(
      reading.items.map((one) => `${one.type} ${one.name}@${one.version}${one.certainty === 'likely' ? ' likely' : ''}`),
      found,
    );
    assert.deepEqual(
      reading.gaps.map((one) => one.code),
      gaps,
    );
  });
}

const paths: [path: string, wanted: boolean][] = [
  [path, true],
  ['opt/bitnami/.spdx-harbor.spdx', true],
  ['opt/bitnami/a/b/.spdx-harbor.spdx', true],
  ['var/lib/db/sbom/zlib-1.3-r0.spdx.json', true],
  ['srv/var/lib/db/sbom/zlib-1.3-r0.spdx.json', false],
  ['srv/opt/bitnami/.spdx-harbor.spdx', false],
  ['opt/bitnami/harbor/harbor.spdx', false],
  ['app/sbom.spdx.json', false],
];
for (const [at, wanted] of paths)
  test(`${at}: ${wanted ? 'ours' : 'not ours'}`, () =>
    assert.equal(spdx.wants({ path: at, sizeBytes: 1, mode: 0o644, head: new Uint8Array() }), wanted));

test('property: any bytes, any JSON and any purls give a reading', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void readBytes(bytes)));
  fc.assert(fc.property(fc.array(anyJson()), (packages) => void read(JSON.stringify({ spdxVersion: 'SPDX-2.3', packages }))));
  const purl = fc.tuple(fc.constantFrom('pkg:', ''), fc.string()).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(purl), (purls) =>
      assert.ok(read(document(...purls)).gaps.every((gap) => gap.code === 'incomplete-record')),
    ),
  );
});
