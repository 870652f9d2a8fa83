import { posix } from 'node:path/posix';
import type { Gap } from '../../../model/reading.ts';
import { findFiles, findGaps, manifestFile } from '../find-files.ts';
import type { SourceFiles } from '../ports.ts';
import type { HelmSource, LoftsmanSource } from '../source-spec.ts';
import { type FindChart, indexCharts } from './find-chart.ts';
import { type Manifest, type ManifestChart, readManifests } from './read-manifest.ts';

const unit = 'gather/sources/loftsman';

/** One chart of one manifest, with where it lies or why it is not known. */
export interface InstalledChart {
  readonly manifest: Manifest;
  readonly chart: ManifestChart;
  /** A gap where it lies in no folder. */
  readonly found: HelmSource | Gap;
}

/** What a source installs. */
export interface ChartPlan {
  /** Files of manifests. */
  readonly paths: readonly string[];
  readonly manifests: readonly Manifest[];
  /** In the order of the manifests. */
  readonly charts: readonly InstalledChart[];
  /** Of the manifests; not those of the charts. */
  readonly gaps: readonly Gap[];
}

/**
 * Reads the manifests of a source, and looks for each of their charts.
 *
 * gaps    see the unit
 * cost    every manifest is parsed; each folder of charts is looked through once
 */
export function planCharts(spec: LoftsmanSource, files: SourceFiles): ChartPlan {
  const found = findFiles(spec.at, files, manifestFile);
  const gaps: Gap[] = [...findGaps(spec.at, found, { files, unit, what: 'YAML file' })];
  const manifests: Manifest[] = [];
  for (const file of found.files) {
    const text = files.readText(file);
    const reading = text === undefined ? undefined : readManifests(file, text);
    manifests.push(...(reading?.items ?? []));
    gaps.push(...(reading?.gaps ?? [{ code: 'file-unreadable', unit, path: file, detail: `${file} cannot be read` }]));
  }
  const finderOf = keepFinders(files);
  const charts = manifests.flatMap((manifest) =>
    manifest.charts.map((chart) => ({ manifest, chart, found: locate(manifest, chart, { spec, finderOf }) })),
  );
  return { paths: found.files, manifests, charts, gaps };
}

/** Whether the charts lie in a registry. */
export function isRemote({ charts }: LoftsmanSource): boolean {
  return charts?.startsWith('oci://') ?? false;
}

/** The chart as a source of its own, with the values that the manifest gives it. */
export function toHelmSource(
  { manifest, chart }: Pick<InstalledChart, 'manifest' | 'chart'>,
  at: string,
  component: string | undefined,
): HelmSource {
  const { values, namespace, release, index } = chart;
  const path = ['spec', 'charts', index, 'values'];
  const inline = { values, file: manifest.file, documentLine: manifest.documentLine, path };
  const own = { kind: 'helm', at, values: [], set: [], release, namespace, apiVersions: [], inline } as const;
  return component === undefined ? own : { ...own, component };
}

/** Undefined where there is no such folder. */
type FinderOf = (folder: string) => FindChart | undefined;

function keepFinders(files: SourceFiles): FinderOf {
  const known = new Map<string, FindChart | undefined>();
  return (folder) => {
    if (!known.has(folder)) known.set(folder, files.kindOf(folder) === 'folder' ? indexCharts(folder, files) : undefined);
    return known.get(folder);
  };
}

interface Surroundings {
  readonly spec: LoftsmanSource;
  readonly finderOf: FinderOf;
}

function locate(manifest: Manifest, chart: ManifestChart, { spec, finderOf }: Surroundings): HelmSource | Gap {
  const { name, version, line } = chart;
  const folders = foldersFor(manifest, chart, spec);
  const others: string[] = [];
  for (const folder of folders) {
    const found = finderOf(folder)?.(name, version);
    if (found && 'at' in found) return toHelmSource({ manifest, chart }, found.at, spec.component);
    others.push(...(found?.others ?? []));
  }
  const why = folders.length === 0 ? 'cannot be rendered, as no folder holds charts' : `is not in ${folders.join(' or ')}`;
  const instead = others.length > 0 ? ` (there is ${[...new Set(others)].slice(0, 3).join(', ')})` : '';
  const what = `the chart ${name}${version && ` ${version}`}`;
  const detail = `${what} ${why}${instead}; put it there, or name a folder or registry of charts with \`charts\``;
  return { code: 'chart-missing', unit, path: manifest.file, line, detail };
}

/** The folder that the configuration names, then the one that the manifest does. */
function foldersFor(manifest: Manifest, { source }: ManifestChart, spec: LoftsmanSource): readonly string[] {
  const stated = manifest.folders.get(source);
  const local = stated === undefined ? [] : [posix.join(posix.dirname(manifest.file), stated), posix.normalize(stated)];
  return [...new Set([...(spec.charts === undefined || isRemote(spec) ? [] : [spec.charts]), ...local])];
}
