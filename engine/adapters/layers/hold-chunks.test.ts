import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memorySpool } from '../../gather/packages/memory-spool.ts';
import type { Spool } from '../../gather/packages/spool.ts';
import { holdChunks } from './hold-chunks.ts';

async function* stream(parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function textOf(chunks: AsyncIterable<Uint8Array> | undefined): Promise<string | undefined> {
  if (!chunks) return undefined;
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

const full: Spool = {
  create() {
    throw new Error('no space left on device');
  },
};

const rows: readonly (readonly [name: string, memoryBytes: number, spool: Spool, again: string | undefined])[] = [
  ['in memory', 100, memorySpool(), 'abcdefghi'],
  ['in the spool from the second chunk on', 4, memorySpool(), 'abcdefghi'],
  ['in the spool from the first', 0, memorySpool(), 'abcdefghi'],
  ['nowhere, where there is no space', 4, full, undefined],
];
for (const [name, memoryBytes, spool, again] of rows) {
  test(`chunks held ${name}`, async () => {
    const held = holdChunks(spool, memoryBytes);
    assert.equal(await textOf(held.pass(stream(['abc', 'def', 'ghi']))), 'abcdefghi');
    assert.equal(await textOf(held.again()), again);
    assert.equal(await textOf(held.again()), again);
    held.dispose();
  });
}
