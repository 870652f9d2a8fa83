import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { assertGolden } from '../../../test/golden.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { toCycloneDx } from './cyclonedx.ts';
import { toLicense } from './license.ts';

const [read, lost] = sampleRelease.images;
assert.ok(read && lost);

test('golden: the whole release', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.json'), toCycloneDx(sampleRelease, { kind: 'release' }));
});

const schemas = join(import.meta.dirname, '../../../../node_modules/@cyclonedx/cyclonedx-library/res/schema');
const schema = (name: string) => JSON.parse(readFileSync(join(schemas, name), 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
for (const format of ['iri-reference', 'idn-email']) ajv.addFormat(format, true);
ajv.addSchema(schema('spdx.SNAPSHOT.schema.json'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json');
ajv.addSchema(schema('jsf-0.82.SNAPSHOT.schema.json'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json');
ajv.addSchema(
  schema('cryptography-defs.SNAPSHOT.schema.json'),
  'http://cyclonedx.org/schema/cryptography-defs.SNAPSHOT.schema.json',
);
const validate = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));

for (const [name, subject] of [
  ['the release', { kind: 'release' }],
  ['an image', { kind: 'image', image: read }],
  ['an image that was not read', { kind: 'image', image: lost }],
] as const) {
  test(`the SBOM of ${name} is valid CycloneDX 1.6`, () => {
    const document: { readonly specVersion?: unknown } = JSON.parse(toCycloneDx(sampleRelease, subject));
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    assert.equal(document.specVersion, '1.6');
  });
}

test('an image that was not read is an incomplete composition', () => {
  const document = JSON.parse(toCycloneDx(sampleRelease, { kind: 'release' }));
  assert.deepEqual(document.compositions, [
    { aggregate: 'incomplete', assemblies: ['image:registry.example/tide/lost:2|linux/amd64'] },
  ]);
});

const licenses: readonly { text: string; kind: string }[] = [
  { text: 'Apache-2.0', kind: 'SpdxLicense' },
  { text: 'MIT OR Apache-2.0', kind: 'LicenseExpression' },
  { text: '(MIT AND BSD-3-Clause) OR GPL-2.0-or-later', kind: 'LicenseExpression' },
  { text: 'GPL-2.0-only WITH Classpath-exception-2.0', kind: 'LicenseExpression' },
  { text: 'BSD', kind: 'NamedLicense' },
  { text: 'see LICENSE file', kind: 'NamedLicense' },
  { text: 'MIT OR', kind: 'NamedLicense' },
];

for (const { text, kind } of licenses) {
  test(`${text} is a ${kind}`, () => assert.equal(toLicense(text).constructor.name, kind));
}
