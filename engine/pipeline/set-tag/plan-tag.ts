import { posix } from 'node:path/posix';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import type { DeclaredImage, Inventory } from '../../model/inventory.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { editsOfLine, type FoundEdit, lineOf, type Rewriting } from './find-edits.ts';
import { editsOfImagesEntry, editsOfOpenTags } from './find-neighbors.ts';
import { findRequested, type TagRequest, withVersion } from './tag-request.ts';

/** Edits of one file. */
export interface FileEdits {
  /** Relative to the configuration's folder. */
  readonly file: string;
  readonly edits: readonly FoundEdit[];
}

/** A place that states the image and that no edit was found for. */
export interface Uneditable {
  readonly occurrence: Occurrence;
  /** Half a sentence: why. */
  readonly reason: string;
}

/** A deciding text that other images take their version from as well. */
export interface SharedText {
  readonly file: string;
  readonly line: number;
  /** Canonical references of the others. */
  readonly images: readonly string[];
}

/** How an image gets another version. */
export interface TagPlan {
  readonly image: DeclaredImage;
  /** Ways to do it, the most likely one first; rendering again tells which is right. */
  readonly ways: readonly (readonly FileEdits[])[];
  readonly uneditable: readonly Uneditable[];
  readonly shared: readonly SharedText[];
  /** Declared text → what it becomes. */
  readonly rewritings: readonly Rewriting[];
}

/** What is looked at to make a plan. */
export interface PlanInput {
  readonly inventory: Inventory;
  readonly request: TagRequest;
  readonly configuration: Configuration;
  readonly files: SourceFiles;
}

const maxWays = 4;
/** Characters of a file that is searched line by line. */
const maxSearched = 5_000_000;

/**
 * Finds the texts that decide an image, and what they have to become.
 *
 * out     ways to try; empty when no place can be edited
 * faults  usage-wrong: the release ships no such image
 */
