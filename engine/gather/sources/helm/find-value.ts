import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { SplitReference } from '../locate-parts.ts';

/** A path into a values file, and how much of the image it decides. */
export interface FoundValue {
  readonly path: readonly (string | number)[];
  /** `version`: the whole image, its tag or its digest; `name`: only what it is called. */
  readonly decides: 'version' | 'name';
  /** More where more of the image is stated; comparable between files. */
  readonly score: number;
}

/**
 * The value that an image was made from: one that is the whole of it, or a group of values of which one ends its name and another is its
 * tag or digest. The longest part of the name wins, since images of one chart share registries.
 *
 * in      a values file; an image as rendered, and taken apart
 * out     undefined where no value has to do with the image
 */
export function findValue(values: JsonValue, declared: string, image: SplitReference): FoundValue | undefined {
  let best: FoundValue | undefined;
  for (const { group, path } of groupsOf(values)) {
    const found = judgeGroup(group, declared, image);
    if (found && found.score > (best?.score ?? 0))
      best = { path: [...path, found.key], decides: found.decides, score: found.score };
  }
  return best;
}

/**
 * A tag or digest that all images of a chart share: it stands apart from any image's name.
 */
export function findSharedVersion(values: JsonValue, image: SplitReference): readonly (string | number)[] | undefined {
  for (const { group, path } of groupsOf(values)) {
    if (Object.keys(group).some((key) => /repository|^image$|^name$/i.test(key))) continue;
    const found = Object.entries(group).find(
      ([key, value]) => /tag|version|digest/i.test(key) && [image.tag, image.digest].includes(scalarText(value)),
    );
    if (found) return [...path, found[0]];
  }
  return undefined;
}

function judgeGroup(
  group: JsonObject,
  declared: string,
  image: SplitReference,
): { key: string; decides: FoundValue['decides']; score: number } | undefined {
  const entries = Object.entries(group).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  const whole = entries.find(([, value]) => scalarText(value) === declared);
  if (whole) return { key: whole[0], decides: 'version', score: 2 * declared.length + 2 };
  const named = entries
    .filter(([, value]) => scalarText(value).length > 1 && (image.name === value || image.name.endsWith(`/${value}`)))
    .toSorted((one, other) => scalarText(other[1]).length - scalarText(one[1]).length)[0];
  if (!named) return undefined;
  const version = entries.find(([, value]) => [image.digest, image.tag].includes(scalarText(value)));
  const score = 2 * scalarText(named[1]).length;
  return version ? { key: version[0], decides: 'version', score: score + 1 } : { key: named[0], decides: 'name', score };
}

function groupsOf(root: JsonValue): readonly { group: JsonObject; path: readonly (string | number)[] }[] {
  const groups: { group: JsonObject; path: readonly (string | number)[] }[] = [];
  const open: { value: JsonValue; path: readonly (string | number)[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) groups.push({ group: value as JsonObject, path });
    const parts: [string | number, JsonValue][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [key, part] of parts.toReversed()) open.push({ value: part, path: [...path, key] });
  }
  return groups;
}
