import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { bytesOf } from '../../formats/content.ts';
import { holdContent } from './hold-content.ts';

const megabyte = 1024 * 1024;
const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`plimsoll-document-${process.pid}-`));

async function* chunksOf(count: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at += 1) yield new Uint8Array(megabyte).fill(at);
}

for (const [name, megabytes, files] of [
  ['nothing', 0, 0],
  ['a small document in memory', 3, 0],
  ['a large document in a file', 20, 1],
] as const)
  test(`holds ${name} until it is closed`, async () => {
    const held = await holdContent(chunksOf(megabytes), 20 * megabyte);
    assert.equal(temporary().length, files);
    assert.equal(held?.sizeBytes, megabytes * megabyte);
    assert.deepEqual([...(held?.slice(megabyte - 1, megabyte + 1) ?? [])], megabytes > 0 ? [0, 1] : []);
    assert.equal(held && bytesOf(held).at(-1), megabytes > 0 ? megabytes - 1 : undefined);
    held?.close();
    assert.deepEqual(temporary(), []);
  });

test('keeps nothing of what is more than the limit, or breaks off', async () => {
  assert.equal(await holdContent(chunksOf(20), 19 * megabyte), undefined);
  const broken = async function* () {
    yield* chunksOf(18);
    throw new Error('cut off');
  };
  await assert.rejects(holdContent(broken(), 20 * megabyte), /cut off/);
  assert.deepEqual(temporary(), []);
});
