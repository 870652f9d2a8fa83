import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPartGatherer } from './gather-parts.ts';

test('parts hold the same bytes in the same order, none larger than asked for, all but the last full', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 });
  fc.assert(
    fc.property(chunks, fc.nat(200), fc.integer({ min: 1, max: 64 }), (given, statedBytes, partBytes) => {
      const memory = new Uint8Array(40);
      const gatherer = createPartGatherer(statedBytes, [], partBytes);
      const parts: Uint8Array[] = [];
      for (const chunk of given) {
        memory.set(chunk);
        parts.push(...gatherer.add(memory.subarray(0, chunk.length)));
      }
      parts.push(...gatherer.end());
      assert.deepEqual(Buffer.concat(parts), Buffer.concat(given));
      assert.ok(parts.every(({ buffer, length }) => length > 0 && length <= partBytes && buffer.byteLength <= partBytes));
      if (statedBytes === 0) assert.ok(parts.slice(0, -1).every(({ length }) => length === partBytes));
    }),
  );
});
