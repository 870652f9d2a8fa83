import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleKey } from '../../test/sample-signatures.ts';
import { readCosignMaterial } from './cosign-material.ts';
import { readBundle } from './read-bundle.ts';
import { readClaim } from './read-claims.ts';
import { readPublicKeys } from './read-public-key.ts';
import { readSimpleSigning, readStatement } from './read-signed-content.ts';
import { readStrictJson } from './read-strict-json.ts';
import { readTrustedRoot } from './read-trusted-root.ts';

const bytes = (text: string) => Buffer.from(text);
const hex = 'a'.repeat(64);
const subject = `"subject":[{"name":"x","digest":{"sha256":"${hex}"}}]`;
const statement = (rest: string, subjects = subject) =>
  readStatement(bytes(`{"_type":"https://in-toto.io/Statement/v0.1",${subjects},${rest}}`));

test('strict JSON: what is ambiguous is refused, what is odd is not', () => {
  const rows: readonly (readonly [text: string, trouble: RegExp | undefined])[] = [
    ['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', undefined],
    ['{"a":"\\"a\\":1,","b":"}"}', undefined],
    ['{"a":1,"a":1}', /twice/],
    ['{"a":1,"\\u0061" : 1}', /twice/],
    ['[{"x":{"__proto__":1,"__proto__":2}}]', /twice/],
    ['{"__proto__":{"a":1}}', undefined],
    [`${'['.repeat(201)}${']'.repeat(201)}`, /deep/],
    ['{"a":', /not JSON/],
    ['"\uD800"', undefined],
  ];
  for (const [text, trouble] of rows) {
    const read = readStrictJson(bytes(text), 10_000);
    if (trouble) assert.match(read.trouble ?? '', trouble, text);
    else assert.equal(read.trouble, undefined, text);
  }
});

test('strict JSON is what JSON.parse reads', () =>
  fc.assert(
    fc.property(fc.json(), (text) => {
      const { value, trouble } = readStrictJson(bytes(text), 1_000_000);
      if (trouble === undefined) assert.deepEqual(value, JSON.parse(text));
    }),
  ));

test('provenance of SLSA says who built it from what', () => {
  const v02 = statement(
    '"predicateType":"https://slsa.dev/provenance/v0.2","predicate":{"builder":{"id":"b"},"invocation":{"configSource":{"uri":"s"}}}',
  );
  const v1 = statement(
    '"predicateType":"https://slsa.dev/provenance/v1","predicate":{"runDetails":{"builder":{"id":"b"}},"buildDefinition":{"externalParameters":{"workflow":{"repository":"s"}}}}',
  );
  for (const read of [v02, v1])
    assert.deepEqual(typeof read !== 'string' && [read.digests, read.builder, read.source], [[`sha256:${hex}`], 'b', 's']);
});

test('statements that nothing can be made of say why', () => {
  assert.match(String(statement('"predicate":{}')), /no type of predicate/);
  assert.match(String(statement('"predicateType":"x"', '"subject":[]')), /subject/);
  assert.match(String(statement('"predicateType":"x"', '"subject":[{"digest":{"sha256":"../.."}}]')), /subject/);
  assert.match(String(statement('"predicateType":"x"', `${subject.slice(0, -1)},7]`)), /subject/);
  assert.match(String(readStatement(bytes('{"_type":"x"}'))), /none of in-toto/);
});

test('keys: what is no public key, or a weak one, says why', () => {
  const rows: readonly (readonly [pem: string, why: RegExp])[] = [
    ['', /no public key/],
    [sampleKey('P-256').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), /private key/],
    ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /cannot be read/],
    [sampleKey('rsa', 1024).pem, /1024 bits/],
  ];
  for (const [pem, why] of rows) assert.match(String(readPublicKeys(pem, 'a')), why);
  const both = readPublicKeys(`${sampleKey().pem}\n${sampleKey('ed25519').pem}`, 'two.pub');
  assert.equal(typeof both !== 'string' && both.length, 2);
});

test('a trusted root that is none says why', () => {
  const mediaType = 'application/vnd.dev.sigstore.trustedroot+json;version=0.1';
  const certificates = [{ rawBytes: 'AAAA' }];
  assert.match(String(readTrustedRoot(bytes('{}'))), /no trusted root/);
  assert.match(String(readTrustedRoot(bytes(JSON.stringify({ mediaType })))), /certificateAuthorities/);
  const broken = { mediaType, certificateAuthorities: [{ certChain: { certificates } }] };
  assert.match(String(readTrustedRoot(bytes(JSON.stringify(broken)))), /cannot be read/);
});

const anything = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((text) => new Uint8Array(bytes(text))),
);

test('any bytes are read, and nothing throws', () =>
  fc.assert(
    fc.property(anything, fc.string(), (content, text) => {
      for (const type of ['simplesigning.v1+json', 'dsse.envelope.v1+json', 'dev.sigstore.bundle.v0.3+json']) {
        const annotations = {
          'dev.cosignproject.cosign/signature': text,
          'dev.sigstore.cosign/bundle': bytes(String.fromCharCode(...content)).toString(),
          'dev.sigstore.cosign/certificate': text,
        };
        assert.ok(readClaim({ mediaType: `application/vnd.${type}`, annotations, bytes: content }));
      }
      readSimpleSigning(content);
      readStatement(content);
      readBundle(content);
      readTrustedRoot(content);
      readPublicKeys(text, 'a');
      readCosignMaterial({}, { payload: content, signature: content });
    }),
    { numRuns: 300 },
  ));
