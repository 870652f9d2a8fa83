import { type CodeImage, findTag, type Statement, statementsWithTags, type TagFinding } from './code-tag.ts';
import type { Place } from './field.ts';
import { judgeField } from './judge-field.ts';
import { readArguments } from './read-arguments.ts';
import type { FoundPart, Search } from './search.ts';
import { formOf, objectionTo } from './text-form.ts';

const comment = /^\s*(?:#|\/\/|\*|--\s|;)/;
const quoted = /(["'`])([^"'`\\]{1,300})\1/g;
const identifier = /[A-Za-z_][\w.-]*/g;
/** Languages in which an image stands in quotes; in shell and configuration it may stand without. */
const quoting = /\.(?:py|js|mjs|cjs|ts|go|rb|lua|rego|java|groovy|star|sql)$/i;
const maxLine = 4000;
const maxLiterals = 500;

/**
 * Images in programs and in files of no known form: quoted literals, and words after `IMAGE=` or `--image`.
 * A name without a tag is joined with the tag that the program reads for it, as far as the environment says it.
 *
 * in      the text; `place` is that of the text
 * out     all of them `likely`
 * gaps    reference-incomplete: a tag is added that is not known here; nested-too-large: over 500 literals
 */
export function scanCode(search: Search, place: Place, text: string): void {
  const how = place.how === 'config-map' ? ('code' as const) : place.how;
  const here: Place = { ...place, how, isContainer: false };
  const lines = text.split('\n').filter((line) => line.length <= maxLine && /[/:@]/.test(line) && !comment.test(line));
  const literals = lines.flatMap((line) => (/["'`]/.test(line) ? literalsIn(search, line) : []));
  if (literals.length > maxLiterals)
    search.miss(
      place,
      'nested-too-large',
      `only the first ${maxLiterals} of ${literals.length} images in a program were followed`,
    );
  const program = literals.length > 0 ? statementsWithTags(search, text) : [];
  for (const image of literals.slice(0, maxLiterals)) settle(search, here, program, image);
  if (!quoting.test(place.key)) for (const line of lines) scanWords(search, here, line);
}

/** Literals that are images: by themselves, or because the line speaks of an image before them. */
function literalsIn(search: Search, line: string): readonly CodeImage[] {
  return [...line.matchAll(quoted)].flatMap((match) => {
    const text = match[2] ?? '';
    if (!/[/:]/.test(text) || objectionTo(text)) return [];
    const form = formOf(text);
    const before = [...line.slice(0, match.index).matchAll(identifier)].map(([name]) => name);
    const variable = before.findLast((name) => search.roleOf(name).kind === 'image');
    const isSure =
      form && (form.reference.digest !== undefined || (form.hasRegistry && form.hasPath && form.isPinned && !form.isPort));
    return form && (isSure || (variable !== undefined && (form.hasPath || (form.isPinned && !form.isPort))))
      ? [{ text, form, variable }]
      : [];
  });
}

function settle(search: Search, place: Place, program: readonly Statement[], image: CodeImage): void {
  const tag = findTag(search, place, program, image);
  if (tag.kind === 'overridden') search.reject(place, image.text, `A default that ${tag.by} in the environment replaces.`);
  else if (tag.kind === 'unknown') {
    search.reject(place, image.text, 'The program adds a tag to it that is not known here.');
    search.miss(
      place,
      'reference-incomplete',
      `the program joins ${image.text} with a tag that is not known here; state the image in \`extraImages\``,
    );
  } else search.find(place, { ...joined(place, image, tag), certainty: 'likely', path: place.path });
}

function joined(place: Place, image: CodeImage, tag: TagFinding): { text: string; parts?: readonly FoundPart[] } {
  if (tag.kind !== 'known') return { text: image.text };
  const { text, path, from } = tag;
  const label: FoundPart = { text, role: 'tag', path, ...(from !== place.from && { from }) };
  return { text: `${image.text}:${text}`, parts: [{ text: image.text, role: 'image', path: place.path }, label] };
}

/** Words without quotes: `IMAGE=…`, `--image=…`, `docker run …`. */
function scanWords(search: Search, place: Place, line: string): void {
  const words = line
    .replace(quoted, ' ')
    .split(/[\s"'`(),;|<>&\\]+/)
    .filter(Boolean);
  const fields = readArguments(
    search,
    words.map((text) => ({ text, path: place.path })),
  );
  const cautious: Search = { ...search, find: (at, finding) => search.find(at, { ...finding, certainty: 'likely' }) };
  for (const field of fields) if (/[/:@]/.test(field.text) && formOf(field.text)) judgeField(cautious, place, field);
}
