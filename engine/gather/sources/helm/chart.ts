import { posix } from 'node:path/posix';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { SourceFiles } from '../ports.ts';
import { type ChartFiles, folderOf, packedOf } from './chart-files.ts';
import { isObject, textOf } from './plain-values.ts';

/** A chart with its subcharts, as its files state them. */
export interface Chart {
  /** Key under which the parent's values hold this chart's: its alias or name; empty for the chart that is installed. */
  readonly key: string;
  readonly version: string;
  readonly appVersion: string;
  readonly values: JsonObject;
  readonly files: ChartFiles;
  /** Paths in `files`: templates, partial ones too. */
  readonly templates: readonly string[];
  /** Values paths, as the parent sees them, that install the chart when they are true. */
  readonly conditions: readonly string[];
  /** The charts that it states as its own; those of them that are there are among the subcharts. */
  readonly dependencies: readonly Dependency[];
  readonly subcharts: readonly Chart[];
  /** The folder that it lies in, where that is not the `charts/` of the chart that states it. */
  readonly beside?: string;
}

/** A chart that another one states as its own. */
export interface Dependency extends Pick<Chart, 'key' | 'conditions'> {
  readonly name: string;
  /** The folder that it is stated to lie in, as the chart sees it; or the one beside it that holds a chart of this name. */
  readonly folder?: string;
  /** Set where it is stated to lie in a registry: the version that is stated. What lies in the folder stands in for it. */
  readonly wanted?: string;
}

/** Where dependencies are stated; the second is that of old charts. */
export const dependencyFiles = ['Chart.yaml', 'requirements.yaml'] as const;

/** Deeper than any chart nests its dependencies. */
const maxDepth = 8;
/** Charts that state each other as their own would make ever more. */
const maxBeside = 200;

/**
 * A chart folder, or a packed chart, with everything below `charts/`, and the dependencies that it says lie in folders beside it, which Helm packs
 * into `charts/` with `helm dependency build`, or of which a chart of the same name lies beside it.
 *
 * out     undefined for what is no chart
 */
export function readChart(at: string, files: SourceFiles): Chart | undefined {
  const content = files.kindOf(at) === 'file' ? packedOf(at, files.readBytes?.(at)) : folderOf(at, files);
  return content && toChart(content, { key: '', conditions: [] }, { depth: 0, within: [], beside: { left: maxBeside } });
}

/** What is read at the moment: how deep, within which folders, and how many more charts are looked for beside others. */
interface Depth {
  readonly depth: number;
  readonly within: readonly string[];
  readonly beside: { left: number };
}

function toChart(files: ChartFiles, role: Pick<Chart, 'key' | 'conditions' | 'beside'>, at: Depth): Chart | undefined {
  const about = parseYaml(files.read('Chart.yaml') ?? '').value;
  if (!isObject(about)) return undefined;
  const values = parseYaml(files.read('values.yaml') ?? '').value;
  const dependencies = at.depth < maxDepth ? readDependencies(files, about) : [];
  return {
    ...role,
    version: textOf(about.version) ?? '',
    appVersion: textOf(about.appVersion) ?? '',
    values: isObject(values) ? values : {},
    files,
    templates: files.paths.filter((path) => path.startsWith('templates/')),
    dependencies,
    subcharts:
      at.depth < maxDepth
        ? subchartsOf(files, dependencies, { ...at, depth: at.depth + 1, within: [...at.within, folderAt(files)] })
        : [],
  };
}

function readDependencies(files: ChartFiles, about: JsonObject): readonly Dependency[] {
  const old = parseYaml(files.read('requirements.yaml') ?? '').value;
  const stated = [...dependenciesIn(about), ...(isObject(old) ? dependenciesIn(old) : [])];
  return stated.flatMap((one) => {
    const name = textOf(one.name) ?? '';
    const conditions = (textOf(one.condition) ?? '').split(',').map((condition) => condition.trim());
    const folder = localFolder(one);
    const role = { name, key: textOf(one.alias) ?? name, conditions: conditions.filter(Boolean) };
    if (name === '') return [];
    if (folder !== undefined) return [{ ...role, folder }];
    const neighbor = neighborFolder(name);
    const isThere = isChartOf(name, files.beside(neighbor)?.read('Chart.yaml'));
    return [{ ...role, ...(isThere && { folder: neighbor, wanted: textOf(one.version) ?? '' }) }];
  });
}

