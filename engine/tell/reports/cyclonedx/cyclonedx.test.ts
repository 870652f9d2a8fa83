import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import type { SbomScope } from '../sbom-scope.ts';
import { type CycloneDxVersion, toCycloneDxJson, toCycloneDxXml } from './cyclonedx.ts';
import { toLicense } from './image-component.ts';

const [read, lost] = sampleRelease.images;
assert.ok(read && lost);
const whole: SbomScope = { kind: 'release' };
const scopes: readonly (readonly [string, SbomScope])[] = [
  ['the release', whole],
  ['an image', { kind: 'image', image: read }],
  ['an image that was not read', { kind: 'image', image: lost }],
];
const jsonOf = (scope: SbomScope, version: CycloneDxVersion = '1.6') =>
  [...toCycloneDxJson(sampleRelease, { scope, version })].join('');

test('golden: the whole release as JSON', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.json'), jsonOf(whole));
});

test('golden: the whole release as XML', () => {
  const xml = [...toCycloneDxXml(sampleRelease, { scope: whole, version: '1.6' })].join('');
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.xml'), xml);
});

test('pieces are what JSON.stringify writes', () => {
  for (const [, scope] of scopes) assert.equal(jsonOf(scope), `${JSON.stringify(JSON.parse(jsonOf(scope)), null, 2)}\n`);
});

test('an image that was not read is an incomplete composition, and the gap an annotation', () => {
  const document = JSON.parse(jsonOf(whole));
  const ref = 'image:registry.example/tide/lost:2|linux/amd64';
  assert.deepEqual(document.compositions, [{ aggregate: 'incomplete', assemblies: ['release', ref] }]);
  assert.deepEqual(document.annotations[0].subjects, [ref]);
  assert.match(document.annotations[0].text, /^image-unread: /);
  assert.equal(JSON.parse(jsonOf({ kind: 'image', image: read })).compositions, undefined);
});

test('dependencies lead from the release to the package', () => {
  const { dependencies } = JSON.parse(jsonOf(whole));
  const next = new Map<string, string[]>(
    dependencies.map((one: { ref: string; dependsOn: string[] }) => [one.ref, one.dependsOn]),
  );
  const image = 'image:registry.example/tide/gauge:1.0|linux/amd64';
  for (const [from, to] of [
    ['release', 'component:tide'],
    ['component:tide', image],
    [image, `${image}#layer:0`],
    [`${image}#layer:0`, `${image}#${read.packages[0]?.purl}`],
  ] as const)
    assert.ok(next.get(from)?.includes(to), `${from} → ${to}`);
});

test('the serial number is that of the content', () => {
  const serial = (text: string) => JSON.parse(text).serialNumber;
  assert.equal(serial(jsonOf(whole)), serial(jsonOf(whole)));
  assert.notEqual(serial(jsonOf(whole)), serial(jsonOf({ kind: 'image', image: read })));
});

const licenses: readonly (readonly [text: string, written: object])[] = [
  ['Apache-2.0', { license: { id: 'Apache-2.0' } }],
  ['BSD-2-Clause-pos-unchanged', { expression: 'BSD-2-Clause-pos-unchanged' }],
  ['MIT OR Apache-2.0', { expression: 'MIT OR Apache-2.0' }],
  ['(MIT AND BSD-3-Clause) OR GPL-2.0-or-later', { expression: '(MIT AND BSD-3-Clause) OR GPL-2.0-or-later' }],
  ['GPL-2.0-only WITH Classpath-exception-2.0', { expression: 'GPL-2.0-only WITH Classpath-exception-2.0' }],
  ['BSD', { license: { name: 'BSD' } }],
  ['see LICENSE file', { license: { name: 'see LICENSE file' } }],
  ['MIT OR', { license: { name: 'MIT OR' } }],
];
for (const [text, written] of licenses) test(`license ${text}`, () => assert.deepEqual(toLicense(text), written));
