import { parseEvidencePath } from '../../../formats/json/parse-evidence-path.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { DecidedImage, ValuePlace } from '../../../model/resource.ts';
import type { FindGiven } from '../place-keys.ts';
import type { ChartValues } from './chart-values.ts';
import { placeOfVersion } from './decide.ts';
import { isObject, type ValuePath, valueAt, writeValuePath } from './plain-values.ts';

/** What is known of the chart that a template belongs to. */
export interface PlacingContext {
  readonly values: ChartValues;
  /** Keys that lead to the chart's values. */
  readonly chart: readonly string[];
  readonly decided: readonly DecidedImage[];
}

/**
 * Finds the value of a chart that fills a key: one that is what was rendered, or holds it, or is empty as is what was not rendered; of an
 * image, the one that marks proved.
 */
export function createFindGiven(context: PlacingContext): FindGiven {
  return ({ refs, value, path }) => (path && findDecided(path, context)) ?? findValue(refs, value, context);
}

function findValue(refs: readonly ValuePath[], value: JsonValue | undefined, context: PlacingContext): ValuePlace | undefined {
  const paths = refs
    .filter(([first, second]) => first === 'Values' && second !== undefined)
    .map((ref) => toValuePath(ref, context));
  const gives = paths.find((path) => isGiven(valueAt(context.values.root, path), value));
  const only = paths.length === 1 && typeof value === 'string' ? paths[0] : undefined;
  const part = only && valueAt(context.values.root, only);
  const isPart = typeof part === 'string' && part !== '' && scalarText(value).includes(part);
  const path = gives ?? (isPart ? only : undefined);
  const place = path && context.values.placeOf(path);
  return place && { value: writeValuePath(path), ...place };
}

function isGiven(given: JsonValue | undefined, value: JsonValue | undefined): boolean {
  if (value === undefined)
    return given === null || given === '' || given === false || (typeof given === 'object' && Object.keys(given).length === 0);
  if (Array.isArray(value)) return Array.isArray(given);
  if (isObject(value)) return isObject(given) && Object.keys(given).some((key) => Object.hasOwn(value, key));
  return given !== undefined && typeof given !== 'object' && scalarText(given) === scalarText(value);
}

/** Marked renderings know better than the text what an image is made of. */
function findDecided(path: ValuePath, { decided }: PlacingContext): ValuePlace | undefined {
  const image = decided.find((each) => isSame(parseEvidencePath(each.path), path));
  const version = image && placeOfVersion(image.decidedBy);
  if (version?.value === undefined) return undefined;
  const { value, file, line, entry } = version;
  return { value, file, line, ...(entry !== undefined && { entry }) };
}

function isSame([steps = [], ...nested]: readonly ValuePath[], path: ValuePath): boolean {
  return nested.length === 0 && steps.length === path.length && steps.every((step, index) => step === path[index]);
}

/** Globals are everybody's; all else belongs to the chart. */
function toValuePath([, ...keys]: ValuePath, { chart }: PlacingContext): ValuePath {
  return keys[0] === 'global' ? keys : [...chart, ...keys];
}
