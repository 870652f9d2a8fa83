import { posix } from 'node:path/posix';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { SourceFiles } from '../ports.ts';

/** One kustomization file with what it names. Paths are relative to the configuration's folder. */
export interface Kustomization {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
  /** Folders of the kustomizations that it builds on. */
  readonly bases: readonly string[];
  /** Resource files. */
  readonly resources: readonly string[];
  /** Files that patch, and texts that patch in the kustomization itself are in `value`. */
  readonly patches: readonly string[];
  /** Files that generators read. */
  readonly inputs: readonly string[];
}

/** Everything that rendering a root reads, as far as kustomize's own fields say it. */
export interface KustomizationGraph {
  readonly root: string;
  /** By folder, in breadth-first order from the root. */
  readonly kustomizations: ReadonlyMap<string, Kustomization>;
  /** Every file that is read. */
  readonly files: ReadonlySet<string>;
  /** Every place that is looked at and holds nothing; a new file there would change the result. */
  readonly absent: ReadonlySet<string>;
  /** What is fetched from elsewhere, or run: with any of it, the files alone do not decide the result. */
  readonly outside: readonly string[];
}

/** The names that kustomize looks for, in its order. */
const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const remote = /:\/\/|^git@|^git::|^[\w.-]+\.[a-z]{2,}[/:]|\?ref=/;

/**
 * Follows a kustomization to everything that it reads. Loops end where they close; the tool itself complains about them.
 *
 * in      folder of the root
 * cost    one parse for each kustomization file; other files are only looked at
 */
export function collectGraph(root: string, files: SourceFiles): KustomizationGraph {
  const known = graphs.get(files) ?? new Map<string, KustomizationGraph>();
  graphs.set(files, known);
  const graph = known.get(root) ?? followAll(root, files);
  known.set(root, graph);
  return graph;
}

/** Reading and locating look at one state of the tree: what a SourceFiles showed once is followed once. */
const graphs = new WeakMap<SourceFiles, Map<string, KustomizationGraph>>();

function followAll(root: string, files: SourceFiles): KustomizationGraph {
  const trace: Trace = { files, kinds: new Map(), read: new Set(), absent: new Set(), outside: [] };
  const kustomizations = new Map<string, Kustomization>();
  const queue = [posix.normalize(root)];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const found = kustomizations.has(folder) ? undefined : readKustomization(folder, trace);
    if (!found) continue;
    kustomizations.set(folder, found);
    queue.push(...found.bases);
  }
  return { root: posix.normalize(root), kustomizations, files: trace.read, absent: trace.absent, outside: trace.outside };
}

/** What was looked at so far. */
interface Trace {
  readonly files: SourceFiles;
  readonly kinds: Map<string, 'file' | 'folder' | undefined>;
  readonly read: Set<string>;
  readonly absent: Set<string>;
  readonly outside: string[];
}

function readKustomization(folder: string, trace: Trace): Kustomization | undefined {
  const [file] = fileNames.map((name) => posix.join(folder, name)).filter((path) => look(path, trace) === 'file');
  const text = file === undefined ? undefined : trace.files.readText(file);
  const value = text === undefined ? undefined : parseYaml(text).value;
  if (file === undefined || text === undefined || !isObject(value)) return undefined;
  const named = resolveAll(
    folder,
    ['resources', 'bases', 'components'].flatMap((key) => stringsOf(value[key])),
    trace,
  );
  const patches = resolveAll(folder, patchFiles(value), trace);
  const inputs = resolveAll(folder, generatorFiles(value), trace);
  for (const path of resolveAll(folder, otherFiles(value), trace)) lookInside(path, trace);
  if (value.helmCharts || value.helmChartInflationGenerator) trace.outside.push(`${file}: helmCharts`);
  const bases = named.filter((path) => look(path, trace) === 'folder');
  return { folder, file, text, value, bases, resources: named.filter((path) => !bases.includes(path)), patches, inputs };
}

function resolveAll(folder: string, entries: readonly string[], trace: Trace): readonly string[] {
  return entries.flatMap((entry) => {
    const path = posix.normalize(posix.isAbsolute(entry) ? entry : posix.join(folder, entry)).replace(/(.)\/$/, '$1');
    const kind = look(path, trace);
    if (kind === undefined && remote.test(entry)) trace.outside.push(entry);
    return kind ? [path] : [];
  });
}

/** Generators and transformers may stand in folders of their own, which any of their files decide. */
function lookInside(path: string, trace: Trace): void {
  for (const name of trace.files.list(path)) look(posix.join(path, name), trace);
}

function look(path: string, trace: Trace): 'file' | 'folder' | undefined {
  if (trace.kinds.has(path)) return trace.kinds.get(path);
  const kind = trace.files.kindOf(path);
  trace.kinds.set(path, kind);
  if (kind === 'file') trace.read.add(path);
  if (kind === undefined) trace.absent.add(path);
  return kind;
}

function patchFiles(value: JsonObject): readonly string[] {
  const inlineOrPath = stringsOf(value.patchesStrategicMerge).filter((entry) => !entry.includes('\n'));
  const paths = [...objectsOf(value.patches), ...objectsOf(value.patchesJson6902)].map(({ path }) => path);
  return [...inlineOrPath, ...paths.filter((path) => typeof path === 'string')];
}

function generatorFiles(value: JsonObject): readonly string[] {
  return [...objectsOf(value.configMapGenerator), ...objectsOf(value.secretGenerator)].flatMap((generator) => [
    ...stringsOf(generator.files).map((entry) => entry.slice(entry.indexOf('=') + 1)),
    ...stringsOf(generator.envs),
    ...(typeof generator.env === 'string' ? [generator.env] : []),
  ]);
}

function otherFiles(value: JsonObject): readonly string[] {
  const lists = ['crds', 'configurations', 'transformers', 'generators', 'validators'].flatMap((key) => stringsOf(value[key]));
  const replacements = objectsOf(value.replacements).map(({ path }) => path);
  const openapi = isObject(value.openapi) ? value.openapi.path : undefined;
  return [...lists.filter((entry) => !entry.includes('\n')), ...replacements, openapi].filter(
    (entry) => typeof entry === 'string',
  );
}

/** The strings of a list; of anything else none. */
export function stringsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The objects of a list; of anything else none. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The kustomizations that a file reaches the root through, the root's first: those that may change what the file declares.
 */
export function kustomizationsOver(graph: KustomizationGraph, file: string): readonly Kustomization[] {
  const holding = new Set<Kustomization>();
  const all = [...graph.kustomizations.values()];
  const holds = (one: Kustomization): boolean =>
    one.file === file ||
    one.resources.includes(file) ||
    one.bases.some((base) => holding.has(graph.kustomizations.get(base) as Kustomization));
  for (let before = -1; before < holding.size; ) {
    before = holding.size;
    for (const one of all.toReversed()) if (!holding.has(one) && holds(one)) holding.add(one);
  }
  return all.filter((one) => holding.has(one));
}
