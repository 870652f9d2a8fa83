import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import { type Decision, type ImagePart, imageParts } from '../../../model/occurrence.ts';
import { splitReference } from '../locate-parts.ts';
import { lineHolding } from '../locate-text.ts';
import type { Chart, PlacedChart } from './chart.ts';
import type { ChartValues, ValuePlace } from './chart-values.ts';
import type { MarkedSpan } from './marks.ts';
import { writeValuePath } from './plain-values.ts';

/** Where an image was rendered, and by what. */
export interface Origin {
  readonly owner: PlacedChart;
  /** Path in the owner. */
  readonly template: string;
  readonly values: ChartValues;
}

/**
 * What decides the parts of an image: the values whose marks stood in it; for a part that no mark stood in, the chart's `appVersion`
 * where the templates speak of it, else the template that holds the text, a partial one where its own does not.
 *
 * in      an image as rendered; spans of it that values gave
 * out     in the order of the parts; a part whose text stands nowhere is left out
 */
export function decideParts(declared: string, spans: readonly MarkedSpan[], origin: Origin): readonly Decision[] {
  const parts = partsOf(declared);
  return imageParts.flatMap((part) => {
    const range = parts.get(part);
    if (!range) return [];
    const given = spans.filter(({ start, end }) => start < range.end && end > range.start);
    const decisions = given.flatMap(({ mark }) => {
      const place = origin.values.placeOf(mark.path, mark.lineInText);
      return place ? [{ part, value: writeValuePath(mark.path), ...place }] : [];
    });
    if (decisions.length > 0) return distinct(decisions);
    const place = findElsewhere(part, declared.slice(range.start, range.end), declared, origin);
    return place ? [{ part, ...place }] : [];
  });
}

/** The place that is edited for another version: the tag, without one the digest, then the name. */
export function placeOfVersion(decisions: readonly Decision[]): Decision | undefined {
  const order: readonly ImagePart[] = ['tag', 'digest', 'repository', 'registry'];
  for (const part of order) {
    const found = decisions.findLast((decision) => decision.part === part);
    if (found) return found;
  }
  return undefined;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function partsOf(declared: string): ReadonlyMap<ImagePart, Range> {
  const { name, tag, digest } = splitReference(declared);
  const first = name.slice(0, Math.max(name.indexOf('/'), 0));
  const host = /[.:A-Z]/.test(first) || first === 'localhost' ? first.length + 1 : 0;
  const parts = new Map<ImagePart, Range>();
  if (host > 0) parts.set('registry', { start: 0, end: host - 1 });
  parts.set('repository', { start: host, end: name.length });
  if (tag !== undefined) parts.set('tag', { start: name.length + 1, end: name.length + 1 + tag.length });
  if (digest !== undefined) parts.set('digest', { start: declared.length - digest.length, end: declared.length });
  return parts;
}

function findElsewhere(part: ImagePart, text: string, declared: string, origin: Origin): ValuePlace | undefined {
  const { owner, template } = origin;
  const literal = [declared, text].flatMap((wanted) => findLiteral(owner.chart, [template], wanted) ?? [])[0];
  if (literal) return literal;
  const version = part === 'tag' ? findChartVersion(owner.chart, text) : undefined;
  return version ?? findLiteral(owner.chart, partials(owner.chart), text);
}

/** The line of Chart.yaml that a template takes a tag from. */
function findChartVersion(chart: Chart, tag: string): ValuePlace | undefined {
  const bare = (text: string): string => text.replace(/^v(?=\d)/, '');
  const key = [['appVersion', chart.appVersion] as const, ['version', chart.version] as const].find(
    ([, text]) => text !== '' && bare(tag).startsWith(bare(text)),
  )?.[0];
  const line = key && yamlPlaces(chart.files.read('Chart.yaml') ?? '').find([key])?.line;
  return line === undefined ? undefined : { ...chart.files.placeOf('Chart.yaml'), line };
}

/** A line that may state an image: a version such as `v1` stands in many that do not. */
const speaking = /image|(?<!api)version|tag|digest|default|repo|registry|hub|[/:@][\w.-]/i;

function findLiteral(chart: Chart, templates: readonly string[], text: string): ValuePlace | undefined {
  for (const template of templates) {
    const lines = (chart.files.read(template) ?? '').split('\n');
    const index = lines.findIndex(
      (line) => line.includes(text) && speaking.test(line) && lineHolding(line, text, { comments: false }) !== undefined,
    );
    if (index >= 0) return { ...chart.files.placeOf(template), line: index + 1 };
  }
  return undefined;
}

function partials(chart: Chart): readonly string[] {
  return chart.templates.filter((path) => /(?:^|\/)_[^/]*$|\.tpl$/.test(path));
}

function distinct(decisions: readonly Decision[]): readonly Decision[] {
  return [...new Map(decisions.map((decision) => [decision.value, decision])).values()];
}
