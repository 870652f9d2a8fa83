import type { FileHead } from './cataloger.ts';

const headBytes = 16;
/** In place of the length of a head: no regular file stands there any more. */
const gone = -1;

/** What is known of every regular file of a layer, packed: a layer may hold a million. */
export interface FileHeads {
  /** A later file at the same path replaces the earlier one. */
  set(head: FileHead): void;
  /** Something that is no regular file stands there. */
  delete(path: string): void;
  find(path: string): FileHead | undefined;
}

/**
 * An empty memory of file heads.
 *
 * cost    about 40 bytes a file beside its path; they are put in order when the first is looked for, which few layers ask
 */
export function createFileHeads(): FileHeads {
  const paths: string[] = [];
  let numbers = new Float64Array(3 * 256);
  let heads = new Uint8Array(headBytes * 256);
  let places: Map<string, number> | undefined;
  const add = (path: string, sizeBytes: number, mode: number, length: number): number => {
    const place = paths.push(path) - 1;
    if (paths.length * 3 > numbers.length) {
      numbers = grown(numbers, new Float64Array(numbers.length * 2));
      heads = grown(heads, new Uint8Array(heads.length * 2));
    }
    numbers[place * 3] = sizeBytes;
    numbers[place * 3 + 1] = mode;
    numbers[place * 3 + 2] = length;
    places?.set(path, place);
    return place;
  };
  return {
    set({ path, sizeBytes, mode, head }) {
      const length = Math.min(head.length, headBytes);
      const at = add(path, sizeBytes, mode, length) * headBytes;
      for (let index = 0; index < length; index++) heads[at + index] = head[index] as number;
    },
    delete: (path) => void add(path, 0, 0, gone),
    find(path) {
      places ??= new Map(paths.map((known, place) => [known, place]));
      const place = places.get(path);
      if (place === undefined) return undefined;
      const [sizeBytes = 0, mode = 0, length = 0] = numbers.subarray(place * 3, place * 3 + 3);
      if (length === gone) return undefined;
      return { path, sizeBytes, mode, head: heads.subarray(place * headBytes, place * headBytes + length) };
    },
  };
}

function grown<List extends Float64Array | Uint8Array>(from: List, to: List): List {
  to.set(from);
  return to;
}
