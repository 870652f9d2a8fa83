import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeedPart } from '../../gather/advisories/feed-file.ts';
import { toGapPart } from './gap-part.ts';

/**
 * An advisory database out of a pack, written to a temporary file for as long as it is read.
 *
 * gaps    archive-unreadable: it cannot be written
 */
export async function* spoolDatabase(chunks: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<FeedPart> {
  const place = join(tmpdir(), `plimsoll-pack-${randomUUID()}.db`);
  try {
    const file = await open(place, 'wx', 0o600);
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    yield { kind: 'database', place };
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
    yield toGapPart('archive-unreadable', path, 'there is no room to unpack it in the folder for temporary files');
  } finally {
    await rm(place, { force: true });
  }
}
