import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSbomLimits, type SbomLimits } from '../../formats/sbom/limits.ts';
import { createSbomReader } from './sbom-reader.ts';

const lib = (index: number) => ({ type: 'library', name: `a${index}`, version: '1', purl: `pkg:npm/a${index}@1` });
const cdx = (components: string) => Buffer.from(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${components}]}`);
const few = cdx(JSON.stringify(lib(0)));
const many = cdx(Array.from({ length: 20_000 }, (_, index) => JSON.stringify(lib(index))).join());
const slow = cdx(Array.from({ length: 1_500_000 }, () => '{}').join());

const rows: readonly (readonly [name: string, bytes: Uint8Array, limits: Partial<SbomLimits>, packages: number, says: RegExp])[] =
  [
    ['a small document', few, {}, 1, /^$/],
    ['a large document', many, {}, 20_000, /^$/],
    ['a document of too many bytes', many, { bytes: 1000 }, 0, /^the document has \d+ bytes; the limit is 1000$/],
    ['a document of too many components', many, { components: 5 }, 5, /^the document has more than 5 components/],
    ['a document of too many values', many, { values: 1000 }, 0, /has more than 1000 values/],
    [
      'a document that takes too long',
      slow,
      { seconds: 0 },
      0,
      /^the document takes more than 0\.5 seconds to read; `limits.sbomSeconds`/,
    ],
    ['a document that takes too much memory', slow, { memoryBytes: 20e6 }, 0, /^the document takes more than \d+ MiB of memory/],
  ];
for (const [name, bytes, limits, packages, says] of rows)
  test(`reads ${name}`, async () => {
    const { items, gaps } = await createSbomReader({ ...defaultSbomLimits, ...limits })(bytes, 'x.json');
    assert.equal(items[0]?.packages.length ?? 0, packages);
    assert.match(gaps.map(({ detail }) => detail).join(), says);
    assert.ok(gaps.every(({ path }) => path === 'x.json'));
  });

test('a document that is given up does not keep the next from being read', async () => {
  const read = createSbomReader({ ...defaultSbomLimits, seconds: 0 });
  const [first, second] = await Promise.all([read(slow, 'slow.json'), read(few, 'few.json')]);
  assert.deepEqual([first.items.length, second.items.length], [0, 1]);
});
