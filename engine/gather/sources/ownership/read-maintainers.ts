import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { NamedOwner } from './read-owners-file.ts';

/**
 * The maintainers that a Chart.yaml names.
 *
 * in      any text
 * source  https://helm.sh/docs/topics/charts/#the-chartyaml-file
 */
export function readMaintainers(text: string): readonly NamedOwner[] {
  const { value } = parseYaml(text);
  const maintainers = isMapping(value) ? value.maintainers : undefined;
  if (!Array.isArray(maintainers)) return [];
  const places = yamlPlaces(text);
  return maintainers.flatMap((maintainer: JsonValue, index): readonly NamedOwner[] => {
    const owner = isMapping(maintainer) ? (maintainer.name ?? maintainer.email) : undefined;
    if (typeof owner !== 'string' || owner.trim() === '') return [];
    return [{ owner: owner.trim(), line: places.find(['maintainers', index])?.line ?? 1 }];
  });
}

function isMapping(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
