import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Content, contentOf } from '../../formats/content.ts';
import { openFile, peek, sourceOfChunks } from './byte-source.ts';

/** What is larger lies in a temporary file. */
const largeBytes = 16 * 1024 * 1024;

/**
 * All that comes in chunks, to be read by ranges until it is closed.
 *
 * out     undefined when it is more than a limit
 * faults  rejects where the chunks do, or the temporary file cannot be written
 * cost    memory for 16 MiB; what is larger is written down once
 */
export async function holdContent(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<(Content & { close(): void }) | undefined> {
  const opened = await peek(sourceOfChunks(chunks), largeBytes + 1);
  if (opened.head.length <= largeBytes) return { ...contentOf(opened.head), close: () => undefined };
  const place = join(tmpdir(), `plimsoll-document-${process.pid}-${randomUUID()}`);
  const remove = () => rmSync(place, { force: true });
  try {
    const isWhole = await writeWithin(limitBytes, place, opened.chunks);
    if (!isWhole) remove();
    return isWhole ? holdFile(place, remove) : undefined;
  } catch (error) {
    remove();
    throw error;
  }
}

function holdFile(place: string, remove: () => void): Content & { close(): void } {
  const file = openFile(place);
  const close = () => {
    file.close();
    remove();
  };
  return { ...file, close };
}

/** False as soon as it is more than a limit. */
async function writeWithin(limitBytes: number, place: string, chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  await using file = await open(place, 'wx', 0o600);
  let written = 0;
  for await (const chunk of chunks) {
    written += chunk.length;
    if (written > limitBytes) return false;
    await file.writeFile(chunk);
  }
  return true;
}
