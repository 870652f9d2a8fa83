import { posix } from 'node:path/posix';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import type { DeclaredChart } from '../../../model/inventory.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { SourceFiles } from '../ports.ts';
import type { HelmSource } from '../source-spec.ts';

/**
 * The chart that a source installs, with the line that states its version.
 *
 * out     undefined for packed charts, and where Chart.yaml states no name
 */
export function declaredChart(spec: HelmSource, files: SourceFiles): DeclaredChart | undefined {
  const file = posix.join(spec.at, 'Chart.yaml');
  const text = files.readText(file) ?? '';
  const { name, version } = (parseYaml(text).value ?? {}) as JsonObject;
  if (typeof name !== 'string') return undefined;
  const places = yamlPlaces(text);
  const line = (places.find(['version']) ?? places.find(['name']))?.line ?? 1;
  return { name, version: scalarText(version ?? ''), source: `helm:${spec.at}`, namespace: spec.namespace, file, line };
}
