import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import type { Certainty } from '../../model/occurrence.ts';
import type { Resource } from '../../model/resource.ts';
import { hostKinds, writePath } from './stated-references.ts';

/** The address of a Service in a text. */
export interface StatedAddress {
  readonly from: Resource;
  readonly to: Resource;
  readonly path: string;
  readonly certainty: Certainty;
}

/** Host names; a label of 63 characters at most, as DNS has them. */
const hostName = /[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,6}/g;
/** Members whose texts are names of other things, but in a ConfigMap's data. */
const otherTexts: ReadonlySet<string> = new Set(['image', 'name', 'namespace', 'kind', 'apiVersion']);
const labels: ReadonlySet<string> = new Set(['labels', 'matchLabels']);
const maxDepth = 64;

/**
 * Texts of resources, configuration, environment and arguments among them, that hold the DNS name of a Service: `gauge.tide.svc…` for
 * certain; `gauge.tide`, `http://gauge`, `gauge:8080`, and `gauge` as a whole value of configuration or environment, likely.
 *
 * in      where to look; the Services that are looked for
 * cost    O(length of the texts)
 * source  https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export function findAddresses(resources: readonly Resource[], services: readonly Resource[]): readonly StatedAddress[] {
  if (services.length === 0) return [];
  const byName = Map.groupBy(services, ({ identity }) => identity.name);
  return resources.flatMap((from) => {
    const found = new Map<string, StatedAddress>();
    walk(from.value, [], (text, path) => {
      // Named objects already.
      if (path.at(-1) === 'host' && hostKinds.has(from.identity.kind)) return;
      for (const { to, certainty } of [...inText(text, from, byName), ...asWhole(text, path, from, byName)]) {
        const at = writePath(path);
        const key = JSON.stringify([at, to.identity]);
        if (found.get(key)?.certainty !== 'certain') found.set(key, { from, to, path: at, certainty });
      }
    });
    return [...found.values()];
  });
}

function inText(
  text: string,
  from: Resource,
  byName: ReadonlyMap<string, readonly Resource[]>,
): readonly Pick<StatedAddress, 'to' | 'certainty'>[] {
  return [...text.matchAll(hostName)].flatMap(({ 0: token, index }) => {
    const [name = '', namespace, svc] = token.split('.');
    const before = text[index - 1] ?? '';
    if (/[\w.-]/.test(before)) return [];
    const isCalled =
      text.slice(0, index).endsWith('://') || /^:\d{2,5}(?!\d)/.test(text.slice(index + token.length, index + token.length + 7));
    return (byName.get(name) ?? []).flatMap((to) => {
      if (namespace === undefined)
        return isCalled && namespaceOf(to) === namespaceOf(from) ? [{ to, certainty: 'likely' as const }] : [];
      if (namespaceOf(to) !== namespace || (svc !== undefined && svc !== 'svc')) return [];
      return [{ to, certainty: svc === 'svc' || isCalled ? ('certain' as const) : ('likely' as const) }];
    });
  });
}

/** A name alone is an address only where programs are told something. */
function asWhole(
  text: string,
  path: Path,
  from: Resource,
  byName: ReadonlyMap<string, readonly Resource[]>,
): readonly Pick<StatedAddress, 'to' | 'certainty'>[] {
  const isTold = path.at(-1) === 'value' || (path[0] === 'data' && path.length === 2) || path.at(-2) === 'args';
  if (!isTold) return [];
  return (byName.get(text) ?? []).flatMap((to) =>
    namespaceOf(to) === namespaceOf(from) ? [{ to, certainty: 'likely' as const }] : [],
  );
}

type Path = readonly (string | number)[];

function walk(value: unknown, path: Path, tell: (text: string, path: Path) => void): void {
  if (path.length > maxDepth) return;
  if (typeof value === 'string') tell(value, path);
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index], tell);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) {
      const isOther = labels.has(key) || (otherTexts.has(key) && path[0] !== 'data' && typeof member === 'string');
      if (!isOther) walk(member, [...path, key], tell);
    }
}
