import type { TextEdit } from '../../formats/edit/apply-edits.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { splitReference } from '../../gather/sources/locate-parts.ts';

/** An image as one place writes it, and as it is to be written. */
export interface Rewriting {
  readonly from: string;
  readonly to: string;
}

/** A text that is replaced, with what stands there before and after. */
export interface FoundEdit extends TextEdit {
  readonly was: string;
  /** What `was` becomes, without quotes that YAML needs around it. */
  readonly becomes: string;
}

/** A line of a text, without its end. */
export interface TextLine {
  readonly start: number;
  readonly text: string;
}

/**
 * The edits of one line that turn an image as it is rendered into the wanted one: the whole reference wherever the line holds it, or
 * the piece of it that holds all that changes.
 *
 * in      a line of any format; what follows a comment sign is left alone
 * out     empty when the line holds nothing that decides
 */
export function editsOfLine(line: TextLine, rewriting: Rewriting): readonly FoundEdit[] {
  const words = wordsOf(line);
  const whole = words.flatMap((word) => {
    const at =
      word.text === rewriting.from
        ? 0
        : word.text.endsWith(`://${rewriting.from}`)
          ? word.text.length - rewriting.from.length
          : -1;
    return at < 0 ? [] : [toEdit(line, { start: word.start + at, text: rewriting.from }, rewriting.to)];
  });
  if (whole.length > 0) return whole;
  const pieces = words
    .map((word) => ({ word, becomes: pieceOf(word.text, rewriting) }))
    .filter((piece) => piece.becomes !== undefined)
    .toSorted((one, other) => other.word.text.length - one.word.text.length);
  const [best] = pieces;
  return best?.becomes === undefined ? [] : [toEdit(line, best.word, best.becomes)];
}

/** The line with a number, 1-based; undefined behind the end. */
export function lineOf(text: string, line: number): TextLine | undefined {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return { start, text: text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '') };
}

/** A word of a line that is not in a comment; `start` counts from the beginning of the whole text. */
interface Word {
  readonly start: number;
  readonly text: string;
}

function wordsOf(line: TextLine): readonly Word[] {
  const code = line.text.slice(0, commentAt(line.text));
  return [...code.matchAll(/[\w./:@+-]+/g)].map((match) => ({
    start: line.start + match.index,
    text: match[0].replace(/[.:]+$/, ''),
  }));
}

/** Where a comment begins: a `#` at the beginning or behind a space, outside quotes. */
function commentAt(text: string): number {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if ((character === '"' || character === "'") && /^$|[\s:=,[{(]/.test(text.charAt(at - 1))) quote = character;
    else if (character === '#' && /^$|\s/.test(text.charAt(at - 1))) return at;
  }
  return text.length;
}

/** What a piece of the old reference has to become; undefined where the rest of the reference would have to change too. */
function pieceOf(piece: string, { from, to }: Rewriting): string | undefined {
  const { tag } = splitReference(from);
  for (let at = piece === '' ? -1 : from.lastIndexOf(piece); at >= 0; at = at === 0 ? -1 : from.lastIndexOf(piece, at - 1)) {
    const [before, behind] = [from.slice(0, at), from.slice(at + piece.length)];
    const fits = to.startsWith(before) && to.endsWith(behind) && to.length > before.length + behind.length;
    if (fits && (piece.length > 1 || piece === tag)) return to.slice(before.length, to.length - behind.length);
  }
  return undefined;
}

function toEdit(line: TextLine, word: Word, becomes: string): FoundEdit {
  const end = word.start + word.text.length;
  const before = line.text.slice(0, word.start - line.start);
  const behind = line.text.slice(end - line.start);
  const isPlain = /(?:^|\s)(?:[\w./"'-]+:|-)\s+$/.test(before) && /^\s*(?:$|[,}\]]|\s#)/.test(behind);
  return { start: word.start, end, was: word.text, becomes, text: isPlain ? asYamlText(becomes) : becomes };
}

/** A text as a plain YAML scalar where no reader takes it for something else, else in quotes: `1.10` is a number, `on` may be true. */
export function asYamlText(text: string): string {
  const isText =
    /^v?\d+\.\d+\.\d|^[A-Za-z][\w.-]*[\w/:@.-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isText && parseYaml(text).value === text ? text : JSON.stringify(text);
}
