import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseBlock } from '../../formats/kubernetes/address-block.ts';
import { cutSegments, findCovered, toBlocks } from './address-space.ts';

const texts: readonly (readonly [text: string, blocks: readonly string[] | undefined])[] = [
  ['10.0.0.0/8', ['10.0.0.0/8']],
  ['10.1.2.3/8', ['10.0.0.0/8']],
  ['0.0.0.0/0', ['0.0.0.0/0']],
  ['fd00::/8', ['fd00::/8']],
  ['::/0', ['::/0']],
  ['2001:DB8::1/128', ['2001:db8::1/128']],
  ['::ffff:10.0.0.1/128', ['::ffff:a00:1/128']],
  ['1:0:0:2::3/128', ['1:0:0:2::3/128']],
  ['A', undefined],
  ['10.0.0.0', undefined],
  ['10.0.0.0/33', undefined],
  ['10.0.0/8', undefined],
  ['256.0.0.0/8', undefined],
  ['010.0.0.0/8', undefined],
  ['10.0.0.0/08', undefined],
  ['10.0.0.0/8/8', undefined],
  ['zc00::/8', undefined],
  ['1::2::3/64', undefined],
  ['1:2:3:4:5:6:7:8:9/64', undefined],
  ['1:2:3/64', undefined],
  ['::/129', undefined],
];

for (const [text, blocks] of texts)
  test(`${text} is ${blocks?.join() ?? 'no block'}`, () => {
    const block = parseBlock(text);
    assert.deepEqual(block && toBlocks([block]), blocks);
  });

const cidr = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return parseBlock(`${bytes.join('.')}/${prefix}`) ?? assert.fail('a CIDR was made');
});

test('segments are the whole space, in order, and each block is exactly the segments that it covers', () =>
  fc.assert(
    fc.property(fc.array(cidr, { maxLength: 12 }), (blocks) => {
      const segments = cutSegments(blocks.map((block) => ({ block, except: [] })));
      assert.deepEqual(toBlocks(segments), ['0.0.0.0/0']);
      for (const block of blocks) {
        const [from, to] = findCovered(segments, block);
        assert.deepEqual(toBlocks(segments.slice(from, to)), toBlocks([block]));
        assert.equal(toBlocks([block]).length, 1);
      }
    }),
  ));

test('any text is a block or none', () => fc.assert(fc.property(fc.string(), (text) => void parseBlock(text))));
