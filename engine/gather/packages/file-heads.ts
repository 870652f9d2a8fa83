import type { FileHead } from './cataloger.ts';

const headBytes = 16;

/** What is known of every regular file of a layer, packed: a layer may hold a million. */
export interface FileHeads {
  set(head: FileHead): void;
  find(path: string): FileHead | undefined;
  delete(path: string): void;
}

/**
 * An empty memory of file heads.
 *
 * cost    about 40 bytes a file beside its path
 */
export function createFileHeads(): FileHeads {
  const places = new Map<string, number>();
  let numbers = new Float64Array(3 * 256);
  let heads = new Uint8Array(headBytes * 256);
  return {
    set({ path, sizeBytes, mode, head }) {
      const place = places.get(path) ?? places.size;
      places.set(path, place);
      if ((place + 1) * 3 > numbers.length) {
        numbers = grown(numbers, new Float64Array(numbers.length * 2));
        heads = grown(heads, new Uint8Array(heads.length * 2));
      }
      numbers.set([sizeBytes, mode, head.length], place * 3);
      heads.set(head.subarray(0, headBytes), place * headBytes);
    },
    find(path) {
      const place = places.get(path);
      if (place === undefined) return undefined;
      const [sizeBytes = 0, mode = 0, length = 0] = numbers.subarray(place * 3, place * 3 + 3);
      if (length < 0) return undefined;
      return { path, sizeBytes, mode, head: heads.subarray(place * headBytes, place * headBytes + length) };
    },
    // The place stays taken, so that the places of others stay theirs.
    delete(path) {
      const place = places.get(path);
      if (place !== undefined) numbers[place * 3 + 2] = -1;
    },
  };
}

function grown<List extends Float64Array | Uint8Array>(from: List, to: List): List {
  to.set(from);
  return to;
}
