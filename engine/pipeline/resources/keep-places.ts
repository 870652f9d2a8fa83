import { parseEvidencePath } from '../../formats/json/parse-evidence-path.ts';
import { findFailures } from '../../judge/hardening/find-failures.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { KeyPlace, Resource } from '../../model/resource.ts';

type Steps = readonly (string | number)[];

/** Lists whose items say who may do what, and who may reach whom. */
const ruling: readonly (readonly string[])[] = [['rules'], ['subjects'], ['spec', 'ingress'], ['spec', 'egress']];

/**
 * Resources with the places that findings need: of what fails a check, and of rules. The lines of all keys would double a record.
 *
 * cost    that of all checks
 */
export function keepPlaces(resources: readonly Resource[]): readonly Resource[] {
  const failing = Map.groupBy(findFailures(resources), ({ resource }) => resource);
  return resources.map((resource) => {
    const { identity, value, places } = resource;
    if (!places) return resource;
    const wanted = (failing.get(identity) ?? []).map(({ path }) => parseEvidencePath(path)[0] ?? []);
    return { ...resource, places: only(places, [...wanted, ...ruling.flatMap((path) => itemsAt(value, path))]) };
  });
}

function itemsAt(value: JsonObject, path: readonly string[]): readonly Steps[] {
  const list = path.reduce((at: JsonValue | undefined, key) => Object(at)[key], value);
  return Array.isArray(list) ? list.map((_, index) => [...path, index]) : [];
}

function only({ keys = {}, ...place }: KeyPlace, wanted: readonly Steps[]): KeyPlace {
  const groups = Map.groupBy(wanted, ([first]) => first);
  const kept = [...groups].flatMap(([step, paths]): readonly (readonly [string, KeyPlace])[] => {
    const inner = step !== undefined && Object.hasOwn(keys, step) ? keys[step] : undefined;
    return inner
      ? [
          [
            String(step),
            only(
              inner,
              paths.map((path) => path.slice(1)),
            ),
          ],
        ]
      : [];
  });
  return kept.length === 0 ? place : { ...place, keys: Object.fromEntries(kept) };
}
