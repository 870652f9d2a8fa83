import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../model/fault.ts';

const blockLength = 1024 * 1024;

/**
 * Writes a result that is too long to hold as one text, piece by piece: to stdout, or whole to a file, through a temporary one beside it.
 *
 * in      `file` undefined or `-` is stdout
 * faults  file-unwritable
 */
export async function writePieces(file: string | undefined, pieces: Iterable<string>): Promise<void> {
  if (file !== undefined && file !== '-') {
    writeFile(file, pieces);
    return;
  }
  for (const block of blocksOf(pieces)) if (!process.stdout.write(block)) await once(process.stdout, 'drain');
}

function writeFile(file: string, pieces: Iterable<string>): void {
  const half = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(half, 'w');
    try {
      for (const block of blocksOf(pieces)) writeSync(handle, block);
    } finally {
      closeSync(handle);
    }
    renameSync(half, file);
  } catch (cause) {
    rmSync(half, { force: true });
    throw new Fault('file-unwritable', `${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

/** Pieces put together, since each write is a call to the system. */
function* blocksOf(pieces: Iterable<string>): Generator<string> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < blockLength) continue;
    yield block;
    block = '';
  }
  yield block;
}
