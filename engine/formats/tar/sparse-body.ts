import { fillHoles } from './fill-holes.ts';
import { blockBytes } from './header-fields.ts';
import type { InterpretedEntry } from './interpret-entry.ts';
import type { OfferedFile } from './offer-file.ts';
import { createMapReader, isSound } from './sparse-map.ts';
import type { TarContentSink } from './tar-entry.ts';

/** What a sparse file needs beside its header. */
export interface SparseSurroundings {
  /** Takes the file as it would stand on disk. */
  readonly file: OfferedFile;
  /** Asked before a hole is filled; false when the limit is reached. */
  spend(bytes: number): boolean;
  /** Called at most once, when the map cannot be used. */
  broken(): void;
  readonly regionsLimit: number;
}

/**
 * A sink for the stored data of a sparse file, whether its map came with the header or stands before the data.
 *
 * out     a file whose map is broken is neither written nor ended
 */
export function sparseBody(told: InterpretedEntry, around: SparseSurroundings): TarContentSink {
  const regions = told.sparse?.regions;
  return regions ? withMap(told, regions, told.storedBytes, around) : afterMap(told, around);
}

function withMap(
  told: InterpretedEntry,
  regions: readonly number[],
  storedBytes: number,
  around: SparseSurroundings,
): TarContentSink {
  const map = { regions, sizeBytes: told.entry.sizeBytes };
  if (regions.length <= around.regionsLimit * 2 && isSound(map, storedBytes)) return fillHoles(map, around.file, around.spend);
  around.broken();
  return { write: () => {}, end: () => {} };
}

function afterMap(told: InterpretedEntry, around: SparseSurroundings): TarContentSink {
  const reader = createMapReader(around.regionsLimit);
  const block = new Uint8Array(blockBytes);
  let held = 0;
  let mapBytes = 0;
  let inner: TarContentSink | undefined;
  const takeBlock = () => {
    held = 0;
    mapBytes += blockBytes;
    const whole = reader.take(block);
    if (whole === false) return;
    // A broken map is handed on as one that cannot be sound, so that it is reported in one place.
    inner = withMap(told, whole ? reader.regions : [1], told.storedBytes - mapBytes, around);
  };
  return {
    write(chunk) {
      let at = 0;
      while (!inner && at < chunk.length) {
        const end = Math.min(chunk.length, at + blockBytes - held);
        block.set(chunk.subarray(at, end), held);
        held += end - at;
        at = end;
        if (held === blockBytes) takeBlock();
      }
      if (inner && at < chunk.length) inner.write(chunk.subarray(at));
    },
    end() {
      if (inner) inner.end();
      else around.broken();
    },
  };
}