/** Where a repository that holds many charts has the one of a name, as another of them sees it. */
export function neighborFolder(name: string): string {
  return posix.join('..', posix.join('/', name));
}

/** Whether a Chart.yaml is that of the chart of a name. */
export function isChartOf(name: string, text: string | undefined): boolean {
  const about = text === undefined ? undefined : parseYaml(text).value;
  return isObject(about) && about.name === name;
}

/** A dependency that is stated twice with two aliases is two charts; one that is not stated is one by its folder's name. */
function subchartsOf(files: ChartFiles, stated: readonly Dependency[], at: Depth): readonly Chart[] {
  const inside = subchartFiles(files).flatMap((content) => {
    const about = parseYaml(content.read('Chart.yaml') ?? '').value;
    const name = (isObject(about) && textOf(about.name)) || '';
    const uses = stated.filter((one) => one.name === name);
    const roles = uses.length > 0 ? uses : [{ key: name, conditions: [] }];
    return roles.flatMap(({ key, conditions }) => toChart(content, { key, conditions }, at) ?? []);
  });
  const beside = stated.filter(({ key }) => !inside.some((sub) => sub.key === key));
  return [...inside, ...beside.flatMap((one) => chartBeside(files, one, at) ?? [])];
}

function chartBeside(files: ChartFiles, { key, conditions, folder }: Dependency, at: Depth): Chart | undefined {
  const content = folder !== undefined && at.beside.left > 0 ? files.beside(folder) : undefined;
  if (!content || at.within.includes(folderAt(content))) return undefined;
  at.beside.left -= 1;
  return toChart(content, { key, conditions, beside: folderAt(content) }, at);
}

function folderAt(files: ChartFiles): string {
  return posix.dirname(files.placeOf('Chart.yaml').file);
}

/** The folder of a dependency that lies beside its chart, as the chart sees it; undefined for one of a repository. */
export function localFolder({ repository }: JsonObject): string | undefined {
  const folder = /^file:\/\/(?!\/)(.+)$/.exec(textOf(repository) ?? '')?.[1];
  return folder && posix.normalize(folder);
}

function subchartFiles(files: ChartFiles): readonly ChartFiles[] {
  const names = new Set(files.paths.flatMap((path) => /^charts\/([^/]+)(?:\/Chart\.yaml)?$/.exec(path)?.[1] ?? []));
  return [...names].flatMap((name) => {
    const path = posix.join('charts', name);
    if (files.paths.includes(`${path}/Chart.yaml`)) return [files.below(path)];
    return /\.t(?:ar\.)?gz$/.test(name) ? (files.packed(path) ?? []) : [];
  });
}

/** The entries of a file that states dependencies. */
export function dependenciesIn({ dependencies }: JsonObject): readonly JsonObject[] {
  return Array.isArray(dependencies) ? dependencies.filter((item: JsonValue) => isObject(item)) : [];
}

/** A chart with the keys that lead to its values from the chart that is installed. */
export interface PlacedChart {
  readonly chart: Chart;
  readonly path: readonly string[];
}

/** The chart and all its subcharts, outermost first. */
export function allCharts(chart: Chart, path: readonly string[] = []): readonly PlacedChart[] {
  return [{ chart, path }, ...chart.subcharts.flatMap((sub) => allCharts(sub, [...path, sub.key]))];
}

/**
 * The template that a `# Source:` comment names, with its chart.
 *
 * in      `app/charts/db/templates/set.yaml`: names or aliases of charts
 */
export function findTemplate(chart: Chart, stated: string): { readonly owner: PlacedChart; readonly template: string } {
  let owner: PlacedChart = { chart, path: [] };
  let rest = stated.split('/').slice(1);
  while (rest[0] === 'charts' && rest.length > 2) {
    const sub = owner.chart.subcharts.find(({ key }) => key === rest[1]);
    if (!sub) break;
    owner = { chart: sub, path: [...owner.path, sub.key] };
    rest = rest.slice(2);
  }
  return { owner, template: rest.join('/') };
}