export function planTag({ inventory, request, configuration, files }: PlanInput): TagPlan {
  const image = findRequested(inventory, request);
  const found = image.occurrences.map((occurrence) => ({
    occurrence,
    ...candidatesOf(occurrence, withVersion(occurrence.declared, request.version), { configuration, files }),
  }));
  const editable = found.filter(({ candidates }) => candidates.length > 0);
  const count = Math.min(maxWays, Math.max(0, ...editable.map(({ candidates }) => candidates.length)));
  const ways = Array.from({ length: count }, (_, way) =>
    byFile(editable.flatMap(({ candidates }) => candidates[Math.min(way, candidates.length - 1)] ?? [])),
  );
  return {
    image,
    ways,
    uneditable: found.flatMap(({ occurrence, candidates, reason }) => (candidates.length > 0 ? [] : [{ occurrence, reason }])),
    shared: sharedTexts(inventory, image, ways[0] ?? [], files),
    rewritings: image.occurrences.map(({ declared }) => ({ from: declared, to: withVersion(declared, request.version) })),
  };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

type Look = Pick<PlanInput, 'configuration' | 'files'>;

/** Each candidate is the whole of what has to be edited for one occurrence. */
function candidatesOf(
  occurrence: Occurrence,
  to: string,
  look: Look,
): { readonly candidates: readonly (readonly FileEdits[])[]; readonly reason: string } {
  const rewriting = { from: occurrence.declared, to };
  const places = placesOf(occurrence);
  const stated = places.map((place) => editsAt(place, occurrence, rewriting, look.files));
  const open = editsBesideChart(places, rewriting, look.files);
  const set = editsOfSettings(rewriting, look);
  const byParts = places.length > 1 ? editsOfParts(occurrence, rewriting, look.files) : [];
  const everywhere = editsOfWholeFile(occurrence.file, rewriting, look.files);
  const all = [...open, byParts, ...stated, everywhere, set].filter((edits) => edits.some((one) => one.edits.length > 0));
  const candidates = [...new Map(all.map((edits) => [JSON.stringify(edits), edits])).values()];
  return { candidates, reason: reasonFor(places.at(-1) ?? occurrence, occurrence, look.files) };
}

/** What the source proved to decide the version, its tag first; then the place of the occurrence. */
function placesOf({ decidedBy = [], file, line }: Occurrence): readonly Place[] {
  const order = ['tag', 'digest'];
  const decided = decidedBy
    .filter(({ part, entry }) => order.includes(part) && entry === undefined)
    .toSorted((one, other) => order.indexOf(one.part) - order.indexOf(other.part));
  return [...decided.map((one) => ({ file: one.file, line: one.line })), { file, line }];
}

function editsAt({ file, line }: Place, occurrence: Occurrence, rewriting: Rewriting, files: SourceFiles): readonly FileEdits[] {
  const text = files.readText(file);
  const found = text === undefined ? undefined : lineOf(text, line);
  if (text === undefined || !found) return [];
  const entry = editsOfImagesEntry(file, found, rewriting);
  const edits = entry.length > 0 ? entry : editsOfLine(found, rewriting);
  if (edits.length > 0) return [{ file, edits }];
  if (occurrence.how === 'index') return [{ file, edits: editsOfLine(found, versionsAlone(rewriting)) }];
  if (occurrence.how === 'dockerfile') return [{ file, edits: editsOfArguments(text, line, rewriting) }];
  return [];
}

/** Index files list versions: a digest may stand where a tag stood. */
function versionsAlone({ from, to }: Rewriting): Rewriting {
  const version = (text: string): string => text.replace(/^[^@]*\/[^/:@]*[:@]|^[^/:@]*[:@]/, '');
  return { from: version(from), to: version(to) };
}

/** A text that stands on several lines of a file, where it is not known which of them is which occurrence. */
function editsOfWholeFile(file: string, rewriting: Rewriting, files: SourceFiles): readonly FileEdits[] {
  const text = files.readText(file) ?? '';
  if (!text.includes(rewriting.from) || text.length > maxSearched) return [];
  let start = 0;
  const edits = text.split('\n').flatMap((line) => {
    const found = line.includes(rewriting.from) ? editsOfLine({ start, text: line }, rewriting) : [];
    start += line.length + 1;
    return found.filter(({ was }) => was === rewriting.from);
  });
  return edits.length > 1 ? [{ file, edits }] : [];
}

/** `ARG` lines above a `FROM` that uses them. */
function editsOfArguments(text: string, line: number, rewriting: Rewriting): readonly FoundEdit[] {
  const used = [...(lineOf(text, line)?.text.matchAll(/\$\{?(\w+)/g) ?? [])].map(([, name]) => name);
  for (let above = line - 1; above > 0; above -= 1) {
    const candidate = lineOf(text, above);
    const name = /^\s*ARG\s+(\w+)=/i.exec(candidate?.text ?? '')?.[1];
    const edits = candidate && name !== undefined && used.includes(name) ? editsOfLine(candidate, rewriting) : [];
    if (edits.length > 0) return edits;
  }
  return [];
}

/** A tag that the chart's version decides is better given where the values leave it open. */
function editsBesideChart(places: readonly Place[], rewriting: Rewriting, files: SourceFiles): readonly (readonly FileEdits[])[] {
  const charts = places.filter(({ file }) => posix.basename(file) === 'Chart.yaml').map(({ file }) => posix.dirname(file));
  return [...new Set(charts)].flatMap((folder) => {
    const file = posix.join(folder, 'values.yaml');
    const edits = editsOfOpenTags(files.readText(file) ?? '', rewriting);
    return edits.map((edit) => [{ file, edits: [edit] }]);
  });
}

/** A digest that stands apart from its tag is emptied when a tag alone is wanted. */
function editsOfParts(occurrence: Occurrence, { from, to }: Rewriting, files: SourceFiles): readonly FileEdits[] {
  const [digest] = /@sha\d+:[0-9a-f]+$/.exec(from) ?? [];
  if (digest === undefined || to.includes('@')) return [];
  const parts = occurrence.decidedBy ?? [];
  const [tagged, pinned] = [parts.find(({ part }) => part === 'tag'), parts.find(({ part }) => part === 'digest')];
  if (!tagged || !pinned) return [];
  const tag = editsAt(tagged, occurrence, { from: from.slice(0, -digest.length), to }, files);
  const emptied = editsAt(pinned, occurrence, { from: digest.slice(1), to: 'x' }, files).map((one) => ({
    ...one,
    edits: one.edits.map((edit) => ({
      ...edit,
      text: edit.text === 'x' && !isQuoted(files, one.file, edit) ? '""' : '',
      becomes: '',
    })),
  }));
  return tag.length > 0 && emptied.length > 0 ? [...tag, ...emptied] : [];
}

function isQuoted(files: SourceFiles, file: string, { start }: FoundEdit): boolean {
  return /["']/.test(files.readText(file)?.charAt(start - 1) ?? '');
}

/** What the configuration gives to a chart with `set` goes before every values file. */
function editsOfSettings(rewriting: Rewriting, { configuration, files }: Look): readonly FileEdits[] {
  const set = configuration.sources.flatMap((source) => (source.kind === 'helm' ? source.set : []));
  const text = files.readText(configuration.file) ?? '';
  for (const [index, line] of text.split('\n').entries()) {
    if (!set.some((entry) => line.includes(entry))) continue;
    const found = lineOf(text, index + 1);
    const edits = found ? editsOfLine(found, rewriting) : [];
    if (edits.length > 0) return [{ file: configuration.file, edits }];
  }
  return [];
}

function reasonFor({ file, line }: Place, { declared, decidedBy = [] }: Occurrence, files: SourceFiles): string {
  if (decidedBy.some(({ entry }) => entry !== undefined) || /\.(?:tgz|tar\.gz)(?:$|[/!])/.test(file))
    return 'it stands in a packed chart';
  if (files.kindOf(file) !== 'file') return 'it stands outside of this tree';
  return `line ${line} does not hold what would have to change in ${declared}; a tool puts it together from elsewhere`;
}

function byFile(edits: readonly FileEdits[]): readonly FileEdits[] {
  const files = new Map<string, FoundEdit[]>();
  for (const one of edits) files.set(one.file, [...(files.get(one.file) ?? []), ...one.edits]);
  return [...files].map(([file, all]) => ({ file, edits: all }));
}

/** Images that are decided by the very piece of text that is edited. */
function sharedTexts(
  inventory: Inventory,
  image: DeclaredImage,
  way: readonly FileEdits[],
  files: SourceFiles,
): readonly SharedText[] {
  const edited = new Map(way.map(({ file, edits }) => [file, edits]));
  const shared = new Map<string, SharedText>();
  for (const other of inventory.images.filter(({ reference }) => reference !== image.reference)) {
    for (const occurrence of other.occurrences) {
      for (const place of placesOf(occurrence)) {
        const edits = edited.get(place.file);
        const line = edits && lineOf(files.readText(place.file) ?? '', place.line);
        if (!line || !edits.some((edit) => decides(line, edit, occurrence.declared))) continue;
        const key = `${place.file}:${place.line}`;
        const images = new Set([...(shared.get(key)?.images ?? []), other.reference]);
        shared.set(key, { ...place, images: [...images] });
      }
    }
  }
  return [...shared.values()];
}

/** Whether the piece that is edited is what another image's version is made from. */
function decides(line: { readonly start: number; readonly text: string }, edit: FoundEdit, declared: string): boolean {
  const isHere = edit.start >= line.start && edit.end <= line.start + line.text.length;
  return isHere && edit.was !== '' && declared.endsWith(edit.was);
}
