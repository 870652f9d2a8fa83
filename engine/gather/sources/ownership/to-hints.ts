import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Resource } from '../../../model/resource.ts';
import type { OwnershipHints } from '../attribution.ts';

/** Labels that name the component that a resource belongs to, the widest first: one product is made of several. */
const componentLabels = ['app.kubernetes.io/part-of', 'app.kubernetes.io/name', 'app.kubernetes.io/component', 'app'];
/** `a8r.io/owner` is the annotation that the Ambassador convention gives services; the others are the same in short. */
const ownerKeys = ['a8r.io/owner', 'owner', 'team'];

/**
 * What a resource and its source say about whose it is.
 *
 * source  https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/, https://ambassadorlabs.github.io/k8s-for-humans/
 */
export function toHints({ value, source }: Resource): OwnershipHints {
  const metadata = objectAt(value, 'metadata');
  const labels = objectAt(metadata, 'labels');
  const annotations = objectAt(metadata, 'annotations');
  const components = componentLabels.flatMap((key) => textAt(labels, key) ?? []);
  const owner = ownerKeys.map((key) => textAt(annotations, key) ?? textAt(labels, key)).find((text) => text !== undefined);
  return {
    ...(source.startsWith('helm:') && { chart: source.slice('helm:'.length) }),
    ...(components.length > 0 && { components: [...new Set(components)] }),
    ...(owner !== undefined && { owner }),
  };
}

function objectAt(value: JsonObject, key: string): JsonObject {
  const found: JsonValue | undefined = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonObject) : {};
}

function textAt(value: JsonObject, key: string): string | undefined {
  const text = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}
