import { posix } from 'node:path/posix';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import type { Gap } from '../../../model/reading.ts';
import type { ChartLayout, FailedRendering, HelmRequest, LaidChart, RenderedStream, SourceWorld } from '../ports.ts';
import { allCharts, type Chart, dependenciesIn, dependencyFiles, type PlacedChart } from './chart.ts';
import type { ChartValues } from './chart-values.ts';
import { isObject, valueAt } from './plain-values.ts';

/** A dependency that a chart states and that is not in its `charts/`. */
export interface MissingChart {
  /** The chart that states it. */
  readonly owner: PlacedChart;
  readonly name: string;
  /** Values paths, as the owner sees them, that install it when they are true. */
  readonly conditions: readonly string[];
  /** What is rendered in its place, with the version that is stated. */
  readonly standIn?: { readonly at: string; readonly version: string; readonly wanted: string };
}

/** The dependencies that are missing, of subcharts too: Helm refuses the first and passes over the others without a word. */
export function findMissingCharts(chart: Chart): readonly MissingChart[] {
  return allCharts(chart).flatMap((owner) =>
    owner.chart.dependencies.flatMap(({ key, name, conditions, wanted }) => {
      const sub = owner.chart.subcharts.find((one) => one.key === key);
      if (!sub) return [{ owner, name, conditions }];
      if (sub.beside === undefined || wanted === undefined) return [];
      return [{ owner, name, conditions, standIn: { at: sub.beside, version: sub.version, wanted } }];
    }),
  );
}

/** A rendering, and how the chart was laid out for it, where it was not rendered as it is. */
export interface Rendered {
  readonly result: RenderedStream | FailedRendering;
  readonly layout?: ChartLayout;
}

/**
 * Renders a chart with the dependencies that lie beside it; one that Helm refuses because others are missing is rendered as if it did not
 * state them.
 */
export async function renderWithoutMissing(
  request: HelmRequest,
  chart: Chart | undefined,
  world: SourceWorld,
): Promise<Rendered> {
  const beside = chart && layoutOf(chart);
  const result = await world.renderer.helm({ ...request, ...(beside && { layout: beside }) });
  const isRefused = result.kind === 'failed' && result.code === 'render-failed';
  const texts = isRefused && chart && world.files.kindOf(request.spec.at) === 'folder' ? withoutMissing(chart) : undefined;
  if (!texts) return { result, ...(beside && { layout: beside }) };
  const layout = { texts, charts: beside?.charts ?? new Map() };
  return { result: await world.renderer.helm({ ...request, layout }), layout };
}

/** Undefined where every dependency that is there lies in `charts/`. */
function layoutOf({ subcharts }: Chart): ChartLayout | undefined {
  const charts = subcharts.flatMap((sub): [string, LaidChart][] => {
    const layout = layoutOf(sub);
    if (sub.beside === undefined && !layout) return [];
    const at = posix.dirname(sub.files.placeOf('Chart.yaml').file);
    return [[posix.basename(at), { at, layout: layout ?? { texts: new Map(), charts: new Map() } }]];
  });
  return charts.length > 0 ? { texts: new Map(), charts: new Map(charts) } : undefined;
}

/** What is not known because of a missing chart, at the line that states it. */
export function toGap({ owner, name, conditions, standIn }: MissingChart, values: ChartValues, unit: string): Gap {
  const off = conditions.find((condition) => valueAt(values.root, [...owner.path, ...condition.split('.')]) === false);
  const what = off === undefined ? 'what it installs is not in the list' : `what it would install with ${off}=true is not known`;
  const so = standIn ? `${standIn.at} (${standIn.version}; stated is ${standIn.wanted}) stands in for it` : what;
  const detail = `the chart ${name} is stated as a dependency and is not in charts/, so ${so}; \`helm dependency build\` fetches it`;
  return { code: 'dependency-missing', unit, ...placeIn(owner.chart, name), detail };
}

function placeIn({ files }: Chart, name: string): { readonly path: string; readonly line?: number } {
  for (const file of dependencyFiles) {
    const text = files.read(file) ?? '';
    const about = parseYaml(text).value;
    const index = isObject(about) ? dependenciesIn(about).findIndex((one) => one.name === name) : -1;
    if (index < 0) continue;
    const line = yamlPlaces(text).find(['dependencies', index, 'name'])?.line;
    return { path: files.placeOf(file).file, ...(line !== undefined && { line }) };
  }
  return { path: files.placeOf('Chart.yaml').file };
}

/** The files of a chart that state dependencies, as they would be without the missing ones; undefined where none is missing. */
function withoutMissing(chart: Chart): ReadonlyMap<string, string> | undefined {
  const missing = new Set(
    findMissingCharts(chart).flatMap(({ owner, name, standIn }) => (owner.chart === chart && !standIn ? name : [])),
  );
  if (missing.size === 0) return undefined;
  const texts = new Map<string, string>();
  for (const file of dependencyFiles) {
    const about = parseYaml(chart.files.read(file) ?? '').value;
    if (!isObject(about)) continue;
    const dependencies = dependenciesIn(about).filter(({ name }) => typeof name !== 'string' || !missing.has(name));
    texts.set(file, JSON.stringify({ ...about, dependencies }));
  }
  return texts;
}
