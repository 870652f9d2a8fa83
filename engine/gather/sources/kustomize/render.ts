import type { Gap } from '../../../model/reading.ts';
import { lineHolding } from '../locate-text.ts';
import type { FailedRendering, RenderedStream, Renderer, SourceFiles } from '../ports.ts';
import { copyWithVendored } from './copy-with-vendored.ts';
import { type Kustomization, type KustomizationGraph, kustomizationsUnder, pathIn, stringsOf } from './graph.ts';
import { kustomizationFields } from './kustomization-fields.ts';
import { vendorAddress } from './vendor.ts';
import { type BrokenPart, findBroken, listedIn, withoutBroken } from './without-broken.ts';

const unit = 'gather/sources/kustomize';

/** Fields of a kustomization that do nothing but list what it is made of. */
const listing = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'sortOptions', 'buildMetadata']);

/** Fields that change whatever is there, and want nothing of it. */
const undemanding = new Set(['images', 'namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'commonAnnotations', 'labels']);

/** What could be rendered, and what could not. */
export interface RenderedGraph {
  readonly streams: readonly RenderedStream[];
  readonly gaps: readonly Gap[];
}

interface Rendering {
  readonly graph: KustomizationGraph;
  readonly renderer: Renderer;
  readonly files: SourceFiles;
  readonly signal?: AbortSignal;
  /** Folders that were tried by themselves. */
  readonly tried: Set<string>;
}

interface RenderedPart extends RenderedGraph {
  /** False where it could only be rendered in pieces, if at all. */
  readonly isWhole: boolean;
  /** Set where pieces would fail likewise. */
  readonly isOver?: boolean;
}

/**
 * Renders a root; where that fails, without the entries that are to blame. Where that fails too, each base is rendered by itself, so that one broken base
 * does not hide the rest, and then the root without those that fail; where nothing else is left, sources are read as they stand; the failure stays a gap.
 *
 * gaps    base-remote for each base that lies elsewhere and has no copy; yaml-unreadable for what of a kustomization cannot be read; render-failed with the tool's words for the root, and again for each part that fails by itself; tool-missing
 */
export async function renderGraph(
  graph: KustomizationGraph,
  world: { readonly renderer: Renderer; readonly files: SourceFiles },
  signal?: AbortSignal,
): Promise<RenderedGraph> {
  const { renderer, files } = world;
  const { streams, gaps } = await renderPart(graph.root, {
    graph,
    renderer,
    files,
    ...(signal && { signal }),
    tried: new Set(),
  });
  const stated = [...graph.kustomizations.values()].flatMap((each) => [...faultGaps(each), ...remoteGaps(each, graph.root)]);
  const all = new Map([...stated, ...gaps].map((gap) => [JSON.stringify(gap), gap]));
  return { streams, gaps: [...all.values()] };
}

async function renderPart(folder: string, rendering: Rendering): Promise<RenderedPart> {
  if (rendering.tried.has(folder)) return { streams: [], gaps: [], isWhole: false };
  rendering.tried.add(folder);
  const part = await renderFolder(folder, rendering);
  const owner = rendering.graph.kustomizations.get(folder);
  return part.isWhole || part.isOver || !owner ? part : renderBases(owner, part.gaps, rendering);
}

/** What a kustomization lists, each by itself; where it changes what it lists, it is rendered without the bases that fail. */
async function renderBases(owner: Kustomization, gaps: readonly Gap[], rendering: Rendering): Promise<RenderedPart> {
  const parts: (RenderedPart & { readonly path: string })[] = [];
  for (const path of basesOf(owner)) parts.push({ path, ...(await renderPart(path, rendering)) });
  const inPieces = parts.filter(({ isWhole }) => !isWhole);
  const changes = !Object.keys(owner.value).every(isListing);
  const rest = changes ? await renderRest(owner, new Set(inPieces.map(({ path }) => path)), rendering) : undefined;
  const own = rest ?? asItStands(owner, changes && owner.resources.length + parts.length > 0, rendering.files);
  const all = [own, ...(rest ? inPieces : parts)];
  return {
    streams: all.flatMap(({ streams }) => streams),
    gaps: [...gaps, ...parts.flatMap((part) => part.gaps), ...own.gaps],
    isWhole: false,
  };
}

/** Components are none: they cannot be rendered by themselves. */
function basesOf({ folder, vendored, value, bases }: Kustomization): readonly string[] {
  const listed = [...stringsOf(value.resources), ...stringsOf(value.bases)].map((entry) => pathIn({ folder, vendored }, entry));
  return bases.filter((base) => listed.includes(base));
}

function asItStands({ file, resources }: Kustomization, changes: boolean, files: SourceFiles): RenderedGraph {
  const detail = 'what is listed here was read as it stands, without what is changed here';
  const gaps = changes ? [{ code: 'render-failed', unit, path: file, line: 1, detail }] : [];
  return { streams: resources.map((resource) => asStream(resource, files)), gaps };
}

function isListing(field: string): boolean {
  return listing.has(field);
}

/** What is left of a kustomization without some bases; where it cannot be rendered so, without what wants something of them. */
async function renderRest(
  owner: Kustomization,
  bases: ReadonlySet<string>,
  rendering: Rendering,
): Promise<RenderedGraph | undefined> {
  const listed = listedIn(owner).filter(({ field, path }) => isListing(field) && bases.has(path));
  const without = listed.map(({ from, to }) => ({ owner, from, to }));
  if (without.length < bases.size) return undefined;
  const rest = without.length > 0 ? await renderFolder(owner.folder, rendering, without) : undefined;
  if (rest?.isWhole) return rest;
  const demanding = kustomizationFields(owner.text).filter(({ name }) => !listing.has(name) && !undemanding.has(name));
  const fields = demanding.map(({ name, from, to }) => ({ owner, from, to, gap: leftOut(owner, name, from + 1) }));
  const plain = await renderFolder(owner.folder, rendering, [...without, ...fields]);
  return plain.isWhole ? plain : undefined;
}

function leftOut({ file }: Kustomization, name: string, line: number): Gap {
  const detail = `nothing can be rendered with \`${name}\`; the rest was rendered without it`;
  return { code: 'render-failed', unit, path: file, line, detail };
}

/** Nothing is fetched: what builds on a base that lies elsewhere is only given to the tool, which would, without it. */
async function renderFolder(
  folder: string,
  { graph, renderer, files, signal }: Rendering,
  without: readonly BrokenPart[] = [],
): Promise<RenderedPart> {
  const under = kustomizationsUnder(graph, folder);
  const remotes = under.flatMap((one) => one.remotes);
  const isRewritten = under.some(({ vendored, faults }) => vendored.size > 0 || faults.length > 0);
  const request = { folder, rootFields: rootFieldsOf(graph.kustomizations.get(folder)), ...(signal && { signal }) };
  const asItIs = () => renderer.kustomize({ ...request, ...(isRewritten && { copy: copyWithVendored(graph, under, files) }) });
  const first = remotes.length === 0 && without.length === 0 ? await asItIs() : undefined;
  if (first && (first.kind === 'rendered' || first.code !== 'render-failed')) return toPart(first, folder, []);
  const broken = [...findBroken(graph, folder, files), ...without];
  const gaps = broken.flatMap(({ gap }) => gap ?? []);
  if (broken.filter(({ isRemote }) => isRemote).length < remotes.length) return { streams: [], gaps, isWhole: false };
  if (first && broken.length === 0) return toPart(first, folder, []);
  const copy = withoutBroken(copyWithVendored(graph, under, files), broken);
  return toPart(await renderer.kustomize({ ...request, copy }), folder, gaps);
}

function toPart(result: RenderedStream | FailedRendering, folder: string, gaps: readonly Gap[]): RenderedPart {
  if (result.kind === 'rendered') return { streams: [result], gaps, isWhole: true };
  return { streams: [], gaps: [...gaps, toGap(result, folder)], isWhole: false, isOver: result.code !== 'render-failed' };
}

function faultGaps({ file, faults }: Kustomization): readonly Gap[] {
  return faults.map(({ line, message }) => ({ code: 'yaml-unreadable', unit, path: file, line, detail: message }));
}

function remoteGaps({ file, text, remotes }: Kustomization, root: string): readonly Gap[] {
  return remotes.map((entry) => {
    const line = lineHolding(text, entry);
    const advice = `put a copy into this tree and name it: \`vendor: { "${vendorAddress(entry)}": FOLDER }\``;
    const detail = `${entry} lies elsewhere and is not fetched, so what ${root === '.' ? 'this kustomization' : root} builds on it was not rendered; ${advice}`;
    return { code: 'base-remote', unit, path: file, ...(line !== undefined && { line }), detail };
  });
}

function rootFieldsOf(kustomization: Kustomization | undefined): Readonly<Record<string, unknown>> {
  const { buildMetadata, sortOptions } = kustomization?.value ?? {};
  const metadata = Array.isArray(buildMetadata) ? buildMetadata : [];
  return {
    buildMetadata: [...new Set([...metadata, 'originAnnotations'])],
    ...(sortOptions !== undefined && { sortOptions }),
  };
}

function asStream(file: string, files: SourceFiles): RenderedStream {
  return { kind: 'rendered', bytes: Buffer.from(files.readText(file) ?? ''), toSourcePath: (path) => path, file };
}

function toGap({ code, detail }: FailedRendering, folder: string): Gap {
  return { code, unit, path: folder, detail: code === 'tool-missing' ? detail : `${folder} could not be rendered: ${detail}` };
}
