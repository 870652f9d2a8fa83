/** The first place of a sorted list that holds the text or something after it. */
export function searchSorted(list: readonly string[], text: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The places in a sorted list of what lies below a folder: from, up to. */
export function rangeBelow(list: readonly string[], folder: string): readonly [start: number, end: number] {
  // '0' follows '/'.
  return folder === '' ? [0, list.length] : [searchSorted(list, `${folder}/`), searchSorted(list, `${folder}0`)];
}

/** Whether a sorted list holds a text. */
export function holdsSorted(list: readonly string[], text: string): boolean {
  return list[searchSorted(list, text)] === text;
}

/** The folder that a path lies in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
