import { createHash } from 'node:crypto';
import { posix } from 'node:path/posix';
import type { TriedSwitches } from '../../../model/inventory.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Resource } from '../../../model/resource.ts';
import { readAnnotatedImages } from '../annotated-images.ts';
import { isWhole } from '../kubernetes-objects.ts';
import type { RenderingTool, SourceFiles, SourceWorld } from '../ports.ts';
import type { SourceReading, SourceUnit } from '../source.ts';
import type { HelmSource } from '../source-spec.ts';
import { partStated } from '../stated-image.ts';
import { allCharts, type Chart, findTemplate, readChart } from './chart.ts';
import { folderOf, packedOf } from './chart-files.ts';
import { type ChartValues, readChartValues } from './chart-values.ts';
import { declaredChart } from './declared-chart.ts';
import { exploreChart } from './explore.ts';
import { chartLocator } from './locate.ts';
import { findMissingCharts, toGap } from './missing-charts.ts';
import { createPlacing } from './place-resource.ts';
import { readRendering } from './rendered-chart.ts';
import { findStatedImages } from './stated-values.ts';
import { renderWithoutFailing } from './without-failing.ts';

const unit = 'gather/sources/helm';

/** Part of every key: raise it whenever the same rendering is read differently. */
const readerVersion = '6';

/**
 * Helm charts, rendered by the real tool as an installation would render them, without a cluster and without the network.
 *
 * out     every resource of the chart and its subcharts, CustomResourceDefinitions included; hooks and tests are marked, and images know
 *         what decides them; what only other values show is in `occurrences`, and its resources are not in the inventory
 * gaps    source-missing, chart-missing, tool-missing, dependency-missing and template-failed (the rest of the chart is rendered without it),
 *         render-failed with Helm's words (what the values state is listed then), render-timed-out, render-too-large, yaml-unreadable
 * cost    the tool's, some 3 to 60 renderings; with unchanged inputs, reading and hashing them
 * source  https://helm.sh/docs/helm/helm_template/
 */
export const helm = Object.freeze<SourceUnit<'helm'>>({
  id: 'helm',
  about: {
    title: 'Helm charts',
    source: 'https://helm.sh/docs/helm/helm_template/',
    reads: [
      'what `helm template` renders of a chart folder or a packed chart, with values files, `--set` and subcharts',
      'dependencies in `charts/`, and those that lie in a folder of the repository: where the chart says so (`file://`), or beside the chart under their name',
      'which value decides each part of an image, by rendering with marked values',
      'images that only appear when values are set differently, by trying them: `conditional`',
      'images that values state and nothing renders: `chart-values`, `conditional`',
    ],
    limits: [
      '`lookup` finds nothing, as there is no cluster',
      'dependencies that are not in `charts/`: they are gaps, and the rest is rendered without them',
      'switches: values that are false, texts that templates compare with, values behind `not`; not numbers, and not empty texts',
      'a chart is rendered 60 times at the most, fewer where it prints much; `switches` of the chart says what failed and what was not tried',
      'images that values state without a tag or digest, and that nothing renders',
    ],
  },
  read,
  findKey,
  locator: chartLocator,
});

async function read(spec: HelmSource, world: SourceWorld, signal?: AbortSignal): Promise<SourceReading> {
  const missing = findMissing(spec.at, world.files);
  if (missing) return { resources: [], occurrences: [], charts: [], gaps: [missing] };
  const key = await findKey(spec, world);
  const kept = key && ((await world.cache.find(key)) as ChartReading | undefined);
  const reading = kept || (await render(spec, world, signal));
  if (key && !kept && isWhole(reading.gaps) && !signal?.aborted) await world.cache.keep(key, reading);
  const component = spec.component === undefined ? {} : { component: spec.component };
  const chart = declaredChart(spec, world.files);
  const annotated = readAnnotated(spec, world.files);
  return {
    resources: reading.resources.map((item) => ({ ...item, source: `helm:${spec.at}`, ...component })),
    occurrences: [...reading.occurrences.map((item) => ({ ...item, ...component })), ...annotated.occurrences],
    charts: chart ? [{ ...chart, ...(reading.switches && { switches: reading.switches }) }] : [],
    gaps: [...reading.gaps, ...annotated.gaps],
    ...(key && isWhole(reading.gaps) && { key }),
  };
}

async function findKey(spec: HelmSource, { renderer, files }: SourceWorld): Promise<string | undefined> {
  const tool = await renderer.identify('helm');
  return tool && keyOf(spec, tool, files);
}

