import type { JsonObject } from '../../../model/json.ts';
import { findImagesInValues } from '../images-in-values.ts';
import type { SourceFiles, SourceWorld } from '../ports.ts';
import { chartLocator, findChartKey, readChart } from '../read-chart.ts';
import type { Locate, SourceReading, SourceUnit } from '../source.ts';
import { sourceKey } from '../source-key.ts';
import type { LoftsmanSource } from '../source-spec.ts';
import { type ChartPlan, type InstalledChart, isRemote, planCharts, toHelmSource } from './plan-charts.ts';
import type { Manifest } from './read-manifest.ts';
import { readPulledChart } from './read-pulled-chart.ts';

const unit = 'gather/sources/loftsman';

/**
 * Manifests of loftsman: every chart that they install, rendered with the values that they give it where the chart can be found.
 *
 * out     each chart as declared, with its line; what the Helm unit reads of those that are found; of the others, the images that their
 *         values state
 * gaps    source-missing, source-empty, folder-too-deep, file-unreadable, yaml-unreadable, yaml-duplicate-key, manifest-unreadable;
 *         chart-missing: a chart that is not there in this version, so that its own images are not known; those of the Helm unit
 * source  https://github.com/Cray-HPE/loftsman, docs/manifest-format
 */
export const loftsman = Object.freeze<SourceUnit<'loftsman'>>({
  id: 'loftsman',
  about: {
    title: 'Loftsman manifests',
    source: 'https://github.com/Cray-HPE/loftsman',
    reads: [
      'manifests of `apiVersion: manifests/…`: each chart with its version, namespace and line',
      'what Helm renders of the charts that lie in the folder `charts` or can be pulled from the OCI registry `charts`, with the values of the manifest',
      'images that values state for charts that are not found',
    ],
    limits: ['charts in other repositories: they are gaps', 'registries of charts that ask for a sign-in'],
  },
  read,
  findKey: (spec, world) => findKey(planCharts(spec, world.files), spec, world),
  locator: manifestLocator,
});

async function read(spec: LoftsmanSource, world: SourceWorld, signal?: AbortSignal): Promise<SourceReading> {
  const plan = planCharts(spec, world.files);
  const readings: SourceReading[] = [];
  const missing: InstalledChart[] = [];
  for (const installed of plan.charts) {
    const reading = await readInstalled(installed, spec, { world, ...(signal && { signal }) });
    if (reading.isMissing) missing.push(installed);
    readings.push(reading);
  }
  const all: readonly SourceReading[] = [...readings, ...plan.manifests.map((manifest) => readValues(manifest, missing, spec))];
  const isKept = plan.charts.every(({ found }, index) => 'code' in found || readings[index]?.key !== undefined);
  const key = isKept ? await findKey(plan, spec, world) : undefined;
  return {
    resources: readings.flatMap(({ resources }) => resources.map((each) => ({ ...each, source: `loftsman:${spec.at}` }))),
    occurrences: all.flatMap(({ occurrences }) => occurrences),
    rejected: all.flatMap(({ rejected = [] }) => rejected),
    charts: plan.charts.map(({ manifest: { file }, chart: { name, version, source, namespace, line } }, index) => {
      const switches = readings[index]?.charts[0]?.switches;
      return { name, version, source, namespace, file, line, ...(switches && { switches }) };
    }),
    gaps: [...plan.gaps, ...all.flatMap(({ gaps }) => gaps)],
    ...(key !== undefined && { key }),
  };
}

/** What a registry holds is not decided by files. */
async function findKey(plan: ChartPlan, spec: LoftsmanSource, world: SourceWorld): Promise<string | undefined> {
  if (isRemote(spec)) return undefined;
  const parts = await Promise.all(
    plan.charts.map(({ found }) => ('code' in found ? `missing: ${found.detail}` : findChartKey(found, world))),
  );
  if (parts.includes(undefined)) return undefined;
  return sourceKey(['loftsman 1', JSON.stringify(spec), ...parts.map(String)], plan.paths, world.files);
}

/** A reading that may be nothing but the gap of a missing chart. */
type InstalledReading = SourceReading & { readonly isMissing: boolean };

async function readInstalled(
  installed: InstalledChart,
  spec: LoftsmanSource,
  { world, signal }: { readonly world: SourceWorld; readonly signal?: AbortSignal },
): Promise<InstalledReading> {
  const { chart, manifest, found } = installed;
  if (!('code' in found)) return { ...(await readChart(found, world, signal)), isMissing: false };
  const missing = { resources: [], occurrences: [], charts: [], gaps: [found], isMissing: true };
  if (!isRemote(spec) || spec.charts === undefined) return missing;
  const remote = {
    request: { address: `${spec.charts.replace(/\/+$/, '')}/${chart.name}`, version: chart.version },
    place: { file: manifest.file, line: chart.line },
    toSource: (at: string) => toHelmSource(installed, at, spec.component),
  };
  const pulled = await readPulledChart(remote, world, { unit, ...(signal && { signal }) });
  return 'code' in pulled ? { ...missing, gaps: [pulled] } : { ...pulled, isMissing: false };
}

/** The document without anything but the values of the charts that are missing, so that their paths are its own. */
function readValues(manifest: Manifest, missing: readonly InstalledChart[], { component }: LoftsmanSource): SourceReading {
  const values = new Map(missing.filter((one) => one.manifest === manifest).map(({ chart }) => [chart.index, chart.values]));
  const charts: JsonObject[] = [];
  for (let index = 0; index <= Math.max(-1, ...values.keys()); index += 1) charts.push({ values: values.get(index) ?? {} });
  const { file, lineOf } = manifest;
  const found = findImagesInValues({ value: { spec: { charts } }, file, lineOf, component }, unit);
  return { resources: [], charts: [], ...found };
}

/** That of the chart which holds the resource; of several releases of one chart, the first whose values hold the text. */
function manifestLocator(spec: LoftsmanSource, files: SourceFiles): Locate {
  const charts = planCharts(spec, files).charts.flatMap(({ found }) =>
    'code' in found ? [] : [{ source: found, locate: chartLocator(found, files), values: JSON.stringify(found.inline?.values) }],
  );
  return (sighting) => {
    const { file, line = 1 } = sighting.from;
    const holding = charts.filter(({ source: { at } }) => file === at || file.startsWith(`${at}/`));
    const text = sighting.parts?.find(({ role }) => role === 'tag' || role === 'digest')?.text ?? sighting.declared;
    const giving = holding.find(({ values }) => values.includes(text));
    return (giving ?? holding[0])?.locate(sighting) ?? { file, line };
  };
}
