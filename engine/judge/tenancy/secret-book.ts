import { entriesAt, textAt } from '../../formats/json/members.ts';
import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource } from '../../model/resource.ts';
import type { TenancyEvidence } from '../../model/tenancy.ts';
import { evidenceOf, homeOf, nameOf, type PlacedUse, secretUsesOf } from './workload-words.ts';

/** A Secret that the release states. */
export interface StatedSecret {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  /** Ordered. */
  readonly keys: readonly string[];
  /** Where a key stands in the resource. */
  placeOf(key: string | undefined): string;
  /** Key → number of its value; see `OmittedValue.same`. Without keys that hold nothing secret. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** A Secret that a workload is given. */
export interface FoundUse extends PlacedUse {
  readonly workload: Workload;
}

/** Every Secret of a release, and who is given which. */
export interface SecretBook {
  readonly stated: readonly StatedSecret[];
  readonly uses: readonly FoundUse[];
  /** Secrets that hold a value of this one, itself left out. */
  sameAs(secret: StatedSecret): readonly StatedSecret[];
  find(namespace: string, name: string): StatedSecret | undefined;
  /** Who is given this Secret, or one with the same values, or one of its name in another namespace that the release does not state. */
  usersOf(namespace: string, name: string): readonly FoundUse[];
}

/** Names of keys whose values are no secrets, or are meant to be known to both sides. */
const publicKeys =
  /^(?:ca|tls|cert|ca-cert|ca-bundle)\.?(?:crt|pem)?$|user(?:_?name)?$|_?host$|_?port$|database$|db_?name$|_?url$|issuer|client_?id$/i;

/**
 * Values are never looked at: a record has none, and says which are equal.
 *
 * cost    O(Secrets + uses)
 */
export function toSecretBook(cluster: Cluster, workloads: readonly Workload[]): SecretBook {
  const stated = cluster.ofKind('', 'Secret').map(toStated);
  const uses = workloads.flatMap((workload) => secretUsesOf(workload).map((use) => ({ ...use, workload })));
  const byName = new Map(stated.map((secret) => [`${secret.namespace}/${secret.name}`, secret]));
  const byNumber = Map.groupBy(
    stated.flatMap((secret) => [...new Set(secret.numbers.values())].map((number) => ({ number, secret }))),
    ({ number }) => number,
  );
  const usedAs = Map.groupBy(uses, ({ secret }) => secret);
  const find = (namespace: string, name: string) => byName.get(`${namespace}/${name}`);
  const sameAs = (secret: StatedSecret) => {
    const same = [...new Set(secret.numbers.values())].flatMap((number) => byNumber.get(number) ?? []);
    return [...new Set(same.map((each) => each.secret))].filter((each) => each !== secret);
  };
  return {
    stated,
    uses,
    sameAs,
    find,
    usersOf: (namespace, name) => {
      const own = find(namespace, name);
      const alike = (own ? sameAs(own) : []).flatMap((each) =>
        (usedAs.get(each.name) ?? []).filter((use) => use.namespace === each.namespace),
      );
      const named = (usedAs.get(name) ?? []).filter((use) => use.namespace === namespace || !find(use.namespace, name));
      return [...new Set([...named, ...alike])];
    },
  };
}

function toStated(resource: Resource): StatedSecret {
  const keys = ['data', 'stringData'].flatMap((part) =>
    entriesAt(resource.value, part).map(([key]) => ({ key, path: pathOf(part, key) })),
  );
  const numbers = new Map(
    (resource.omitted ?? []).flatMap(({ path, same }) => (same === undefined ? [] : [[path, same] as const])),
  );
  const numbered = keys.flatMap(({ key, path }) => {
    const number = path.map((each) => numbers.get(each)).find((each) => each !== undefined);
    return number === undefined || publicKeys.test(key) ? [] : [[key, number] as const];
  });
  return {
    resource,
    namespace: homeOf(resource),
    name: resource.identity.name,
    placeOf: (wanted) => keys.findLast(({ key }) => key === wanted)?.path.at(-1) ?? 'metadata.name',
    keys: [...new Set(keys.map(({ key }) => key))].toSorted(),
    numbers: new Map(numbered),
  };
}

/** As evidence paths are written. */
function pathOf(part: string, key: string): readonly string[] {
  return [`${part}.${key}`, `${part}[${JSON.stringify(key)}]`];
}

/** Secrets of Helm's own, and tokens that a cluster fills in. */
export function isBookkeeping({ resource }: StatedSecret): boolean {
  return /^helm\.sh\/release|^kubernetes\.io\/service-account-token$/.test(textAt(resource.value, 'type') ?? '');
}

/** Who is given a Secret, at the key that says so. */
export function describeUse({ workload: { resource }, namespace, secret, as, path }: FoundUse): TenancyEvidence {
  return evidenceOf(resource, `${nameOf(resource)} is given Secret ${namespace}/${secret} as ${as}.`, path);
}
