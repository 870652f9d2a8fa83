import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import { type YamlPlaces, yamlPlaces } from '../../formats/yaml/yaml-places.ts';
import type { ResourceIdentity } from '../../model/resource.ts';
import { findDocument, readSourceDocuments, type SourceDocument } from './find-document.ts';
import type { SourceFiles } from './ports.ts';

/** Source files that are asked again and again while occurrences are located. */
export interface SourceTexts {
  read(file: string): string | undefined;
  /** Whether the text stands in a file at all; cheaper than reading one that nobody needs. */
  holds(file: string, text: string): boolean;
  documentsOf(file: string): readonly SourceDocument[];
  /** Of a file, a document of one, or a text in one. */
  placesIn(text: string): YamlPlaces;
}

/** A text that stands in a resource at a path. */
export interface WantedText {
  readonly text: string;
  /** Evidence path. */
  readonly path: string;
  readonly identity: ResourceIdentity;
}

/**
 * Keeps what is read and cut while one source's occurrences are located.
 */
export function keepTexts(files: SourceFiles): SourceTexts {
  const texts = new Map<string, string | undefined>();
  const documents = new Map<string, readonly SourceDocument[]>();
  const places = new Map<string, YamlPlaces>();
  const read = (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, files.readText(file));
    return texts.get(file);
  };
  return {
    read,
    holds(file, text) {
      const bytes = texts.has(file) ? undefined : files.readBytes?.(file);
      return bytes
        ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text)
        : (read(file)?.includes(text) ?? false);
    },
    documentsOf(file) {
      const known = documents.get(file) ?? readSourceDocuments(read(file) ?? '');
      documents.set(file, known);
      return known;
    },
    placesIn(text) {
      const known = places.get(text) ?? yamlPlaces(text);
      places.set(text, known);
      return known;
    },
  };
}

/**
 * The line of a source file where a resource's text stands: at its path where the source has the same shape, else the first line
 * of the resource's document that holds the text.
 *
 * out     1-based line of the file; undefined where the resource's document is not there or does not hold the text
 */
export function locateInFile(texts: SourceTexts, file: string, wanted: WantedText): number | undefined {
  if (!texts.read(file)?.includes(wanted.text)) return undefined;
  const document = findDocument(texts.documentsOf(file), wanted.identity);
  const [first, second] = document ? findWords(document.text, wanted.text, 2).code : [];
  if (!document) return undefined;
  // Parsing tells two lines apart; where there is one, it is that.
  if (first !== undefined && second === undefined) return document.line + lineAt(document.text, first) - 1;
  const steps = parseEvidencePath(wanted.path);
  const line = locateAtPath(texts, document.text, steps, wanted.text) ?? lineHolding(document.text, wanted.text);
  return line === undefined ? undefined : document.line + line - 1;
}

/**
 * The line of a text where it stands at a path, through documents in documents as far as they can be followed.
 *
 * in      a document; steps in it, and in each document that the one before leads to; what has to stand there
 * out     1-based; undefined where the path leads elsewhere
 */
export function locateAtPath(
  texts: SourceTexts,
  text: string,
  [steps = [], ...deeper]: readonly (readonly (string | number)[])[],
  wanted: string,
): number | undefined {
  const found = steps.length === 0 && deeper.length > 0 ? undefined : texts.placesIn(text).find(steps);
  if (found?.text === undefined || !found.text.includes(wanted)) return undefined;
  if (found.blockLine !== undefined) {
    const inner = deeper.length > 0 ? locateAtPath(texts, found.text, deeper, wanted) : undefined;
    const line = inner ?? lineHolding(found.text, wanted);
    return line === undefined ? undefined : found.blockLine + line - 1;
  }
  const lines = text.split('\n');
  return lines[found.line - 1]?.includes(wanted) ? found.line : undefined;
}

/**
 * The first line that holds a text as a word of its own: not as part of a longer reference. Comments come last.
 *
 * out     1-based; undefined where no line does
 */
export function lineHolding(text: string, wanted: string, { comments = true } = {}): number | undefined {
  const { code, comment } = findWords(text, wanted, 1);
  const offset = code[0] ?? (comments ? comment : undefined);
  return offset === undefined ? undefined : lineAt(text, offset);
}

/** Offsets of the first words in code, as many as asked for, and of the first one in a comment before them. */
function findWords(text: string, wanted: string, most: number): { readonly code: readonly number[]; readonly comment?: number } {
  const code: number[] = [];
  let comment: number | undefined;
  for (let at = wanted === '' ? -1 : text.indexOf(wanted); at >= 0 && code.length < most; at = text.indexOf(wanted, at + 1)) {
    if (!isWord(text, at, wanted)) continue;
    const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at + 1);
    if (/^\s*#/.test(line)) comment ??= at;
    else code.push(at);
  }
  return { code, ...(comment !== undefined && { comment }) };
}

const wordCharacter = /[\w./:@-]/;

function isWord(text: string, at: number, wanted: string): boolean {
  const next = text.slice(at + wanted.length, at + wanted.length + 2);
  const ends = next === '' || !wordCharacter.test(next.charAt(0)) || /^[.:](?:[^\w]|$)/.test(next);
  return ends && !wordCharacter.test(text.charAt(at - 1));
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
