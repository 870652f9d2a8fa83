import { posix } from 'node:path/posix';
import type { YamlFault } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { SourceFiles } from '../ports.ts';
import { mendKustomization } from './mend-kustomization.ts';
import { pluginFields, pluginPaths } from './plugin-paths.ts';
import { findVendored, isRemote, type VendorMap } from './vendor.ts';

/** One kustomization file with what it names. Paths are relative to the configuration's folder. */
export interface Kustomization {
  readonly folder: string;
  readonly file: string;
  /** Where the file is no YAML: what can be read of it, on the same lines. */
  readonly text: string;
  readonly value: JsonObject;
  /** What of the file cannot be read, or is passed over by the tool. */
  readonly faults: readonly YamlFault[];
  /** Folders of the kustomizations that it builds on. */
  readonly bases: readonly string[];
  /** Resource files. */
  readonly resources: readonly string[];
  /** Files that patch, and texts that patch in the kustomization itself are in `value`. */
  readonly patches: readonly string[];
  /** Files that generators read. */
  readonly inputs: readonly string[];
  /** Entries that lie elsewhere, with the path of the copy that stands for each. */
  readonly vendored: ReadonlyMap<string, string>;
  /** Entries that lie elsewhere and have no copy here. */
  readonly remotes: readonly string[];
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

/** Fields that list what a kustomization is made of; each may lead elsewhere. */
export const listingFields = ['resources', 'bases', 'components'] as const;

/**
 * Follows a kustomization to everything that it reads. Loops end where they close; the tool itself complains about them.
 *
 * in      folder of the root; where copies of remote bases lie
 * cost    one parse for each kustomization file; other files are only looked at
 */
export function collectGraph(root: string, files: SourceFiles, vendor: VendorMap = {}): KustomizationGraph {
  const known = graphs.get(files) ?? new Map<string, KustomizationGraph>();
  graphs.set(files, known);
  const name = JSON.stringify([root, vendor]);
  const graph = known.get(name) ?? followAll(root, files, vendor);
  known.set(name, graph);
  return graph;
}

/** Reading and locating look at one state of the tree: what a SourceFiles showed once is followed once. */
const graphs = new WeakMap<SourceFiles, Map<string, KustomizationGraph>>();

function followAll(root: string, files: SourceFiles, vendor: VendorMap): KustomizationGraph {
  const trace: Trace = { files, vendor, kinds: new Map(), read: new Set(), absent: new Set(), outside: [] };
  const kustomizations = new Map<string, Kustomization>();
  const queue: Visit[] = [{ folder: posix.normalize(root) }];
  for (let visit = queue.shift(); visit !== undefined; visit = queue.shift()) {
    const { folder, pluginsOf } = visit;
    const found = kustomizations.has(folder) ? undefined : readKustomization(folder, trace);
    if (!found) continue;
    kustomizations.set(folder, found);
    queue.push(...found.bases.map((base) => ({ ...visit, folder: base })));
    if (pluginsOf !== undefined) for (const file of found.resources) lookAtPlugin(trace.files.readText(file), pluginsOf, trace);
    queue.push(...followPlugins(found, trace).map((path) => ({ folder: path, pluginsOf: folder })));
  }
  return { root: posix.normalize(root), kustomizations, files: trace.read, absent: trace.absent, outside: trace.outside };
}

/** A kustomization to read. */
interface Visit {
  readonly folder: string;
  /** Set where its resources configure plugins: the kustomization that uses them. */
  readonly pluginsOf?: string;
}

/** What was looked at so far. */
interface Trace {
  readonly files: SourceFiles;
  readonly vendor: VendorMap;
  readonly kinds: Map<string, 'file' | 'folder' | undefined>;
  readonly read: Set<string>;
  readonly absent: Set<string>;
  readonly outside: string[];
}

function readKustomization(folder: string, trace: Trace): Kustomization | undefined {
  const [file] = fileNames.map((name) => posix.join(folder, name)).filter((path) => look(path, trace) === 'file');
  const stated = file === undefined ? undefined : trace.files.readText(file);
  if (file === undefined || stated === undefined) return undefined;
  const { text, value, faults } = mendKustomization(stated);
  const listed = listingFields.flatMap((key) => stringsOf(value[key]));
  const others = [...patchFiles(value), ...generatorFiles(value), ...otherFiles(value)];
  const { vendored, remotes } = findRemotes(folder, [...listed, ...others], trace);
  const resolve = (entries: readonly string[]) => resolveAll(folder, entries, vendored, trace);
  const [named, patches, inputs] = [resolve(listed), resolve(patchFiles(value)), resolve(generatorFiles(value))];
  for (const path of resolve(otherFiles(value))) lookInside(path, trace);
  if (value.helmCharts || value.helmChartInflationGenerator) trace.outside.push(`${file}: helmCharts`);
  const bases = named.filter((path) => look(path, trace) === 'folder');
  const resources = named.filter((path) => !bases.includes(path));
  return { folder, file, text, value, faults, bases, resources, patches, inputs, vendored, remotes };
}

/** Entries that are nothing here: those with a copy, and those without. */
function findRemotes(folder: string, entries: readonly string[], trace: Trace): Pick<Kustomization, 'vendored' | 'remotes'> {
  const elsewhere = entries.filter((entry) => isRemote(entry) && look(toPath(folder, entry), trace) === undefined);
  const copies = elsewhere.flatMap((entry): [string, string][] => {
    const path = findVendored(entry, trace.vendor);
    return path !== undefined && look(path, trace) !== undefined ? [[entry, path]] : [];
  });
  const vendored = new Map(copies);
  const remotes = elsewhere.filter((entry) => !vendored.has(entry));
  trace.outside.push(...remotes);
  return { vendored, remotes };
}

/** Paths of what is here, or has a copy here. */
function resolveAll(
  folder: string,
  entries: readonly string[],
  vendored: ReadonlyMap<string, string>,
  trace: Trace,
): readonly string[] {
  return entries.map((entry) => pathIn({ folder, vendored }, entry)).filter((path) => look(path, trace) !== undefined);
}

/** The path of an entry of a kustomization, or of the copy that stands for it. */
export function pathIn({ folder, vendored }: Pick<Kustomization, 'folder' | 'vendored'>, entry: string): string {
  return vendored.get(entry) ?? toPath(folder, entry);
}

function toPath(folder: string, entry: string): string {
  const path = posix.isAbsolute(entry) ? posix.normalize(entry) : posix.join(folder, entry);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Generators and transformers may stand in folders of their own, which any of their files decide. */
function lookInside(path: string, trace: Trace): void {
  for (const name of trace.files.list(path)) look(posix.join(path, name), trace);
}

/** Folders of the kustomizations whose resources configure plugins; what stands in files or inline is looked at here. */
function followPlugins({ folder, value, vendored }: Kustomization, trace: Trace): readonly string[] {
  const entries = pluginFields.flatMap((key) => stringsOf(value[key]));
  const inline = entries.filter((entry) => entry.includes('\n'));
  for (const text of inline) lookAtPlugin(text, folder, trace);
  const named = entries.filter((entry) => !inline.includes(entry));
  const paths = resolveAll(folder, named, vendored, trace);
  for (const path of paths) if (look(path, trace) === 'file') lookAtPlugin(trace.files.readText(path), folder, trace);
  return paths.filter((path) => look(path, trace) === 'folder');
}

function lookAtPlugin(text: string | undefined, folder: string, trace: Trace): void {
  const { paths, isWhole } = pluginPaths(text ?? '', folder);
  for (const path of paths) look(path, trace);
  if (!isWhole) trace.outside.push(`a plugin of ${folder} that is too long to be looked through`);
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

/** Whether a value is a mapping. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A kustomization with everything that it builds on, itself first. */
export function kustomizationsUnder(graph: KustomizationGraph, folder: string): readonly Kustomization[] {
  const found = new Map<string, Kustomization>();
  const open = [folder];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const kustomization = found.has(next) ? undefined : graph.kustomizations.get(next);
    if (!kustomization) continue;
    found.set(next, kustomization);
    open.push(...kustomization.bases);
  }
  return [...found.values()];
}

/**
 * The kustomizations that a file reaches the root through, each followed by its components, the root's first: those that may change what
 * the file declares.
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
  const over = all.filter((one) => holding.has(one));
  return [...new Set(over.flatMap((one) => [one, ...componentsOf(graph, one)]))];
}

/** With those that they list themselves. */
function componentsOf(
  graph: KustomizationGraph,
  { folder, vendored, value }: Kustomization,
  depth = 0,
): readonly Kustomization[] {
  if (depth > 20) return [];
  return stringsOf(value.components).flatMap((entry) => {
    const component = graph.kustomizations.get(pathIn({ folder, vendored }, entry));
    return component ? [component, ...componentsOf(graph, component, depth + 1)] : [];
  });
}
