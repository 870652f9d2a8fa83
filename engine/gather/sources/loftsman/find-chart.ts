import { posix } from 'node:path/posix';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { SourceFiles } from '../ports.ts';

/** A chart that lies in a folder of charts. */
export interface StoredChart {
  /** Folder of the chart, or the packed file. */
  readonly at: string;
  readonly name: string;
  /** Empty for a packed chart: its file name says it, see `findChart`. */
  readonly version: string;
}

/** Finds a chart by name and version. */
export type FindChart = (name: string, version: string) => FoundChart;

/** Where a chart lies; or which other versions of it there are. */
export type FoundChart = { readonly at: string } | { readonly others: readonly string[] };

/** Folders of charts have folders for teams at most. */
const maxDepth = 6;

/**
 * The charts in a folder and below it, packed or not. Charts inside charts are parts of those.
 *
 * cost    one look at each folder, and each Chart.yaml is read
 */
export function indexCharts(folder: string, files: SourceFiles): FindChart {
  const stored: StoredChart[] = [];
  const packed = new Map<string, string>();
  const visit = (at: string, depth: number): void => {
    const manifest = files.readText(posix.join(at, 'Chart.yaml'));
    if (manifest !== undefined) {
      const { name, version } = (parseYaml(manifest).value ?? {}) as JsonObject;
      stored.push({ at, name: scalarText(name ?? ''), version: scalarText(version ?? '') });
      return;
    }
    for (const entry of files.list(at)) {
      const path = posix.join(at, entry);
      if (entry.endsWith('.tgz')) packed.set(entry, packed.get(entry) ?? path);
      else if (depth < maxDepth && files.kindOf(path) === 'folder') visit(path, depth + 1);
    }
  };
  visit(folder, 0);
  return (name, version) => find(name, version, stored, packed);
}

/** Without a version, what there is one of is it. */
function find(name: string, version: string, stored: readonly StoredChart[], packed: ReadonlyMap<string, string>): FoundChart {
  const named = stored.filter((chart) => chart.name === name);
  const versions = [...packed.keys()].flatMap((file) => versionIn(file, name));
  const all = [...named.map((chart) => chart.version), ...versions];
  const wanted = version === '' && all.length === 1 ? (all[0] ?? '') : version;
  const folder = named.find((chart) => isSame(chart.version, wanted));
  const archive = versions.find((each) => isSame(each, wanted));
  const at = folder?.at ?? (archive === undefined ? undefined : packed.get(`${name}-${archive}.tgz`));
  return at === undefined ? { others: all } : { at };
}

/** `name-1.2.3.tgz`: names may hold hyphens and digits too, so that the name decides where the version begins. */
function versionIn(file: string, name: string): readonly string[] {
  const rest = file.startsWith(`${name}-`) ? file.slice(name.length + 1, -'.tgz'.length) : '';
  return /^v?\d+\.\d/.test(rest) ? [rest] : [];
}

function isSame(one: string, other: string): boolean {
  return one.replace(/^v/, '') === other.replace(/^v/, '');
}
