import { posix } from 'node:path/posix';
import { parseReference } from '../../formats/reference/reference.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';

/** A kustomization as far as the proposal needs it. */
export interface SurveyedKustomization {
  readonly folder: string;
  readonly isComponent: boolean;
  /** Folders that it lists, where it does nothing but list; else none. */
  readonly lists: readonly string[];
  /** Paths that it names, from the top of the repository: folders of others, and files. */
  readonly names: readonly string[];
}

/** A chart as far as the proposal needs it. */
export interface SurveyedChart {
  readonly folder: string;
  readonly name: string;
  readonly isLibrary: boolean;
  /** Folders of charts in the repository that it is made of. */
  readonly parts: readonly string[];
}

/** What a repository holds that a release may be made of. Paths are relative to its top, in order. */
export interface Survey {
  readonly kustomizations: ReadonlyMap<string, SurveyedKustomization>;
  readonly charts: readonly SurveyedChart[];
  /** Packed charts. */
  readonly packed: readonly string[];
  /** Files with Kubernetes objects. */
  readonly manifests: readonly string[];
  readonly loftsman: readonly string[];
  readonly indexes: readonly string[];
  readonly lists: readonly string[];
  readonly dockerfiles: readonly string[];
  /** A sentence, when the repository is larger than what was looked at. */
  readonly unread?: string;
}

/** What is looked at before a folder is taken for more than a repository: names, files whose text is read, folders in folders. */
const limits = { names: 250_000, texts: 20_000, depth: 24 };
const skipped = /^(?:\..*|node_modules|vendor|testdata\d*|__pycache__)$/;
const kustomizationNames = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** Fields of a kustomization that change nothing of what it lists. */
const listing = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'sortOptions', 'buildMetadata']);

/** What is collected on the way. */
interface Walk {
  readonly files: SourceFiles;
  readonly kustomizations: Map<string, SurveyedKustomization>;
  readonly charts: SurveyedChart[];
  readonly found: Readonly<Record<'packed' | 'manifests' | 'loftsman' | 'indexes' | 'lists' | 'dockerfiles', string[]>>;
  names: number;
  texts: number;
  tooDeep: boolean;
}

/**
 * Looks through a repository once for everything that images are declared in.
 *
 * in      files, of which links are best left out: a loop of links ends at the limits
 * cost    bounded: names, texts and depth; YAML and text files are read, and recognized by a few lines
 */
export function surveyRepository(files: SourceFiles): Survey {
  const walk: Walk = {
    files,
    kustomizations: new Map(),
    charts: [],
    found: { packed: [], manifests: [], loftsman: [], indexes: [], lists: [], dockerfiles: [] },
    names: 0,
    texts: 0,
    tooDeep: false,
  };
  let level: readonly string[] = ['.'];
  for (let depth = 0; level.length > 0 && walk.names <= limits.names; depth += 1) {
    walk.tooDeep = depth > limits.depth;
    level = walk.tooDeep ? [] : level.flatMap((folder) => visit(folder, walk));
  }
  return { ...walk.found, kustomizations: walk.kustomizations, charts: walk.charts, ...unreadOf(walk) };
}

function unreadOf({ names, texts, tooDeep }: Walk): Pick<Survey, 'unread'> {
  if (names > limits.names) return { unread: `more than ${limits.names} files and folders; the rest was not looked at` };
  if (texts > limits.texts) return { unread: `more than ${limits.texts} YAML and text files; the rest was not read` };
  return tooDeep ? { unread: `folders nested more than ${limits.depth} deep; what lies below was not looked at` } : {};
}

/** Reads one folder; gives back the ones in it. */
function visit(folder: string, walk: Walk): readonly string[] {
  if (walk.names > limits.names) return [];
  const names = walk.files.list(folder);
  walk.names += names.length;
  const isChart = names.includes('Chart.yaml');
  const inside: string[] = [];
  for (const name of names) {
    const path = posix.join(folder, name);
    const kind = walk.files.kindOf(path);
    if (kind === 'file') readFile(folder, name, walk);
    else if (kind === 'folder' && !skipped.test(name) && !(isChart && /^(?:templates|charts|crds|ci|tests)$/.test(name)))
      inside.push(path);
  }
  return inside;
}

