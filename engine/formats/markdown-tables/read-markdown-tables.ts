/** A table of a Markdown text. */
export interface MarkdownTable {
  /** The nearest heading above it, without its signs; empty where there is none. */
  readonly heading: string;
  readonly header: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[] /** 1-based. */; readonly line: number }[];
}

/**
 * The pipe tables of a Markdown text, in order, without emphasis, code signs and links, and without what is struck out.
 *
 * source  GitHub Flavored Markdown 0.29, "Tables (extension)"
 */
export function readMarkdownTables(text: string): readonly MarkdownTable[] {
  const lines = text.split(/\r?\n/);
  const tables: MarkdownTable[] = [];
  let heading = '';
  for (let index = 0; index < lines.length; index += 1) {
    heading = headingOf(lines[index] ?? '') ?? heading;
    if (!isDelimiter(lines[index + 1] ?? '') || !(lines[index] ?? '').includes('|')) continue;
    const end = endOfTable(lines, index + 2);
    const rows = lines.slice(index + 2, end).map((line, row) => ({ cells: cellsOf(line), line: index + row + 3 }));
    tables.push({ heading, header: cellsOf(lines[index] ?? ''), rows });
    index = end - 1;
  }
  return tables;
}

function endOfTable(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length && (lines[end] ?? '').includes('|')) end += 1;
  return end;
}

function headingOf(line: string): string | undefined {
  const marked = /^ {0,3}#{1,6}\s+(.*)$/.exec(line)?.[1];
  return marked === undefined ? undefined : plain(marked.replace(/\s#+\s*$/, ''));
}

function isDelimiter(line: string): boolean {
  return line.includes('|') && line.includes('-') && /^[\s|:-]+$/.test(line);
}

function cellsOf(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => plain(cell.replaceAll('\\|', '|')));
}

function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/~~[^~]*~~/g, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/^\s*[*_](.*)[*_]\s*$/, '$1')
    .trim();
}
