import type { YamlFault } from '../../../formats/yaml/parse-yaml.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { Kustomization } from './graph.ts';
import { kustomizationFields, type LineRange } from './kustomization-fields.ts';

type Shape = 'text' | 'mapping' | 'list of texts' | 'list of mappings';

/**
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
const shapes: ReadonlyMap<string, Shape> = new Map([
  ...named('text', 'apiVersion kind namespace namePrefix nameSuffix'),
  ...named('mapping', 'metadata commonLabels commonAnnotations generatorOptions openapi sortOptions helmGlobals'),
  ...named('list of texts', 'resources bases components crds configurations transformers generators validators'),
  ...named('list of texts', 'patchesStrategicMerge buildMetadata'),
  ...named('list of mappings', 'images patches patchesJson6902 configMapGenerator secretGenerator replacements replicas vars'),
  ...named('list of mappings', 'labels helmCharts helmChartInflationGenerator'),
]);

function named(shape: Shape, names: string): readonly (readonly [string, Shape])[] {
  return names.split(' ').map((name) => [name, shape]);
}

/** Lines of a kustomization that the tool refuses for what they are. */
export interface Misfit extends LineRange {
  readonly fault: YamlFault;
}

/** Fields that kustomize does not know or that are of another shape than it takes, and entries of lists likewise. */
export function findMisfits({ text, value }: Kustomization): readonly Misfit[] {
  return kustomizationFields(text).flatMap((field) => {
    const shape = shapes.get(field.name);
    const stated = value[field.name];
    const toMisfit = ({ from, to }: LineRange, message: string) => ({ from, to, fault: { line: from + 1, message } });
    if (shape === undefined) return [toMisfit(field, `\`${field.name}\` is no field of a kustomization`)];
    if (stated === undefined || stated === null) return [];
    const entries = Array.isArray(stated) && shape.startsWith('list') ? [...stated.entries()] : undefined;
    const wrong = entries?.filter(([, entry]) => !fits(entry, shape === 'list of texts' ? 'text' : 'mapping')) ?? [];
    const places = wrong.flatMap(([index]) => field.entries[index] ?? []);
    const isWrong = entries === undefined ? !fits(stated, shape) : places.length < wrong.length;
    if (isWrong) return [toMisfit(field, `\`${field.name}\` is not a ${shape}`)];
    return places.map((place) => toMisfit(place, `an entry of \`${field.name}\`, which is a ${shape}, is none`));
  });
}

function fits(value: JsonValue, shape: Shape): boolean {
  if (shape === 'text') return typeof value === 'string' || typeof value === 'number';
  return shape === 'mapping' && typeof value === 'object' && value !== null && !Array.isArray(value);
}
