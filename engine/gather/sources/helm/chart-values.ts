import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { type FoundPath, type YamlPlaces, yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { SourceFiles } from '../ports.ts';
import type { HelmSource } from '../source-spec.ts';
import type { TextFile } from '../text-line.ts';
import type { Chart } from './chart.ts';
import { isObject, type ValuePath, valueAt } from './plain-values.ts';
import { parseSet, setValues } from './set-values.ts';

/** The text that gives a chart's value. */
export interface ValuePlace extends TextFile {
  /** 1-based. */
  readonly line: number;
}

/** What a chart is rendered with, and where each value stands. */
export interface ChartValues {
  readonly root: JsonObject;
  /** Undefined where no text gives the value. `lineInText` asks for a later line of a value that is a block of text. */
  placeOf(path: ValuePath, lineInText?: number): ValuePlace | undefined;
  /** Whether `--set` gives it, or what it lies in or holds: values files do not count there. */
  isSet(path: ValuePath): boolean;
}

/**
 * The values of a chart and its subcharts as Helm merges them: a chart's own, its parent's for it, the values files, what stands
 * inline, and `--set`; mappings are merged, everything else is replaced; what null takes away is null here.
 *
 * in      the chart; the source that installs it
 * source  https://helm.sh/docs/chart_template_guide/values_files/, https://helm.sh/docs/chart_template_guide/subcharts_and_globals/
 */
export function readChartValues(chart: Chart, spec: HelmSource, files: SourceFiles): ChartValues {
  const given = spec.values.map((file) => ({ file, text: files.readText(file) ?? '' }));
  let root: JsonObject = {};
  for (const { text } of given) {
    const value = parseYaml(text).value;
    if (isObject(value)) root = merge(root, value);
  }
  if (spec.inline) root = merge(root, spec.inline.values);
  const unset = coalesce(chart, root);
  const merged = spec.set.length > 0 ? coalesce(chart, merge(root, setValues(spec.set, unset))) : unset;
  const sets = spec.set.map((text) => parseSet(text).map(({ path }) => path));
  const inFiles = [...given.toReversed().map(({ file, text }) => placesIn({ file }, text)), ...chartPlaces(chart)];
  return {
    root: merged,
    isSet: (path) => sets.flat().some((one) => isWithin(path, one) || isWithin(one, path)),
    placeOf: (path, lineInText = 0) => {
      const index = sets.findLastIndex((paths) => paths.some((one) => isWithin(path, one)));
      const set = index < 0 ? undefined : spec.setPlaces?.[index];
      return set ?? findInline(spec, files, { path, lineInText }) ?? firstOf(inFiles, (find) => find(path, lineInText));
    },
  };
}

type FindPlace = (path: ValuePath, lineInText: number) => ValuePlace | undefined;

function placesIn(place: TextFile, text: string, prefix: ValuePath = []): FindPlace {
  let places: YamlPlaces | undefined;
  return (path, lineInText) => {
    if (!isWithin(path, prefix)) return undefined;
    places ??= yamlPlaces(text);
    const found = places.find(path.slice(prefix.length));
    return found && { ...place, line: lineIn(found, lineInText) };
  };
}

/** The chart's own values come before those of its subcharts. */
function chartPlaces(chart: Chart, prefix: ValuePath = []): readonly FindPlace[] {
  const own = placesIn(chart.files.placeOf('values.yaml'), chart.files.read('values.yaml') ?? '', prefix);
  return [own, ...chart.subcharts.flatMap((sub) => chartPlaces(sub, [...prefix, sub.key]))];
}

function findInline(
  { inline }: HelmSource,
  files: SourceFiles,
  { path, lineInText }: { readonly path: ValuePath; readonly lineInText: number },
): ValuePlace | undefined {
  if (!inline || valueAt(inline.values, path) === undefined) return undefined;
  const { file, documentLine = 1 } = inline;
  const text = (files.readText(file) ?? '').split('\n').slice(documentLine - 1);
  const found = yamlPlaces(text.join('\n')).find([...inline.path, ...path]);
  return found && { file, line: lineIn(found, lineInText) + documentLine - 1 };
}

function lineIn({ line, keyLine = line, blockLine }: FoundPath, lineInText: number): number {
  return blockLine === undefined ? keyLine : blockLine + lineInText;
}

function coalesce(chart: Chart, given: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...merge(chart.values, given) };
  for (const sub of chart.subcharts) {
    const inside = merged[sub.key];
    merged[sub.key] = coalesce(sub, isObject(inside) ? inside : {});
  }
  return merged;
}

/** Null stays, so that it takes away what a subchart says too. */
function merge(below: JsonObject, above: JsonObject): JsonObject {
  const merged = Object.assign(Object.create(null) as Record<string, JsonValue>, below);
  for (const [key, value] of Object.entries(above)) {
    const known = merged[key];
    merged[key] = isObject(value) && isObject(known) ? merge(known, value) : value;
  }
  return merged;
}

function isWithin(path: ValuePath, prefix: ValuePath): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
