import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gatherParts } from './gather-parts.ts';

test('parts hold the same bytes in the same order, none larger than asked for, all but the last full', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat(200), fc.integer({ min: 1, max: 64 }), async (given, statedBytes, partBytes) => {
      const memory = new Uint8Array(40);
      const open = async () =>
        (async function* () {
          for (const chunk of given) {
            memory.set(chunk);
            yield memory.subarray(0, chunk.length);
          }
        })();
      const parts: Uint8Array[] = [];
      for await (const part of gatherParts({ open }, statedBytes, partBytes)) parts.push(part);
      assert.deepEqual(Buffer.concat(parts), Buffer.concat(given));
      assert.ok(parts.every(({ buffer, length }) => length > 0 && length <= partBytes && buffer.byteLength <= partBytes));
      if (statedBytes === 0) assert.ok(parts.slice(0, -1).every(({ length }) => length === partBytes));
    }),
  );
});
