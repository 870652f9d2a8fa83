import { createHash } from 'node:crypto';
import { posix } from 'node:path/posix';
import type { DeclaredChart } from '../../../model/inventory.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Resource } from '../../../model/resource.ts';
import { readAnnotatedImages } from '../annotated-images.ts';
import { findDocument, firstLine } from '../find-document.ts';
import { isWhole, readKubernetesObjects } from '../kubernetes-objects.ts';
import { keepTexts } from '../locate-text.ts';
import type { RenderingTool, SourceFiles, SourceWorld } from '../ports.ts';
import type { SourceReading, SourceUnit } from '../source.ts';
import type { HelmSource } from '../source-spec.ts';
import { partStated } from '../stated-image.ts';
import { declaredChart } from './declared-chart.ts';
import { chartLocator } from './locate.ts';
import { sourceFile } from './source-file.ts';

const unit = 'gather/sources/helm';

/** Part of every key: raise it whenever the same rendering is read differently. */
const readerVersion = '1';

/**
 * Helm charts, rendered by the real tool as an installation would render them, without a cluster and without the network.
 *
 * out     every resource of the chart and its subcharts, CustomResourceDefinitions included; hooks and tests are marked
 * gaps    source-missing, chart-missing, tool-missing, render-failed with Helm's words (a missing dependency, a template that fails),
 *         render-timed-out, render-too-large, yaml-unreadable
 * cost    the tool's; with unchanged inputs, reading and hashing them
 * source  https://helm.sh/docs/helm/helm_template/
 */
export const helm = Object.freeze<SourceUnit<'helm'>>({
  id: 'helm',
  about: {
    title: 'Helm charts',
    source: 'https://helm.sh/docs/helm/helm_template/',
    reads: ['what `helm template` renders of a chart folder or a packed chart, with values files, `--set` and subcharts'],
    limits: ['`lookup` finds nothing, as there is no cluster', 'dependencies that are not in `charts/`: they are gaps'],
  },
  read,
  findKey,
  locator: chartLocator,
});

async function read(spec: HelmSource, world: SourceWorld, signal?: AbortSignal): Promise<SourceReading> {
  const missing = findMissing(spec.at, world.files);
  if (missing) return { resources: [], occurrences: [], charts: [], gaps: [missing] };
  const key = await findKey(spec, world);
  const kept = key && ((await world.cache.find(key)) as Reading<Resource> | undefined);
  const reading = kept || (await render(spec, world, signal));
  if (key && !kept && isWhole(reading.gaps)) await world.cache.keep(key, reading);
  const mark = { source: `helm:${spec.at}`, ...(spec.component !== undefined && { component: spec.component }) };
  const chart: DeclaredChart | undefined = declaredChart(spec, world.files);
  const resources = reading.items.map((item) => ({ ...item, ...mark }));
  const annotated = readAnnotated(spec, world.files);
  return {
    resources,
    occurrences: annotated.occurrences,
    charts: chart ? [chart] : [],
    gaps: [...reading.gaps, ...annotated.gaps],
    ...(key && isWhole(reading.gaps) && { key }),
  };
}

async function findKey(spec: HelmSource, { renderer, files }: SourceWorld): Promise<string | undefined> {
  const tool = await renderer.identify('helm');
  return tool && keyOf(spec, tool, files);
}

/** What the chart's own annotation lists; that of a packed chart is not looked at. */
function readAnnotated({ at, component }: HelmSource, files: SourceFiles): ReturnType<typeof partStated> {
  const file = posix.join(at, 'Chart.yaml');
  return partStated(readAnnotatedImages({ file, text: files.readText(file) ?? '', component }, unit));
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
  for (const path of [...filesBelow(spec.at, files, 0), ...spec.values])
    hash.update(`${path}\0${files.digestOf(path) ?? 'absent'}\n`);
  return hash.digest('hex');
}

function filesBelow(path: string, files: SourceFiles, depth: number): readonly string[] {
  if (files.kindOf(path) === 'file' || depth > 40) return [path];
  return files.list(path).flatMap((name) => filesBelow(posix.join(path, name), files, depth + 1));
}

async function render(spec: HelmSource, world: SourceWorld, signal?: AbortSignal): Promise<Reading<Resource>> {
  const result = await world.renderer.helm({
    spec,
    ...(spec.inline && { overlay: spec.inline.values }),
    ...(signal && { signal }),
  });
  if (result.kind === 'failed') {
    const detail = result.code === 'tool-missing' ? result.detail : `${spec.at} could not be rendered: ${result.detail}`;
    return { items: [], gaps: [{ code: result.code, unit, path: spec.at, detail }] };
  }
  const { items, gaps } = readKubernetesObjects(result.text, { unit, path: spec.at, hasLines: false });
  const texts = keepTexts(world.files);
  let stated = '';
  const resources = items.map(({ identity, value, document }): Resource => {
    stated = /^# Source: (.+?)\r?$/m.exec(document.text)?.[1] ?? stated;
    const file = sourceFile(spec.at, stated, world.files);
    const found = findDocument(texts.documentsOf(file), identity);
    return { identity, value, source: '', file, line: found ? firstLine(found) : 1, hook: isHook(value) };
  });
  return { items: resources, gaps };
}

function isHook(value: JsonObject): boolean {
  const { annotations } = (value.metadata ?? {}) as JsonObject;
  return typeof annotations === 'object' && annotations !== null && 'helm.sh/hook' in annotations;
}
