/** One document of a YAML stream, as text. */
export interface YamlText {
  readonly text: string;
  /** 1-based line in the stream where `text` begins. */
  readonly line: number;
}

/** What ends a document wherever it stands at the beginning of a line, also in the middle of a block scalar. */
const markers = ['---', '...'];

/**
 * Cuts a YAML stream into its documents without parsing any of them, so that those which nobody needs are never parsed.
 *
 * in      text of a stream; a byte order mark is skipped
 * out     documents that hold more than comments, directives and blank lines, in order; `text` keeps a `---` that content follows
 * cost    one pass
 * source  YAML 1.2.2, 9.1.2 "Document Markers" and production 206, c-forbidden
 */
export function splitYamlStream(text: string): readonly YamlText[] {
  const documents: YamlText[] = [];
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  const close = (end: number): void => {
    const part = text.slice(start, end);
    if (hasContent(part)) documents.push({ text: part, line });
    line += countLines(part);
    start = end;
  };
  for (const { index, marker } of markersIn(text)) {
    close(index);
    const lineEnd = endOfLine(text, index);
    // Content may follow the marker on its line, `--- {a: 1}`; then the marker stays, so that columns are right.
    if (marker === '---' && hasContent(text.slice(index + 3, lineEnd))) continue;
    start = Math.min(lineEnd + 1, text.length);
    line += 1;
  }
  close(text.length);
  return documents;
}

/** In order. Looking for plain texts is several times faster than for an expression. */
function markersIn(text: string): readonly { readonly index: number; readonly marker: string }[] {
  const found = markers.flatMap((marker) => placesOf(text, marker).map((index) => ({ index, marker })));
  return found.sort((one, other) => one.index - other.index);
}

function placesOf(text: string, marker: string): readonly number[] {
  const places = text.startsWith(marker) ? [0] : [];
  for (let at = text.indexOf(`\n${marker}`); at >= 0; at = text.indexOf(`\n${marker}`, at + 1)) places.push(at + 1);
  return places.filter((index) => index + 3 === text.length || ' \t\r\n'.includes(text.charAt(index + 3)));
}

/** Whether a line is neither blank, nor a comment, nor a directive. */
function hasContent(text: string): boolean {
  return /^(?![%#])[ \t]*[^\s#]/m.test(text);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
