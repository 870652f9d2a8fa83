import { type Nested, readNested } from '../../../formats/nested/read-nested.ts';
import { toCanonical } from '../../../formats/reference/reference.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { Certainty, How } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Resource } from '../../../model/resource.ts';
import type { ConfigurationLinks } from './configuration-links.ts';
import { type EvidencePath, stepInto, writePath, writePaths } from './evidence-path.ts';
import type { Place } from './field.ts';
import type { FoundReference, ReferencePart, RejectedText } from './found-reference.ts';
import type { KeyRole } from './key-role.ts';
import { isObject } from './plain-values.ts';
import { formOf } from './text-form.ts';

/** One text of an image, with its path not yet written out. */
export interface FoundPart {
  readonly text: string;
  readonly role: ReferencePart['role'];
  readonly path: EvidencePath | undefined;
  readonly from?: Resource;
}

/** What a place is found to state. */
export interface Finding {
  readonly text: string;
  readonly certainty: Certainty;
  readonly path: EvidencePath | undefined;
  readonly how?: How;
  readonly parts?: readonly FoundPart[];
}

/** A document that stands in a ConfigMap as a text. */
export interface MapDocument {
  readonly value: JsonValue;
  readonly path: EvidencePath;
}

/** What the parts of the search share: how keys are read, what is known of the other resources, and where results go. */
export interface Search {
  readonly roleOf: (key: string) => KeyRole;
  readonly links: ConfigurationLinks;
  /** `readNested`, once for each text. */
  nested(text: string, name: string): Nested;
  /** The texts of a ConfigMap that are documents themselves. */
  documentsOf(map: Resource): readonly MapDocument[];
  find(place: Place, finding: Finding): void;
  /** Texts of Secrets are never kept. */
  reject(place: Place, text: string, reason: string, path?: EvidencePath): void;
  miss(place: Place, code: string, detail: string): void;
}

/** What a search has come to so far. */
export interface SearchResults {
  /** How many places were found, rejected or missed; see `SearchCounts`. */
  places: number;
  readonly found: FoundReference[];
  readonly rejected: RejectedText[];
  readonly gaps: Gap[];
}

const unit = 'gather/sources/references';
const maxRejectedCharacters = 300;

/**
 * A search that collects into `results`.
 *
 * out     one place gives one image once, also where several rules lead to it
 */
export function startSearch(roleOf: (key: string) => KeyRole, links: ConfigurationLinks, results: SearchResults): Search {
  const seen = new Map<Resource, Set<string>>();
  const countNew = (from: Resource, ...words: readonly string[]): boolean => {
    const known = seen.get(from) ?? new Set();
    seen.set(from, known);
    const isNew = known.size < known.add(words.join('\n')).size;
    if (isNew) results.places += 1;
    return isNew;
  };
  const accepted = new Map<Resource, Set<string>>();
  const documents = new Map<Resource, readonly MapDocument[]>();
  const nested = readingOnce();
  return {
    roleOf,
    links,
    nested,
    documentsOf(map) {
      const known = documents.get(map) ?? readDocuments(map, nested);
      documents.set(map, known);
      return known;
    },
    find(place, finding) {
      const made = toFound(place, finding);
      if (!made || !countNew(place.from, 'found', made.path, made.reference)) return;
      results.found.push(made);
      accepted.set(place.from, (accepted.get(place.from) ?? new Set()).add(made.path));
    },
    reject(place, text, reason, path = place.path) {
      if (place.from.identity.kind === 'Secret') return;
      const written = writePath(path);
      if (accepted.get(place.from)?.has(written)) return;
      const short = text.length > maxRejectedCharacters ? `${text.slice(0, maxRejectedCharacters)}…` : text;
      if (countNew(place.from, 'rejected', written, short))
        results.rejected.push({ text: short, reason, path: written, from: place.from });
    },
    miss(place, code, detail) {
      const { kind, name } = place.from.identity;
      const { file, line } = place.from;
      const said = `${kind} ${name}, ${writePath(place.path)}: ${detail}`;
      if (countNew(place.from, 'gap', code, said))
        results.gaps.push({ code, unit, path: file, ...(line !== undefined && { line }), detail: said });
    },
  };
}

function readingOnce(): Search['nested'] {
  const read = new Map<string, { readonly name: string; readonly nested: Nested }>();
  return (text, name) => {
    const known = read.get(text);
    if (known?.name === name) return known.nested;
    const nested = readNested(text, name);
    read.set(text, { name, nested });
    return nested;
  };
}

function readDocuments({ value }: Resource, read: Search['nested']): readonly MapDocument[] {
  if (!isObject(value.data)) return [];
  const data = stepInto(undefined, 'data');
  return Object.entries(value.data).flatMap(([key, text]) => {
    const nested = typeof text === 'string' ? read(text, key) : undefined;
    return nested && 'value' in nested
      ? [{ value: nested.value, path: stepInto(stepInto(data, key), { reading: nested.format }) }]
      : [];
  });
}

function toFound(place: Place, { text, certainty, path, how, parts = [] }: Finding): FoundReference | undefined {
  const reference = formOf(text)?.reference;
  if (!reference) return undefined;
  const { from } = place;
  const own = parts.filter((part) => part.from === undefined).map((part) => part.path);
  return {
    reference: toCanonical(reference),
    declared: text,
    how: how ?? place.how,
    certainty,
    resource: from.identity,
    path: parts.length > 1 ? writePaths(own) : writePath(path),
    hook: from.hook,
    conditional: [],
    ...(from.component !== undefined && { component: from.component }),
    from,
    ...(parts.length > 1 && { parts: parts.map(toPart) }),
  };
}

function toPart({ text, role, path, from }: FoundPart): ReferencePart {
  return { text, role, path: writePath(path), ...(from && { resource: from }) };
}
