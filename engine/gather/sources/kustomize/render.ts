import type { Gap } from '../../../model/reading.ts';
import { lineHolding } from '../locate-text.ts';
import type { FailedRendering, RenderedStream, Renderer, SourceFiles } from '../ports.ts';
import { copyWithVendored } from './copy-with-vendored.ts';
import { type Kustomization, type KustomizationGraph, kustomizationsUnder } from './graph.ts';
import { vendorAddress } from './vendor.ts';
import { findBroken, withoutBroken } from './without-broken.ts';

const unit = 'gather/sources/kustomize';

/** Fields of a kustomization that do nothing but list what it is made of. */
const listing = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'sortOptions', 'buildMetadata']);

/** What could be rendered, and what could not. */
export interface RenderedGraph {
  readonly streams: readonly RenderedStream[];
  readonly gaps: readonly Gap[];
}

/**
 * Renders a root; where that fails, without the entries that are to blame. Where that fails too and the root merely lists others, each of those is rendered by itself, so that one broken base
 * does not hide the rest; the failure stays a gap.
 *
 * gaps    base-remote for each base that lies elsewhere and has no copy; render-failed with the tool's words for the root, and again for each part that fails by itself; tool-missing
 */
export async function renderGraph(
  graph: KustomizationGraph,
  world: { readonly renderer: Renderer; readonly files: SourceFiles },
  signal?: AbortSignal,
): Promise<RenderedGraph> {
  const pending = [graph.root];
  const seen = new Set<string>();
  const streams: RenderedStream[] = [];
  const gaps: Gap[] = [...graph.kustomizations.values()].flatMap((each) => remoteGaps(each, graph.root));
  for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const kustomization = graph.kustomizations.get(folder);
    const result = await renderFolder(graph, folder, world, signal);
    if (result.kind === 'rendered') {
      streams.push(result);
      gaps.push(...(result.without ?? []));
    } else if (result.code !== 'base-remote') gaps.push(toGap(result, folder));
    const isOver = result.kind === 'rendered' || (result.code !== 'render-failed' && result.code !== 'base-remote');
    if (isOver || !kustomization || !merelyLists(kustomization)) continue;
    pending.push(...kustomization.bases);
    streams.push(...kustomization.resources.map((file) => asStream(file, world.files)));
  }
  return { streams, gaps };
}

/** A stream, and what it was rendered without. */
interface RenderedFolder extends RenderedStream {
  readonly without?: readonly Gap[];
}

/** Nothing is fetched: what builds on a base that lies elsewhere is not given to the tool, which would. */
async function renderFolder(
  graph: KustomizationGraph,
  folder: string,
  { renderer, files }: { readonly renderer: Renderer; readonly files: SourceFiles },
  signal?: AbortSignal,
): Promise<RenderedFolder | FailedRendering | { readonly kind: 'failed'; readonly code: 'base-remote' }> {
  const under = kustomizationsUnder(graph, folder);
  if (under.some(({ remotes }) => remotes.length > 0)) return { kind: 'failed', code: 'base-remote' };
  const copy = under.some(({ vendored }) => vendored.size > 0) ? copyWithVendored(graph, under, files) : undefined;
  const rootFields = rootFieldsOf(graph.kustomizations.get(folder));
  const request = { folder, rootFields, ...(signal && { signal }) };
  const result = await renderer.kustomize({ ...request, ...(copy && { copy }) });
  const broken = result.kind === 'failed' && result.code === 'render-failed' ? findBroken(graph, folder, files) : [];
  if (broken.length === 0) return result;
  const whole = copy ?? copyWithVendored(graph, under, files);
  const again = await renderer.kustomize({ ...request, copy: withoutBroken(whole, broken) });
  return again.kind === 'rendered' ? { ...again, without: broken.map(({ gap }) => gap) } : result;
}

function remoteGaps({ file, text, remotes }: Kustomization, root: string): readonly Gap[] {
  return remotes.map((entry) => {
    const line = lineHolding(text, entry);
    const advice = `put a copy into this tree and name it: \`vendor: { "${vendorAddress(entry)}": FOLDER }\``;
    const detail = `${entry} lies elsewhere and is not fetched, so what ${root === '.' ? 'this kustomization' : root} builds on it was not rendered; ${advice}`;
    return { code: 'base-remote', unit, path: file, ...(line !== undefined && { line }), detail };
  });
}

/** Whether a kustomization changes nothing of what it lists. */
function merelyLists({ value }: Kustomization): boolean {
  return Object.keys(value).every((key) => listing.has(key));
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
