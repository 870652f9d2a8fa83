import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { InstalledPackage } from '../../../model/package.ts';
import { assertGolden } from '../../../test/golden.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { toArtifact } from './artifact.ts';
import { toSyftJson } from './syft.ts';

const [read] = sampleRelease.images;
assert.ok(read);
const [openssl] = read.packages;
assert.ok(openssl);

test('golden: an image', () => {
  const text = [...toSyftJson(sampleRelease, read)].join('');
  assertGolden(join(import.meta.dirname, 'fixtures/one-image.json'), text);
  assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
});

const rows: readonly (readonly [name: string, item: Partial<InstalledPackage>, expected: Readonly<Record<string, unknown>>])[] = [
  ['the source of a deb', { type: 'deb' }, { source: 'openssl', sourceVersion: '3.0.9-1' }],
  ['the origin of an apk', { type: 'apk' }, { originPackage: 'openssl' }],
  ['an epoch', { type: 'rpm', version: '1:3.0.7-16.el9' }, { epoch: 1, version: '3.0.7', release: '16.el9' }],
  ['no epoch', { type: 'rpm', version: '3.0.7-16.el9' }, { epoch: null, version: '3.0.7', release: '16.el9' }],
  [
    'a source RPM',
    { type: 'rpm', source: { name: 'openssl', version: '1:3.0.7-16.el9' } },
    { sourceRpm: 'openssl-3.0.7-16.el9.src.rpm' },
  ],
  ['a module stream', { type: 'rpm', module: 'nodejs:18:8:abc' }, { modularityLabel: 'nodejs:18:8:abc' }],
];
for (const [name, item, expected] of rows) {
  test(`metadata has ${name}`, () => {
    const { metadata } = toArtifact({ ...openssl, ...item }, 0) as { readonly metadata: Readonly<Record<string, unknown>> };
    for (const [key, value] of Object.entries(expected)) assert.deepEqual(metadata[key], value, key);
  });
}

test('a jar has its coordinates', () => {
  const artifact = toArtifact({ ...openssl, type: 'maven', name: 'org.example:core', version: '2.17.0' }, 0);
  const { name, metadata } = artifact as { readonly name: string; readonly metadata: { readonly pomProperties: unknown } };
  assert.equal(name, 'core');
  assert.deepEqual(metadata.pomProperties, { path: '', name: '', groupId: 'org.example', artifactId: 'core', version: '2.17.0' });
});
