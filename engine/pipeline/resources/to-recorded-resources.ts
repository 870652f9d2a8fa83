import type { Resource } from '../../model/resource.ts';
import { type NumberSecret, omitValues } from './omit-values.ts';

/**
 * The resources of a release as its record holds them.
 *
 * Left out: definitions of resources; `status` and `metadata.managedFields`, which clusters write; what decides their images (the
 * inventory has it). Every value of a Secret, wherever one is nested, is `null`, and so are texts that hold a Secret, binary data, and
 * texts over 4 kB; `omitted` lists what, and which values of Secrets are equal. Keys stay.
 *
 * in      resources of all sources, in the order of the sources
 * out     ordered by namespace, kind, name, apiVersion, file and line; one object that several sources install alike once, for the
 *         first of them
 * cost    one walk over the values; looks up the line of each
 */
export function toRecordedResources(resources: readonly Resource[]): readonly Resource[] {
  const known = new Map<string, Resource>();
  const numberOf = numberSecrets();
  for (const resource of resources) {
    if (resource.identity.kind === 'CustomResourceDefinition') continue;
    const recorded = toRecorded(resource, numberOf);
    const { identity, value, file, defaultNamespace } = recorded;
    const key = JSON.stringify([identity, file, defaultNamespace, value]);
    if (!known.has(key)) known.set(key, recorded);
  }
  return [...known.values()].toSorted(byIdentity);
}

/** In the order that values appear, so that a number tells nothing but which are equal. */
function numberSecrets(): NumberSecret {
  const numbers = new Map<string, number>();
  return (value) => {
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return number;
  };
}

function toRecorded(resource: Resource, numberOf: NumberSecret): Resource {
  const { identity, source, component, file, line, places, hook, defaultNamespace } = resource;
  const { value, omitted } = omitValues(resource.value, numberOf);
  return {
    identity,
    value,
    source,
    ...(component !== undefined && { component }),
    file,
    ...(line !== undefined && { line }),
    ...(places && { places }),
    hook,
    ...(defaultNamespace !== undefined && { defaultNamespace }),
    ...(omitted.length > 0 && { omitted }),
  };
}

function byIdentity(one: Resource, other: Resource): number {
  const [a, b] = [sortKeyOf(one), sortKeyOf(other)];
  const index = a.findIndex((part, at) => part !== b[at]);
  if (index >= 0) return (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
  return (one.line ?? 0) - (other.line ?? 0);
}

function sortKeyOf({ identity, file, source }: Resource): readonly string[] {
  return [identity.namespace ?? '', identity.kind, identity.name, identity.apiVersion, file, source];
}
