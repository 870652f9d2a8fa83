import type { Resource } from '../../../model/resource.ts';
import type { EvidencePath } from './evidence-path.ts';
import type { Place } from './field.ts';
import type { Search } from './search.ts';
import type { TextForm } from './text-form.ts';

/** A literal in a program that is an image. */
export interface CodeImage {
  readonly text: string;
  readonly form: TextForm;
  /** The name before it that says so: `FRONTEND_IMAGE`. */
  readonly variable: string | undefined;
}

/** A statement of a program that names a tag. */
export interface Statement {
  readonly text: string;
  /** Every name in it, in order. */
  readonly names: readonly string[];
  /** Those that are names of tags. */
  readonly tags: readonly string[];
}

/** What tag a program gives to an image that it names without one. */
export type TagFinding =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'overridden'; readonly by: string }
  | { readonly kind: 'known'; readonly text: string; readonly path: EvidencePath | undefined; readonly from: Resource };

const variableName = /\b[A-Za-z_]\w*\b/g;
const tagText = /^\w[\w.-]{0,127}$/;

/**
 * Follows a program from an image's name to the tag that it reads from the environment: `FRONTEND_IMAGE` leads to `FRONTEND_TAG`,
 * and from there to whatever else the same statement falls back to.
 *
 * out     `overridden` where the environment sets the image itself; `unknown` where a tag is read that nothing here sets
 */
export function findTag(search: Search, place: Place, program: readonly Statement[], image: CodeImage): TagFinding {
  if (image.variable === undefined) return { kind: 'none' };
  const environment = search.links.environmentOf(place.from);
  if (environment(image.variable)?.text) return { kind: 'overridden', by: image.variable };
  if (image.form.isPinned) return { kind: 'none' };
  const { qualifier } = search.roleOf(image.variable);
  const isTag = (name: string): boolean => isTagName(search, name) && search.roleOf(name).qualifier === qualifier;
  const reading = program.filter(({ tags }) => tags.some(isTag));
  for (const name of reading.flatMap(({ names }) => names)) {
    const value = /[A-Z]/.test(name) ? environment(name) : undefined;
    if (value && tagText.test(value.text)) return { kind: 'known', ...value };
  }
  const literal = reading.map(({ text }) => literalAfter(text, isTag)).find(Boolean);
  if (literal !== undefined) return { kind: 'known', text: literal, path: place.path, from: place.from };
  return { kind: reading.length > 0 ? 'unknown' : 'none' };
}

/** The statements of a program in which a tag or a version is named. */
export function statementsWithTags(search: Search, program: string): readonly Statement[] {
  return statementsOf(program).flatMap((text) => {
    const names = text.match(variableName) ?? [];
    const tags = names.filter((name) => isTagName(search, name));
    return tags.length > 0 ? [{ text, names, tags }] : [];
  });
}

function isTagName(search: Search, name: string): boolean {
  return /tag|version/i.test(name) && /^(?:tag|version)$/.test(search.roleOf(name).kind);
}

/** Lines, with those put together that end in the middle of something. */
function statementsOf(program: string): readonly string[] {
  return program.replace(/\\\n|(\bor|\|\||[({,=])[ \t]*\n/g, '$1 ').split('\n');
}

/** `get("X_TAG", "1.2")`, `X_TAG = "1.2"`, `${X_TAG:-1.2}`. */
function literalAfter(statement: string, isTag: (name: string) => boolean): string | undefined {
  for (const [, name = '', quoted, plain] of statement.matchAll(
    /\b([A-Za-z_]\w*)\b["'\]]*\s*(?:[,=]\s*["']([^"']{1,128})["']|:?[-=]([\w.-]{1,128}))/g,
  )) {
    const text = quoted ?? plain;
    if (text !== undefined && isTag(name) && tagText.test(text)) return text;
  }
  return undefined;
}
