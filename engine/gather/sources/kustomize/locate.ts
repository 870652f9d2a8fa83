import { parseEvidencePath } from '../../../formats/json/parse-evidence-path.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import { locateParts, splitReference } from '../locate-parts.ts';
import { keepTexts, lineHolding, locateAtPath, locateInFile, type SourceTexts } from '../locate-text.ts';
import type { SourceFiles } from '../ports.ts';
import type { Locate, SourcePlace } from '../source.ts';
import type { KustomizeSource } from '../source-spec.ts';
import { collectGraph, type Kustomization, type KustomizationGraph, kustomizationsOver, objectsOf, stringsOf } from './graph.ts';

/** One text to find, in the resource that holds it. */
interface Wanted {
  readonly text: string;
  readonly path: string;
  readonly from: Resource;
}

/**
 * Finds what decides an image in a rendered kustomization: in the order in which kustomize lets them win, an `images:` entry, a patch, a
 * generator's input, the resource's own file; then any file of the graph that holds the text, which is where variables come from.
 */
export function graphLocator({ at, vendor }: KustomizeSource, files: SourceFiles): Locate {
  let graph: KustomizationGraph | undefined;
  const texts = keepTexts(files);
  const overFiles = new Map<string, readonly Kustomization[]>();
  return (sighting) => {
    graph ??= collectGraph(at, files, vendor);
    const searched: SearchedGraph = { graph, texts, overFiles };
    return locateParts(sighting, (wanted) => findInGraph(searched, wanted));
  };
}

/** Where to look. */
interface SearchedGraph {
  readonly graph: KustomizationGraph;
  readonly texts: SourceTexts;
  /** The kustomizations that a file reaches the root through, as far as they were asked for. */
  readonly overFiles: Map<string, readonly Kustomization[]>;
}

function findInGraph({ graph, texts, overFiles }: SearchedGraph, wanted: Wanted): SourcePlace | undefined {
  const { file } = wanted.from;
  const over = overFiles.get(file) ?? kustomizationsOver(graph, file);
  overFiles.set(file, over);
  const rewritten = findImagesEntry(over, texts, wanted);
  return (
    rewritten ??
    findInPatches(over, texts, wanted) ??
    findInGenerators(over, texts, wanted) ??
    findInOwnFile(texts, wanted) ??
    findAnywhere(graph, texts, wanted)
  );
}

/** The `newTag` or `digest` of the outermost `images:` entry that gives exactly this image; only whole strings are transformed. */
function findImagesEntry(over: readonly Kustomization[], texts: SourceTexts, { text, path }: Wanted): SourcePlace | undefined {
  if (parseEvidencePath(path).length > 1) return undefined;
  const image = splitReference(text);
  for (const { file, text: source, value } of over) {
    for (const [index, entry] of objectsOf(value.images).entries()) {
      const field = (entry.newName ?? entry.name) === image.name ? decidingField(entry, image) : undefined;
      const line = field && texts.placesIn(source).find(['images', index, field])?.line;
      if (line) return { file, line };
    }
  }
  return undefined;
}

function decidingField(entry: JsonObject, image: { tag?: string; digest?: string }): string | undefined {
  if (entry.digest !== undefined && entry.digest === image.digest) return 'digest';
  if (entry.newTag !== undefined && scalarText(entry.newTag) === image.tag) return 'newTag';
  return entry.newTag === undefined && entry.digest === undefined && entry.newName !== undefined ? 'newName' : undefined;
}

function findInPatches(over: readonly Kustomization[], texts: SourceTexts, wanted: Wanted): SourcePlace | undefined {
  const { text, path } = wanted;
  const { identity } = wanted.from;
  for (const kustomization of over) {
    for (const file of kustomization.patches) {
      const line = locateInFile(texts, file, { text, path, identity }) ?? operationLine(texts, file, text);
      if (line) return { file, line };
    }
    const inline = inlinePatches(kustomization).some((patch) => lineHolding(patch, text) !== undefined);
    const line = inline ? lineHolding(kustomization.text, text) : undefined;
    if (line) return { file: kustomization.file, line };
  }
  return undefined;
}

