import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { Fault } from '../../model/fault.ts';
import { withFiles } from '../../test/hashed-release.ts';
import { sampleRelease } from '../../test/sample-release.ts';
import { packRelease } from './pack-release.ts';
import { readRecord } from './read-record.ts';
import { writeRecord } from './write-record.ts';

test('what is written is what is read', () => {
  assert.deepEqual(readRecord(writeRecord(sampleRelease), 'r'), sampleRelease);
});

test('a record of the first version is read', () => {
  const body = JSON.stringify(sampleRelease);
  const header = {
    schema: 'plimsoll.record/v1',
    engine: '0.1.0',
    digest: `sha256:${createHash('sha256').update(body).digest('hex')}`,
  };
  assert.deepEqual(readRecord(zstdCompressSync(`${JSON.stringify(header)}\n${body}\n`), 'r'), sampleRelease);
});

test('a record whose numbers lead nowhere is refused', () => {
  const packed = packRelease(sampleRelease);
  const body = JSON.stringify({ ...packed, findings: [0, 7] });
  const header = {
    schema: 'plimsoll.record/v2',
    engine: '0.1.0',
    digest: `sha256:${createHash('sha256').update(body).digest('hex')}`,
  };
  assert.throws(
    () => readRecord(zstdCompressSync(`${JSON.stringify(header)}\n${body}\n`), 'r'),
    /refers to what it does not hold/,
  );
});

test('packages that images share are kept once', () => {
  const [image] = sampleRelease.images;
  const twice = { ...sampleRelease, images: image ? [image, { ...image, reference: 'other:1' }] : [], findings: [] };
  assert.equal(packRelease(twice).tables.packages.length, 1);
});

test('digests of files that images share are kept once, and come back', () => {
  const [image] = sampleRelease.images;
  const twice = { ...sampleRelease, images: image ? [image, { ...image, reference: 'other:1' }] : [], findings: [] };
  const [first = '', second = ''] = twice.images.map(({ reference }) => reference);
  const base = { 'bin/sh': 'shell', log: null };
  const hashed = withFiles(twice, { [first]: [base, { 'bin/sh': 'other' }], [second]: [base] });
  assert.equal(packRelease(hashed).tables.fileDigests?.length, 2);
  assert.equal('fileDigests' in packRelease(twice).tables, false);
  assert.deepEqual(readRecord(writeRecord(hashed), 'r'), hashed);
});

test('the same release gives the same bytes', () => {
  assert.deepEqual(writeRecord(structuredClone(sampleRelease)), writeRecord(sampleRelease));
});

const whole = writeRecord(sampleRelease);
const text = zstdDecompressSync(whole).toString();

const broken: readonly { name: string; bytes: Uint8Array; code: string; says: RegExp }[] = [
  { name: 'an empty file', bytes: new Uint8Array(), code: 'record-invalid', says: /not a release record/ },
  { name: 'some other file', bytes: Buffer.from('hello'), code: 'record-invalid', says: /not a release record/ },
  { name: 'some other zstd file', bytes: zstdCompressSync('hello'), code: 'record-invalid', says: /not a release record/ },
  { name: 'a record cut in half', bytes: whole.subarray(0, whole.length / 2), code: 'record-invalid', says: /cut short/ },
  {
    name: 'an edited record',
    bytes: zstdCompressSync(text.replace('"HIGH"', '"LOW"')),
    code: 'record-invalid',
    says: /was changed since it was written/,
  },
  {
    name: 'a record of a later version',
    bytes: zstdCompressSync(text.replace('record/v2', 'record/v3')),
    code: 'record-too-new',
    says: /record\/v3/,
  },
];

for (const { name, bytes, code, says } of broken) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => readRecord(bytes, 'r.plimsoll'),
      (error) => error instanceof Fault && error.code === code && says.test(error.message),
    );
  });
}

test('property: any bytes are a fault and never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, packed) => {
      assert.throws(() => readRecord(packed ? zstdCompressSync(bytes) : bytes, 'r'), Fault);
    }),
  );
});
