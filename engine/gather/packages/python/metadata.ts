/** One header field; `text` is undefined when its bytes are not UTF-8. */
export interface MetadataField {
  readonly text: string | undefined;
  /** 1-based. */
  readonly line: number;
}

/**
 * The header fields of a Python metadata file. Only the first of a repeated field counts, as in Python's own reader, but for `Classifier`,
 * which has all of them, one a line.
 *
 * in      bytes in the form of an e-mail header: `Key: value`, continued by lines that begin with white space
 * out     fields by lower-case key, up to the first blank line; folded lines are joined with a line feed
 * cost    O(bytes before the first blank line)
 * source  Python packaging specifications, core-metadata; RFC 5322 section 2.2.3
 */
export function readMetadata(bytes: Uint8Array): ReadonlyMap<string, MetadataField> {
  const fields = new Map<string, { parts: Uint8Array[]; line: number }>();
  let open: { parts: Uint8Array[]; line: number } | undefined;
  let number = 0;
  for (const line of linesOf(withoutMark(bytes))) {
    number += 1;
    if (line.length === 0) break;
    if (isSpace(line[0])) {
      open?.parts.push(line);
      continue;
    }
    const colon = line.indexOf(0x3a);
    open = colon > 0 ? { parts: [line.subarray(colon + 1)], line: number } : undefined;
    const key = latin1.decode(line.subarray(0, Math.max(colon, 0))).toLowerCase();
    const earlier = fields.get(key);
    if (open && !earlier) fields.set(key, open);
    else if (open && earlier && key === 'classifier') open = append(earlier, open.parts);
  }
  return new Map([...fields].map(([key, { parts, line }]) => [key, { text: joined(parts), line }]));
}

/** What follows continues the field that it was added to. */
function append<Field extends { parts: Uint8Array[] }>(field: Field, parts: readonly Uint8Array[]): Field {
  field.parts.push(...parts);
  return field;
}

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', { fatal: true });

function joined(parts: readonly Uint8Array[]): string | undefined {
  try {
    return parts
      .map((part) => utf8.decode(part).trim())
      .join('\n')
      .trim();
  } catch {
    return undefined;
  }
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    yield bytes.subarray(start, bytes[end - 1] === 0x0d && end > start ? end - 1 : end);
    start = end + 1;
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}
