import { posix } from 'node:path/posix';
import type { Gap } from '../../../model/reading.ts';
import type { ChartLayout, HelmRequest, SourceWorld } from '../ports.ts';
import { findAskedValues } from './asked-values.ts';
import { type Chart, findTemplate } from './chart.ts';
import { type Rendered, renderWithoutMissing } from './missing-charts.ts';

/** Charts of which more fails ask for something that all of them need: nothing of them is rendered. */
const maxLeftOut = 20;

/** A rendering, with what had to be left out of the chart for it. */
export interface RenderedRest extends Rendered {
  readonly gaps: readonly Gap[];
}

/**
 * Renders a chart; where templates fail, without them, as Helm renders all of a chart or nothing.
 *
 * out     as Helm answered first, where nothing can be rendered without what fails
 * gaps    template-failed: one for each, with Helm's words and the values that it asks for
 * cost    a rendering for each template that fails, 20 more at the most
 */
export async function renderWithoutFailing(
  request: HelmRequest,
  chart: Chart | undefined,
  { world, unit }: { readonly world: SourceWorld; readonly unit: string },
): Promise<RenderedRest> {
  const first = await renderWithoutMissing(request, chart, world);
  const failing = new Map<string, Gap>();
  let { result, layout } = first;
  while (chart && result.kind === 'failed' && result.code === 'render-failed' && failing.size < maxLeftOut) {
    const found = findFailing(chart, result.detail, unit);
    if (!found || failing.has(found.path)) break;
    failing.set(found.path, found.gap);
    layout = ignoring(chart, [...failing.keys()], first.layout);
    result = await world.renderer.helm({ ...request, layout });
  }
  if (result.kind === 'failed') return { ...first, gaps: [] };
  return { result, ...(layout && { layout }), gaps: [...failing.values()] };
}

/** The template that Helm blames, as it names them in all of its errors, with the line where it says one: the first, as those that it includes follow. */
export function findNamedTemplate(detail: string): { readonly stated: string; readonly line?: number } | undefined {
  const [, stated, line] = named.exec(detail) ?? [];
  return stated === undefined ? undefined : { stated, ...(line !== undefined && { line: Number(line) }) };
}

const named = /(?:^|[\s(])([\w.-]+(?:\/charts\/[\w.-]+)*\/templates\/[^\s:()"]+)(?::(\d+))?/;

/** Undefined for a template of a packed chart, which cannot be laid out. */
function findFailing(chart: Chart, detail: string, unit: string): { readonly path: string; readonly gap: Gap } | undefined {
  const blamed = findNamedTemplate(detail);
  if (!blamed) return undefined;
  const { owner, template } = findTemplate(chart, blamed.stated);
  const { file, entry } = owner.chart.files.placeOf(template);
  if (entry !== undefined || !owner.chart.templates.includes(template)) return undefined;
  const asked = findAskedValues(chart, detail);
  const wanted = asked.length > 0 ? `; it asks for ${asked.map((name) => `\`${name}\``).join(', ')}` : '';
  const gap = {
    code: 'template-failed',
    unit,
    path: file,
    ...(blamed.line !== undefined && { line: blamed.line }),
    detail: `${detail}${wanted}; the rest of the chart was rendered without this template`,
  };
  return { path: posix.join(folderIn(chart, owner.path), template), gap };
}

/** Where a subchart lies when its chart is laid out. */
function folderIn(chart: Chart, keys: readonly string[]): string {
  let at: Chart | undefined = chart;
  const steps = keys.map((key) => {
    at = at?.subcharts.find((sub) => sub.key === key);
    const folder = at && posix.dirname(at.files.placeOf('Chart.yaml').file);
    return posix.join('charts', posix.basename(folder ?? key));
  });
  return posix.join('', ...steps);
}

function ignoring({ files }: Chart, paths: readonly string[], layout: ChartLayout | undefined): ChartLayout {
  const lines = paths.map((path) => `/${path.replace(/[\\*?[]/g, '\\$&')}`);
  const text = [files.read('.helmignore') ?? '', ...lines, ''].join('\n');
  return { texts: new Map([...(layout?.texts ?? []), ['.helmignore', text]]), charts: layout?.charts ?? new Map() };
}
