/** A piece of a text that is replaced; offsets in UTF-16 units, `start` included and `end` not. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A text with pieces of it replaced; everything else stays as it is, to the last space.
 *
 * in      edits in any order; those that stand twice count once
 * out     undefined where two of them want the same piece to be different
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string | undefined {
  const ordered = orderEdits(edits);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < at || end < start || end > text.length) return undefined;
    pieces.push(text.slice(at, start), replacement);
    at = end;
  }
  return pieces.join('') + text.slice(at);
}

/** Edits by their place, each once. */
export function orderEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  const distinct = new Map(edits.map((edit) => [`${edit.start} ${edit.end} ${edit.text}`, edit]));
  return [...distinct.values()].toSorted((one, other) => one.start - other.start || one.end - other.end);
}