function readFile(folder: string, name: string, walk: Walk): void {
  const path = posix.join(folder, name);
  if (/\.tgz$/.test(name)) walk.found.packed.push(path);
  else if (/^(?:Dockerfile|Containerfile)(?:$|\.)|\.(?:Dockerfile|Containerfile)$/i.test(name)) walk.found.dockerfiles.push(path);
  else if (/\.(?:ya?ml|txt)$/.test(name) || name === 'Kustomization') {
    walk.texts += 1;
    const text = walk.texts > limits.texts ? undefined : walk.files.readText(path);
    if (text !== undefined) readText({ folder, name, path, text: text.replace(/\r\n/g, '\n') }, walk);
  }
}

interface ReadFile {
  readonly folder: string;
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

function readText(file: ReadFile, { kustomizations, charts, found }: Walk): void {
  const { name, path, folder, text } = file;
  if (kustomizationNames.has(name)) kustomizations.set(folder, readKustomization(folder, text));
  else if (name === 'Chart.yaml') charts.push(readChart(folder, text));
  else if (name.endsWith('.txt')) {
    if (isImageList(text)) found.lists.push(path);
  } else if (/^apiVersion:\s*["']?manifests\/v/m.test(text)) found.loftsman.push(path);
  else if (/^apiVersion:/m.test(text) && /^kind:/m.test(text)) {
    if (!/^apiVersion:\s*["']?(?:[\w.]*kustomize\.config\.k8s\.io|kind\.x-k8s\.io|skaffold|helm\.toolkit)/m.test(text))
      found.manifests.push(path);
  } else if (/^\s+images:/m.test(text) && isIndex(text)) found.indexes.push(path);
}

function readKustomization(folder: string, text: string): SurveyedKustomization {
  const value = asObject(parseYaml(text).value);
  const named = [
    'resources',
    'bases',
    'components',
    'patchesStrategicMerge',
    'crds',
    'transformers',
    'generators',
    'configurations',
  ]
    .flatMap((key) => stringsOf(value[key]))
    .concat(
      [...listOf(value.patches), ...listOf(value.patchesJson6902)].flatMap((patch) => stringsOf([asObject(patch).path ?? null])),
    );
  return {
    folder,
    isComponent: value.kind === 'Component',
    lists: Object.keys(value).every((key) => listing.has(key))
      ? [...stringsOf(value.resources), ...stringsOf(value.bases)].map((entry) => withoutEnd(posix.join(folder, entry)))
      : [],
    names: named
      .filter((entry) => !entry.includes('\n') && !entry.includes('://'))
      .map((entry) => withoutEnd(posix.join(folder, entry))),
  };
}

function withoutEnd(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function readChart(folder: string, text: string): SurveyedChart {
  const value = asObject(parseYaml(text).value);
  const parts = listOf(value.dependencies).flatMap((dependency) => {
    const { repository } = asObject(dependency);
    return typeof repository === 'string' && repository.startsWith('file://')
      ? [withoutEnd(posix.join(folder, repository.slice(7)))]
      : [];
  });
  const name = typeof value.name === 'string' ? value.name : posix.basename(folder);
  return { folder, name, isLibrary: value.type === 'library', parts };
}

/** Every line is an image with a tag or a digest; prose is not. */
function isImageList(text: string): boolean {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*/, '').trim())
    .filter((line) => line !== '');
  if (lines.length === 0 || lines.length > 20_000) return false;
  return lines.every((line) => {
    const reference = parseReference(line);
    return reference !== undefined && line.includes('/') && (reference.tag ?? reference.digest) !== undefined;
  });
}

/** Registry → `images` or one of its companions; nothing else at the top. */
function isIndex(text: string): boolean {
  const entries = Object.values(asObject(parseYaml(text).value));
  return (
    entries.length > 0 &&
    entries.every((entry) => ['images', 'images-by-tag-regex', 'images-by-semver'].some((key) => key in asObject(entry)))
  );
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function stringsOf(value: JsonValue | undefined): readonly string[] {
  return listOf(value).filter((entry) => typeof entry === 'string');
}
