import type { Gap } from '../../../model/reading.ts';
import type { FailedRendering, RenderedStream, Renderer, SourceFiles } from '../ports.ts';
import type { Kustomization, KustomizationGraph } from './graph.ts';

const unit = 'gather/sources/kustomize';

/** Fields of a kustomization that do nothing but list what it is made of. */
const listing = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'sortOptions', 'buildMetadata']);

/** What could be rendered, and what could not. */
export interface RenderedGraph {
  readonly streams: readonly RenderedStream[];
  readonly gaps: readonly Gap[];
}

/**
 * Renders a root. Where that fails and the root merely lists others, each of those is rendered by itself, so that one broken base
 * does not hide the rest; the failure stays a gap.
 *
 * gaps    render-failed with the tool's words for the root, and again for each part that fails by itself; tool-missing
 */
export async function renderGraph(
  graph: KustomizationGraph,
  world: { readonly renderer: Renderer; readonly files: SourceFiles },
  signal?: AbortSignal,
): Promise<RenderedGraph> {
  const pending = [graph.root];
  const seen = new Set<string>();
  const streams: RenderedStream[] = [];
  const gaps: Gap[] = [];
  for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const kustomization = graph.kustomizations.get(folder);
    const result = await world.renderer.kustomize({ folder, rootFields: rootFieldsOf(kustomization), ...(signal && { signal }) });
    if (result.kind === 'rendered') streams.push(result);
    else gaps.push(toGap(result, folder));
    if (result.kind === 'rendered' || result.code !== 'render-failed' || !kustomization || !merelyLists(kustomization)) continue;
    pending.push(...kustomization.bases);
    streams.push(...kustomization.resources.map((file) => asStream(file, world.files)));
  }
  return { streams, gaps };
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
  return { kind: 'rendered', text: files.readText(file) ?? '', toSourcePath: (path) => path, file };
}

function toGap({ code, detail }: FailedRendering, folder: string): Gap {
  return { code, unit, path: folder, detail: code === 'tool-missing' ? detail : `${folder} could not be rendered: ${detail}` };
}
