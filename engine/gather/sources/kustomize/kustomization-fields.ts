/** Lines of a text, 0-based, the last not among them. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** A field of a kustomization. */
export interface KustomizationField extends LineRange {
  readonly name: string;
  /** Where it is a list with a line or more for each entry: those of each. */
  readonly entries: readonly LineRange[];
}

/**
 * Which lines the fields of a kustomization take, and the entries of those that are lists; of a text that is no YAML too.
 *
 * out     in the order of the text; a field that stands twice is there twice
 */
export function kustomizationFields(text: string): readonly KustomizationField[] {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, from) => {
    const name = /^(["']?)([A-Za-z]\w*)\1\s*:(?:\s|$)/.exec(line)?.[2];
    return name === undefined ? [] : [{ name, from }];
  });
  return starts.map((start, index) => {
    const range = { ...start, to: starts[index + 1]?.from ?? lines.length };
    return { ...range, entries: entriesIn(lines, range) };
  });
}

/** An entry begins where a dash stands as deep as the first one, or after a tab, of which nobody can say how deep it is. */
function entriesIn(lines: readonly string[], { from, to }: LineRange): readonly LineRange[] {
  const dashes = lines.slice(from + 1, to).flatMap((line, index) => {
    const indent = /^(\s*)-(?:\s|$)/.exec(line)?.[1];
    return indent === undefined ? [] : [{ indent, from: from + 1 + index }];
  });
  const own = dashes.filter(({ indent }) => indent === dashes[0]?.indent || indent.includes('\t'));
  return own.map((start, index) => ({ from: start.from, to: own[index + 1]?.from ?? to }));
}

/** The text with other lines left empty, so that what remains stands where it stood. */
export function withoutLines(text: string, ranges: readonly LineRange[]): string {
  const lines = text.split('\n');
  for (const { from, to } of ranges) lines.fill('', from, to);
  return lines.join('\n');
}