/** JSON patches (RFC 6902) are lists of operations that name no resource. */
function operationLine(texts: SourceTexts, file: string, text: string): number | undefined {
  const source = texts.read(file) ?? '';
  return /^[\s[]*-?\s*[{"']?\s*["']?op["']?\s*:/m.test(source) ? lineHolding(source, text) : undefined;
}

function inlinePatches({ value }: Kustomization): readonly string[] {
  const patches = [...objectsOf(value.patches), ...objectsOf(value.patchesJson6902)].map(({ patch }) => patch);
  return [...patches.filter((patch) => typeof patch === 'string'), ...stringsOf(value.patchesStrategicMerge)];
}

/** A value of a ConfigMap or Secret: a literal in the kustomization, or a file of its own. */
function findInGenerators(over: readonly Kustomization[], texts: SourceTexts, wanted: Wanted): SourcePlace | undefined {
  const [[field, key] = [], ...nested] = parseEvidencePath(wanted.path);
  if ((field !== 'data' && field !== 'stringData') || typeof key !== 'string') return undefined;
  for (const kustomization of over) {
    const { value } = kustomization;
    for (const generator of [...objectsOf(value.configMapGenerator), ...objectsOf(value.secretGenerator)]) {
      if (!wanted.from.identity.name.includes(scalarText(generator.name ?? ''))) continue;
      const place = findInput(kustomization, generator, { texts, key, nested, text: wanted.text });
      if (place) return place;
    }
  }
  return undefined;
}

interface WantedInput {
  readonly texts: SourceTexts;
  readonly key: string;
  readonly nested: readonly (readonly (string | number)[])[];
  readonly text: string;
}

function findInput(kustomization: Kustomization, generator: JsonObject, wanted: WantedInput): SourcePlace | undefined {
  const { texts, key, nested, text } = wanted;
  const literal = stringsOf(generator.literals).find((entry) => entry.startsWith(`${key}=`) && entry.includes(text));
  const literalLine = literal === undefined ? undefined : lineStating(kustomization.text, `${key}=`, text);
  if (literalLine) return { file: kustomization.file, line: literalLine };
  const entry = stringsOf(generator.files).find((one) =>
    one.includes('=') ? one.startsWith(`${key}=`) : one.split('/').at(-1) === key,
  );
  const named = entry?.slice(entry.indexOf('=') + 1).replace(/^\.\//, '');
  for (const file of kustomization.inputs) {
    const source = texts.read(file) ?? '';
    const isNamed = named !== undefined && file.endsWith(named.replace(/^(?:\.\.\/)+/, ''));
    const line = isNamed ? lineInDocument(texts, source, { nested, text }) : lineStating(source, `${key}=`, text);
    if (line) return { file, line };
  }
  return undefined;
}

function lineInDocument(
  texts: SourceTexts,
  source: string,
  { nested, text }: Pick<WantedInput, 'nested' | 'text'>,
): number | undefined {
  return (nested.length > 0 ? locateAtPath(texts, source, nested, text) : undefined) ?? lineHolding(source, text);
}

function lineStating(source: string, start: string, text: string): number | undefined {
  const index = source.split('\n').findIndex((line) => line.includes(start) && line.includes(text));
  return index < 0 ? undefined : index + 1;
}

function findInOwnFile(texts: SourceTexts, { text, path, from }: Wanted): SourcePlace | undefined {
  const line = locateInFile(texts, from.file, { text, path, identity: from.identity });
  return line === undefined ? undefined : { file: from.file, line };
}

/** Variables and replacements take their values from anywhere; only texts that can be nothing but a reference are looked for so widely. */
function findAnywhere(graph: KustomizationGraph, texts: SourceTexts, { text }: Wanted): SourcePlace | undefined {
  if (!/[:@/]/.test(text) || text.length < 6) return undefined;
  const kustomizations = [...graph.kustomizations.values()];
  const near = kustomizations.flatMap(({ file, inputs, patches }) => [...inputs, ...patches, file]);
  for (const file of new Set([...near, ...graph.files])) {
    const line = texts.holds(file, text) ? lineHolding(texts.read(file) ?? '', text) : undefined;
    if (line) return { file, line };
  }
  return undefined;
}
