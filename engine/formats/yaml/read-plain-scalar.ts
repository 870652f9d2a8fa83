/** Says that a text is left to the parser for all of YAML. */
export const unread: unique symbol = Symbol('unread');

const singleQuoted = /^'((?:[^'\t]|'')*)'$/;
const doubleQuoted = /^"(?:[^"\\\t]|\\["\\/bfnrt])*"$/;
/** What no unquoted text may begin with, or hold: other meanings begin there. */
const special = /^[&*!|>%@`,[\]{}#?:'"]|^-(?: |$)|: | #|:$|\t/;

/** What a list on one line may hold: words, and texts in quotes. */
const item = /\w[\w./-]*|"[^"\\\t]*"|'[^'\t]*'/.source;
const flowList = new RegExp(`^\\[ *(?:${item})(?: *, *(?:${item}))* *\\]$`);

const words = new Map<string, boolean | null>([
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

type Word = string | number | boolean | null;

/**
 * A scalar that stands whole on the rest of a line: plain, in quotes, an empty mapping, or a list of such texts.
 *
 * in      what stands behind the key or dash, not empty
 * out     `unread` for everything that could mean more than its text
 */
export function readPlainScalar(rest: string): Word | readonly Word[] | Readonly<Record<string, never>> | typeof unread {
  const text = withoutEnd(rest, 0x20);
  const first = text.charCodeAt(0);
  if (first === 0x27 || first === 0x22) return readQuoted(text);
  if (text === '{}') return {};
  if (text === '[]') return [];
  if (first === 0x5b) return flowList.test(text) ? (text.match(new RegExp(item, 'g')) ?? []).map(readWord) : unread;
  return special.test(text) ? unread : resolve(text, first);
}

/**
 * The text of such a scalar: what is in its quotes, or as it stands, `1` and `null` too.
 *
 * out     undefined for a collection
 */
export function readPlainText(rest: string): string | undefined {
  const text = withoutEnd(rest, 0x20);
  if (!/^['"]/.test(text)) return text === '{}' || text.startsWith('[') ? undefined : text;
  const inner = readQuoted(text);
  return inner === unread ? undefined : inner;
}

/** Without any number of one character, by its code, at its end. */
export function withoutEnd(text: string, code: number): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === code) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

function readWord(text: string): Word {
  const first = text.charCodeAt(0);
  return first === 0x27 || first === 0x22 ? text.slice(1, -1) : resolve(text, first);
}

function readQuoted(text: string): string | typeof unread {
  if (text.startsWith('"')) {
    if (!doubleQuoted.test(text)) return unread;
    return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
  }
  const [, inner] = singleQuoted.exec(text) ?? [];
  return inner?.includes("''") ? inner.replaceAll("''", "'") : (inner ?? unread);
}

/** As `parseYaml` resolves them: a number is one only where its text says nothing more. */
function resolve(text: string, first: number): Word {
  if (first === 0x2d || (first >= 0x30 && first <= 0x39)) {
    const value = Number(text);
    return Number.isFinite(value) && String(value) === text ? value : text;
  }
  if (text.length > 5) return text;
  const word = words.get(text);
  return word === undefined ? text : word;
}
