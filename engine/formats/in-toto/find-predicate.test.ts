import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findPredicate } from './find-predicate.ts';

const document = { spdxVersion: 'SPDX-2.3' };
const statement = { _type: 'https://in-toto.io/Statement/v1', predicateType: 'https://spdx.dev/Document', predicate: document };
const envelope = (inner: unknown) => ({
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(JSON.stringify(inner)).toString('base64'),
  signatures: [],
});
const rows: readonly (readonly [name: string, value: unknown, found: unknown])[] = [
  ['a document', document, document],
  ['a statement', statement, document],
  ['an envelope', envelope(statement), document],
  ['a predicate as text', { ...statement, predicate: JSON.stringify(document) }, document],
  ['a predicate below Data', { ...statement, predicate: { Data: JSON.stringify(document), Timestamp: '' } }, document],
  ['an envelope of something else', envelope([1]), [1]],
];
for (const [name, value, found] of rows)
  test(`predicate: ${name}`, () =>
    assert.deepEqual(JSON.parse(Buffer.from(findPredicate(Buffer.from(JSON.stringify(value))).bytes).toString()), found));

test('property: any bytes give bytes', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => assert.equal(findPredicate(bytes).bytes, bytes)));
  fc.assert(fc.property(fc.json(), (text) => assert.ok(findPredicate(Buffer.from(text)).bytes instanceof Uint8Array)));
});
