import { parseJson } from '../oci/parse-json.ts';

/** Levels of objects and lists; what is signed has a handful. */
const deepest = 200;

/**
 * JSON that means the same to everybody who reads it: no object has a member twice.
 *
 * in      bytes from outside; their limit
 * out     the value, or what is wrong as the end of a sentence. Members called `__proto__` are plain members
 */
export function readStrictJson(bytes: Uint8Array, maxBytes: number): { readonly value?: unknown; readonly trouble?: string } {
  const read = parseJson(bytes, maxBytes);
  if (read.trouble !== undefined) return read;
  const trouble = ambiguity(new TextDecoder().decode(bytes));
  return trouble === undefined ? read : { trouble };
}

/** Walks the tokens of a text that is known to be JSON. */
function ambiguity(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '{' || sign === '[') open.push(sign === '{' ? new Set() : undefined);
    else if (sign === '}' || sign === ']') open.pop();
    if (open.length > deepest) return `is nested more than ${deepest} deep`;
    if (sign !== '"') continue;
    const end = endOfString(text, at);
    const names = open.at(-1);
    if (names && isName(text, end)) {
      const name = JSON.parse(text.slice(at, end)) as string;
      if (names.has(name)) return 'has a member twice, so that readers may differ on what it says';
      names.add(name);
    }
    at = end - 1;
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function isName(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}