/** What the chart's own annotation lists; lines in a packed chart are those of its Chart.yaml. */
function readAnnotated({ at, component }: HelmSource, files: SourceFiles): ReturnType<typeof partStated> {
  const chart = files.kindOf(at) === 'file' ? packedOf(at, files.readBytes?.(at)) : folderOf(at, files);
  const { file } = chart?.placeOf('Chart.yaml') ?? { file: at };
  return partStated(readAnnotatedImages({ file, text: chart?.read('Chart.yaml') ?? '', component }, unit));
}

function findMissing(at: string, files: SourceFiles): Gap | undefined {
  const kind = files.kindOf(at);
  if (kind === undefined)
    return { code: 'source-missing', unit, path: at, detail: `${at} does not exist; correct \`sources\` or restore it` };
  if (kind === 'file' || files.kindOf(`${at}/Chart.yaml`) === 'file') return undefined;
  return { code: 'chart-missing', unit, path: at, detail: `${at} holds no Chart.yaml` };
}

function keyOf({ component: _, ...spec }: HelmSource, tool: RenderingTool, files: SourceFiles): string {
  const hash = createHash('sha256').update(`helm ${readerVersion} ${tool.version}\n${JSON.stringify(spec)}\n`);
  const given = spec.inline ? [...spec.values, spec.inline.file] : spec.values;
  for (const path of [...chartFiles(spec.at, files), ...given]) hash.update(`${path}\0${files.digestOf(path) ?? 'absent'}\n`);
  return hash.digest('hex');
}

/** Those of the dependencies that lie beside the chart too; whether there are any is told without reading the chart. */
function chartFiles(at: string, files: SourceFiles): readonly string[] {
  const own = filesBelow(at, files, 0);
  const isStated = (path: string) =>
    /\/(?:Chart|requirements)\.yaml$/.test(path) && /^dependencies:/m.test(files.readText(path) ?? '');
  const chart = own.some(isStated) ? readChart(at, files) : undefined;
  const beside = chart ? allCharts(chart).flatMap(({ chart: { beside = [] } }) => beside) : [];
  return [...own, ...beside.flatMap((folder) => filesBelow(folder, files, 0))];
}

function filesBelow(path: string, files: SourceFiles, depth: number): readonly string[] {
  if (files.kindOf(path) === 'file' || depth > 40) return [path];
  return files.list(path).flatMap((name) => filesBelow(posix.join(path, name), files, depth + 1));
}

/** What is kept of a chart: what it installs, and what was found out by rendering it with other values. */
interface ChartReading {
  readonly resources: readonly Resource[];
  readonly occurrences: readonly Occurrence[];
  readonly switches?: TriedSwitches;
  readonly gaps: readonly Gap[];
}

async function render(spec: HelmSource, world: SourceWorld, signal?: AbortSignal): Promise<ChartReading> {
  const chart = readChart(spec.at, world.files);
  const request = { spec, ...(spec.inline && { overlay: spec.inline.values }), ...(signal && { signal }) };
  const { result, layout, gaps: failing } = await renderWithoutFailing(request, chart, { world, unit });
  const { items, gaps: unread } = readRendering(spec.at, result, world.files);
  const gaps = [...unread, ...failing];
  if (!chart) return { resources: items.map(({ resource }) => resource), occurrences: [], gaps };
  const values = readChartValues(chart, spec, world.files);
  const missing = findMissingCharts(chart).map((one) => toGap(one, values, unit));
  if (result.kind === 'failed') {
    const occurrences = result.code === 'tool-missing' ? [] : statedImages(chart, values, world);
    return { resources: [], occurrences, gaps: [...gaps, ...missing] };
  }
  const explored = await exploreChart({ spec, chart, world, ...(layout && { layout }), ...(signal && { signal }) }, items);
  const place = createPlacing(chart, values);
  return {
    resources: items.map((item) => {
      const decided = explored?.decided.get(item.resource) ?? [];
      const places = place(item, decided);
      return {
        ...item.resource,
        ...(decided.length > 0 && { decided }),
        ...(places && { line: places.line, places }),
      };
    }),
    occurrences: explored?.occurrences ?? [],
    ...(explored && { switches: explored.switches }),
    gaps: [...gaps, ...missing],
  };
}

/** What the values of a chart state that cannot be rendered. */
function statedImages(chart: Chart, values: ChartValues, { recognize }: SourceWorld): readonly Occurrence[] {
  const origin = { ...findTemplate(chart, ''), values };
  return recognize ? findStatedImages({ values, recognize, rendered: undefined, origin }) : [];
}
