import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { yamlLines } from '../../formats/yaml/yaml-lines.ts';
import { yamlPlaces } from '../../formats/yaml/yaml-places.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Condition, Occurrence } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';
import { lineHolding } from './locate-text.ts';
import { toStatedOccurrence } from './stated-image.ts';

/** A Chart.yaml, or the manifest that stands for it. */
export interface ChartFile {
  readonly file: string;
  readonly text: string;
  readonly component?: string | undefined;
}

const annotation = 'artifacthub.io/images';

/**
 * An annotation says what a chart may install, not what it does install: an image that stands nowhere else is conditional, and this is what
 * it depends on.
 */
const condition: Condition = { value: `annotations.${annotation}`, equals: true };

/**
 * The images that a chart's annotation for Artifact Hub lists, each image once.
 *
 * in      Chart.yaml; the unit that reads it
 * out     occurrences of no resource, all conditional, with the line of the image
 * gaps    annotation-unreadable: the annotation is no list of images; reference-unreadable
 * source  https://artifacthub.io/docs/topics/annotations/helm/
 */
export function readAnnotatedImages(chart: ChartFile, unit: string): readonly (Occurrence | Gap)[] {
  const { file, text } = chart;
  // Most charts have none, and are not parsed for it.
  if (!text.includes(annotation)) return [];
  const annotations = toObject(parseYaml(text).value)?.annotations;
  const stated = toObject(annotations)?.[annotation];
  if (typeof stated !== 'string') return [];
  const { line = 1, blockLine } = yamlPlaces(text).find(['annotations', annotation]) ?? {};
  const list = parseYaml(stated).value;
  if (!Array.isArray(list)) {
    const detail = `the annotation ${annotation} is no YAML list of images, and what it says was not read`;
    return [{ code: 'annotation-unreadable', unit, path: file, line, detail }];
  }
  const lineOf = yamlLines(stated);
  const seen = new Set<string>();
  return list.flatMap((entry: JsonValue, index) => {
    const declared = toObject(entry)?.image;
    if (typeof declared !== 'string' || seen.has(declared)) return [];
    seen.add(declared);
    const inside = blockLine === undefined ? line : blockLine + lineOf([index, 'image']) - 1;
    const at = holds(text, inside, declared) ? inside : (lineHolding(text, declared) ?? line);
    const path = `annotations[${JSON.stringify(annotation)}].#yaml[${index}].image`;
    const where = { path, file, line: at, component: chart.component };
    return [toStatedOccurrence({ declared, how: 'chart-annotation', conditional: [condition], ...where }, unit)];
  });
}

function holds(text: string, line: number, wanted: string): boolean {
  return text.split('\n')[line - 1]?.includes(wanted) ?? false;
}

function toObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
