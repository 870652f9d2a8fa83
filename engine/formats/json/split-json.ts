/** What a text of JSON values held. */
export interface SplitJson {
  /** In order; the last one may be mended, see `flaw`. */
  readonly values: readonly JsonPart[];
  /** Where reading ended, when it did not reach the end of the text. */
  readonly flaw?: JsonFlaw;
}

/** One value, and the line that it begins in. */
export interface JsonPart {
  readonly value: unknown;
  /** 1-based. */
  readonly line: number;
}

/** Why a text could not be read to its end. */
export interface JsonFlaw {
  /** `cut-off`: the text ends inside a value, whose members up to there are the last of `values`. `unreadable`: what follows is no JSON. */
  readonly kind: 'cut-off' | 'unreadable';
  /** 1-based. */
  readonly line: number;
}

const opening = new Set(['{', '[']);
const deepest = 2000;

/**
 * The JSON values of a text: one document, several one after another, or JSON lines.
 *
 * in      text without a byte order mark
 * out     every whole value; of one that is cut off, what can be closed again; values nested more than 2000 deep are unreadable
 * cost    linear; a text that is one sound value is parsed once and not searched
 */
export function splitJson(text: string): SplitJson {
  const whole = parse(text);
  if (whole) return { values: [{ value: whole.value, line: firstLine(text) }] };
  const values: JsonPart[] = [];
  for (let at = 0; ; ) {
    at = skipSpace(text, at);
    const line = lineOf(text, at);
    if (at >= text.length) return { values };
    const end = findEnd(text, at);
    if (end.kind === 'whole') {
      const parsed = parse(text.slice(at, end.at));
      if (!parsed) return { values, flaw: { kind: 'unreadable', line } };
      values.push({ value: parsed.value, line });
      at = end.at;
      continue;
    }
    const mended = end.kind === 'cut' ? parse(text.slice(at, end.at) + end.closing) : undefined;
    if (mended) values.push({ value: mended.value, line });
    const kind = end.kind === 'cut' ? 'cut-off' : 'unreadable';
    return { values, flaw: { kind, line: kind === 'cut-off' ? lineOf(text, text.length) : line } };
  }
}

type End =
  | { readonly kind: 'whole'; readonly at: number }
  | { readonly kind: 'cut'; readonly at: number; readonly closing: string }
  | { readonly kind: 'none' };

/** Where the object or list that begins at `start` ends; of one that does not, the last place where it can be closed. */
function findEnd(text: string, start: number): End {
  if (!opening.has(text[start] ?? '')) return { kind: 'none' };
  const closers: string[] = [];
  let safe: { at: number; closing: string } = { at: start, closing: '' };
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = skipString(text, at);
      continue;
    }
    if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']');
      if (closers.length > deepest) return { kind: 'none' };
      safe = { at: at + 1, closing: closers.toReversed().join('') };
    } else if (character === '}' || character === ']') {
      if (closers.pop() !== character) return { kind: 'none' };
      if (closers.length === 0) return { kind: 'whole', at: at + 1 };
      safe = { at: at + 1, closing: closers.toReversed().join('') };
    } else if (character === ',') safe = { at, closing: closers.toReversed().join('') };
  }
  return { kind: 'cut', ...safe };
}

/** The place of the quote that closes a string; the end of the text when none does. */
function skipString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text[at] ?? '')) at += 1;
  return at;
}

/** Records of a JSON text sequence begin with a record separator (RFC 7464). */
function isSpace(character: string): boolean {
  return character === '\u001e' || character.trim() === '';
}

function firstLine(text: string): number {
  return lineOf(text, skipSpace(text, 0));
}

function lineOf(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
