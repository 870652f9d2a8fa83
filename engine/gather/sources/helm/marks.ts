import type { JsonObject } from '../../../model/json.ts';
import { splitReference } from '../locate-parts.ts';
import { scalarsIn, type ValuePath } from './plain-values.ts';
import { findInTexts } from './texts-with-images.ts';

/** A value that may be a part of an image, with the number that its marks carry. */
export interface Mark {
  readonly index: number;
  readonly path: ValuePath;
  /** The value as it is. */
  readonly text: string;
  /** It is a tag or a digest, or holds one. */
  readonly isVersion: boolean;
  /** Its key, or the one above it, says that it has to do with images. */
  readonly speaks: boolean;
  /** In a value that holds whole images among other text: lines before this one. */
  readonly lineInText?: number;
  /** The value with its marks: still a name, a tag or a digest, and still beginning or ending as it did. */
  readonly marked: string;
}

/** A stretch of an image that a value gives. */
export interface MarkedSpan {
  readonly mark: Mark;
  /** Offsets in the text without marks. */
  readonly start: number;
  readonly end: number;
}

/** What a rendered text says without its marks, and where they stood. */
export interface MarkedText {
  readonly text: string;
  readonly spans: readonly MarkedSpan[];
}

/** Letters and digits alone: what lowers, trims, quotes and splits texts leaves them whole. */
const pattern = /qz(\d{1,5})zq-|-qz(\d{1,5})zq|facade(\d{5})f/g;
const speaking = /tag|version|release|digest|sha|image|repo|registry|hub|ref$/i;
const versioned = /tag|version|digest|sha/i;

/**
 * The values that some image may be made of: those whose text is the whole of one, its name or the beginning, middle or end of it, its
 * tag or its digest.
 *
 * in      the chart's values; images as rendered
 */
export function findMarks(values: JsonObject, images: Iterable<string>): readonly Mark[] {
  const references = [...new Set(images)].map((declared) => ({ declared, ...splitReference(declared) }));
  const names = new Set(references.flatMap(({ name }) => partsOfName(name)));
  const whole = new Set(references.map(({ declared }) => declared));
  const tags = new Set(references.flatMap(({ tag }) => (tag === undefined ? [] : partsOfTag(tag))));
  const digests = new Set(references.flatMap(({ digest = '' }) => [digest, digest.slice(digest.indexOf(':') + 1)]));
  const found = scalarsIn(values).flatMap(({ path, value }) => {
    const key = String(path.findLast((step) => typeof step === 'string'));
    if (typeof value !== 'string' && !(typeof value === 'number' && versioned.test(key))) return [];
    const text = String(value);
    const speaks = path.slice(-3).some((step) => speaking.test(String(step)));
    if (text.length < 3 && !speaks) return [];
    const form = whole.has(text) ? 'whole' : digests.has(text) ? 'digest' : tags.has(text) ? 'tag' : 'name';
    if (text === '' || (form === 'name' && !names.has(text.replace(/\/+$/, '')))) return [];
    return [{ path, text, form, speaks }] as const;
  });
  const marks = found.map(({ path, text, form, speaks }, index) => ({
    index,
    path,
    text,
    isVersion: form !== 'name',
    speaks,
    marked: markText(text, form, index),
  }));
  return [...marks, ...findMarksInTexts(values, whole, marks.length)];
}

/** Each image in a text has a mark of its own; they are all set together, as the text is one value. */
function findMarksInTexts(values: JsonObject, images: ReadonlySet<string>, first: number): readonly Mark[] {
  let index = first;
  return findInTexts(values, images).flatMap(({ path, text, images: inside }) => {
    const base = index;
    index += inside.length;
    let marked = '';
    let end = 0;
    for (const [order, { at, image }] of inside.entries()) {
      marked += text.slice(end, at) + markText(image, 'whole', base + order);
      end = at + image.length;
    }
    marked += text.slice(end);
    return inside.map(({ at, image }, order) => {
      const lineInText = text.slice(0, at).split('\n').length - 1;
      return { index: base + order, path, text: image, isVersion: true, speaks: true, lineInText, marked };
    });
  });
}

function markText(text: string, form: 'whole' | 'digest' | 'tag' | 'name', index: number): string {
  if (form === 'digest') {
    const colon = text.indexOf(':') + 1;
    const number = `facade${String(index).padStart(5, '0')}f`;
    return text.slice(0, colon) + number + text.slice(colon + number.length);
  }
  if (form === 'tag') return `${text}-qz${index}zq`;
  const { tag, digest } = splitReference(text);
  if (form === 'name' || digest !== undefined || tag === undefined) return `qz${index}zq-${text}`;
  return `qz${index}zq-${text}-qz${index}zq`;
}

/**
 * Takes the marks out of a rendered text.
 *
 * out     a span for each mark: the stretch that holds the value as it is, or the character beside the mark where the template changed it
 */
export function readMarks(rendered: string, marks: ReadonlyMap<number, Mark>): MarkedText {
  let text = '';
  let end = 0;
  const seen: { mark: Mark; at: number; side: 'before' | 'after' | 'inside' }[] = [];
  for (const match of rendered.matchAll(pattern)) {
    const [whole, before, after, inside] = match;
    const mark = marks.get(Number(before ?? after ?? inside));
    if (!mark) continue;
    text += rendered.slice(end, match.index);
    end = match.index + whole.length;
    seen.push({ mark, at: text.length, side: before !== undefined ? 'before' : after !== undefined ? 'after' : 'inside' });
    if (inside !== undefined) text += mark.text.slice(mark.text.indexOf(':') + 1).slice(0, whole.length);
  }
  text += rendered.slice(end);
  return { text, spans: seen.map(({ mark, at, side }) => ({ mark, ...spanOf(text, mark.text.replace(/\/+$/, ''), at, side) })) };
}

function spanOf(text: string, value: string, at: number, side: 'before' | 'after' | 'inside'): { start: number; end: number } {
  if (side === 'inside') return { start: at, end: at + 1 };
  if (side === 'before') return { start: at, end: at + (text.startsWith(value, at) ? value.length : 1) };
  return { start: at - (text.slice(0, at).endsWith(value) ? value.length : 1), end: at };
}

/** Every run of whole segments of a name. */
function partsOfName(name: string): readonly string[] {
  const segments = name.split('/').slice(0, 12);
  return segments.flatMap((_, from) =>
    segments.slice(from).map((__, length) => segments.slice(from, from + length + 1).join('/')),
  );
}

/** A tag, with and without its `v`, and what stands between its separators. */
function partsOfTag(tag: string): readonly string[] {
  const bare = tag.replace(/^v(?=\d)/, '');
  const pieces = tag.split('-').slice(0, 8);
  const runs = pieces.flatMap((_, from) =>
    pieces.slice(from).map((__, length) => pieces.slice(from, from + length + 1).join('-')),
  );
  return [tag, bare, `v${bare}`, ...runs];
}
