import { createHash } from 'node:crypto';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Resource } from '../../../model/resource.ts';
import { findDocument, firstLine } from '../find-document.ts';
import { isWhole, type KubernetesObject, readRenderedObjects } from '../kubernetes-objects.ts';
import { keepTexts, type SourceTexts } from '../locate-text.ts';
import type { RenderedStream, RenderingTool, SourceFiles, SourceWorld } from '../ports.ts';
import type { SourceReading, SourceUnit } from '../source.ts';
import type { KustomizeSource } from '../source-spec.ts';
import { collectGraph, type KustomizationGraph } from './graph.ts';
import { graphLocator } from './locate.ts';
import { readOrigin, withoutOrigin } from './origin.ts';
import { createGraphPlacing, type PlaceInGraph } from './place-in-graph.ts';
import { renderGraph } from './render.ts';

const unit = 'gather/sources/kustomize';

/** Part of every key: raise it whenever the same rendering is read differently. */
const readerVersion = '3';

/**
 * Kustomizations, rendered by the real tool, with the source file of each resource from kustomize's own origin annotations.
 *
 * out     every resource that `kustomize build` gives, without the annotation; order is the tool's
 * gaps    source-missing, kustomization-missing, base-remote: a base that lies elsewhere and has no copy in `vendor`; tool-missing,
 *         render-failed, render-timed-out, render-too-large, yaml-unreadable
 * cost    the tool's; with unchanged inputs, reading and hashing them
 * source  https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/buildmetadata/
 */
export const kustomize = Object.freeze<SourceUnit<'kustomize'>>({
  id: 'kustomize',
  about: {
    title: 'Kustomizations',
    source: 'https://kubectl.docs.kubernetes.io/references/kustomize/',
    reads: [
      'what `kustomize build` renders of a folder, with bases, components, patches and generators; remote bases from their copies',
    ],
    limits: [
      'remote bases without a copy in `vendor`: nothing is fetched, they are gaps',
      'plugins that run programs, and `helmCharts`: kustomize refuses them unless it is told otherwise',
    ],
  },
  read,
  findKey,
  locator: (spec, files) => graphLocator(spec, files),
});

async function read(spec: KustomizeSource, world: SourceWorld, signal?: AbortSignal): Promise<SourceReading> {
  const missing = findMissing(spec.at, world.files);
  if (missing) return { resources: [], occurrences: [], charts: [], gaps: [missing] };
  const graph = collectGraph(spec.at, world.files, spec.vendor);
  const key = await findKey(spec, world);
  const kept = key && ((await world.cache.find(key)) as Reading<RenderedResource> | undefined);
  const reading = kept || (await render(graph, world, signal));
  if (key && !kept && isWhole(reading.gaps)) await world.cache.keep(key, reading);
  const texts = keepTexts(world.files);
  const place = createGraphPlacing(graph, texts);
  return {
    resources: reading.items.map((item) => toResource(item, spec, { texts, place })),
    occurrences: [],
    charts: [],
    gaps: reading.gaps,
    ...(key && isWhole(reading.gaps) && { key }),
  };
}

async function findKey({ at, vendor }: KustomizeSource, { renderer, files }: SourceWorld): Promise<string | undefined> {
  const tool = await renderer.identify('kustomize');
  return tool && keyOf(collectGraph(at, files, vendor), tool, files);
}

function findMissing(at: string, files: SourceFiles): Gap | undefined {
  if (files.kindOf(at) === undefined)
    return {
      code: 'source-missing',
      unit,
      path: at,
      detail: `the folder ${at} does not exist; correct \`sources\` or restore it`,
    };
  const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
  if (names.some((name) => files.kindOf(`${at}/${name}`) === 'file')) return undefined;
  return { code: 'kustomization-missing', unit, path: at, detail: `${at} holds no kustomization file` };
}

/** Undefined where the files alone do not decide what is rendered. */
function keyOf(graph: KustomizationGraph, tool: RenderingTool, files: SourceFiles): string | undefined {
  if (graph.outside.length > 0) return undefined;
  const inputs = inputsOf.get(graph) ?? digestInputs(graph, files);
  inputsOf.set(graph, inputs);
  return createHash('sha256')
    .update(`kustomize ${readerVersion} ${tool.name} ${tool.version}\n${graph.root}\n${inputs}`)
    .digest('hex');
}

/** Asked for before and while reading; a graph is one state of the tree. */
const inputsOf = new WeakMap<KustomizationGraph, string>();

function digestInputs(graph: KustomizationGraph, files: SourceFiles): string {
  const read = [...graph.files].sort().map((file) => `${file}\0${files.digestOf(file)}\n`);
  const absent = [...graph.absent].sort().map((path) => `${path}\0absent\n`);
  return createHash('sha256')
    .update([...read, ...absent].join(''))
    .digest('hex');
}

/** What is known of a resource from the rendering alone. */
type RenderedResource = Pick<Resource, 'identity' | 'value' | 'file'>;

async function render(graph: KustomizationGraph, world: SourceWorld, signal?: AbortSignal): Promise<Reading<RenderedResource>> {
  const { streams, gaps } = await renderGraph(graph, world, signal);
  const items: RenderedResource[] = [];
  const found: Gap[] = [...gaps];
  for (const stream of streams) {
    const objects = readRenderedObjects(stream.bytes, { unit, path: graph.root });
    found.push(...objects.gaps);
    for (const object of objects.items) items.push(withFile(object, stream, graph));
  }
  return { items, gaps: found };
}

function withFile({ identity, value }: KubernetesObject, stream: RenderedStream, graph: KustomizationGraph): RenderedResource {
  const origin = readOrigin(value);
  const stated = origin && !origin.repo ? (origin.path ?? origin.configuredIn) : undefined;
  const rootFile = graph.kustomizations.get(graph.root)?.file ?? graph.root;
  const file = stated === undefined ? (stream.file ?? rootFile) : stream.toSourcePath(stated);
  return { identity, value: withoutOrigin(value), file };
}

/** Its lines are only looked up when somebody asks: definitions alone are megabytes of sources. */
function toResource(
  rendered: RenderedResource,
  { at, component }: KustomizeSource,
  { texts, place }: { readonly texts: SourceTexts; readonly place: PlaceInGraph },
): Resource {
  const { identity, value, file } = rendered;
  return {
    identity,
    value,
    source: `kustomize:${at}`,
    ...(component !== undefined && { component }),
    file,
    get line() {
      return lineIn(texts, file, rendered) ?? 1;
    },
    get places() {
      return place(rendered);
    },
    hook: false,
  };
}

/** The line where a resource's document begins; where its generator stands for a generated one. */
function lineIn(texts: SourceTexts, file: string, { identity }: RenderedResource): number | undefined {
  const document = findDocument(texts.documentsOf(file), identity);
  return document && document.kind !== 'Kustomization'
    ? firstLine(document)
    : generatorLine(texts.read(file) ?? '', identity.name);
}

function generatorLine(text: string, name: string): number | undefined {
  const names = text.split('\n').map((line) => /^[\s-]*name:[ \t]*["']?([\w.-]+)/.exec(line)?.[1] ?? '');
  const index = names.findIndex((stated) => stated !== '' && name.includes(stated));
  return index < 0 ? undefined : index + 1;
}
