import type { TenancyFinding } from '../../model/tenancy.ts';
import type { Copier } from './find-copiers.ts';
import type { Parties } from './parties.ts';
import { describeUse, isBookkeeping, type SecretBook, type StatedSecret } from './secret-book.ts';
import { evidenceOf, listSome, nameOf } from './workload-words.ts';

const remedy = 'Make a credential for each namespace, with what its workloads need and nothing else.';

/**
 * Secrets that more than one party has.
 *
 * out     those that something copies into namespaces of tenants; those whose values are equal in several namespaces; those that bear one
 *         name and the same keys where nobody can say whether they are equal
 */
export function findSharedSecrets(book: SecretBook, copiers: readonly Copier[], parties: Parties): readonly TenancyFinding[] {
  const groups = groupEqual(book);
  return [
    ...copiers.flatMap((each) => toCopied(each, parties)),
    ...groups.flatMap((each) => toShared(each, book, parties)),
    ...findNamed(book, parties),
  ];
}

function toCopied(
  { namespace, name, tenants, certainty, by, evidence }: Copier,
  { tenants: all }: Parties,
): readonly TenancyFinding[] {
  if (all.length > 0 && tenants.length === 0) return [];
  const [first] = evidence;
  const secret = `Secret ${namespace === '*' ? '' : `${namespace}/`}${name}`;
  const whose = tenants.length > 0 ? `namespaces of tenants (${listSome(tenants)})` : 'other namespaces';
  const maybe = certainty === 'likely' ? 'is given to a controller that writes Secrets into' : 'is copied into';
  return [
    {
      code: 'secret-copied',
      severity: tenants.length > 0 ? 'HIGH' : 'LOW',
      certainty,
      title: `${secret} ${certainty === 'likely' ? 'may be' : 'is'} copied into ${tenants.length > 0 ? 'namespaces of tenants' : 'other namespaces'}`,
      sentence: `${secret} ${maybe} ${whose} by ${by}: who may read Secrets, or start a pod, in one of them has what the others have. ${remedy}`,
      ...{ remedy, tenants, evidence, file: first?.file ?? null, line: first?.line ?? null },
    },
  ];
}

/** Secrets that hold an equal value, transitively. */
function groupEqual(book: SecretBook): readonly (readonly StatedSecret[])[] {
  const seen = new Set<StatedSecret>();
  return book.stated.flatMap((start) => {
    if (seen.has(start) || isBookkeeping(start)) return [];
    const group = new Set([start]);
    for (const member of group) for (const same of book.sameAs(member)) if (!isBookkeeping(same)) group.add(same);
    for (const member of group) seen.add(member);
    return [[...group]];
  });
}

function toShared(group: readonly StatedSecret[], book: SecretBook, parties: Parties): readonly TenancyFinding[] {
  const namespaces = [...new Set(group.map(({ namespace }) => namespace))].toSorted();
  const [first] = group;
  if (!first || namespaces.length < 2) return [];
  const tenants = parties.tenantsAmong(namespaces);
  const isBetween = new Set(namespaces.map(parties.partyOf)).size > 1;
  if (tenants.length > 0 && !isBetween) return [];
  const names = listSome(group.map(({ resource }) => nameOf(resource)));
  const users = group.flatMap(({ namespace, name }) =>
    book.uses.filter((use) => use.namespace === namespace && use.secret === name),
  );
  const who = [...new Set(users.map(({ workload }) => nameOf(workload.resource)))];
  const used = who.length > 0 ? ` ${listSome(who)} use it.` : '';
  const shared = sharedKeys(group);
  const stated = group.map(({ resource, keys, placeOf }) =>
    evidenceOf(resource, `${nameOf(resource)} has ${listSome(keys)}.`, placeOf(keys.find((key) => shared.includes(key)))),
  );
  const meaning = isBetween ? 'who reads one acts as the other party' : 'who reads one of them has the others';
  return [
    {
      code: 'secret-across-namespaces',
      severity: isBetween ? 'HIGH' : 'LOW',
      certainty: 'certain',
      title: `${names} hold the same value`,
      sentence: `${names} hold the same value (${listSome(shared)}), in ${namespaces.length} namespaces: ${meaning}.${used} ${remedy}`,
      ...{ remedy, tenants, evidence: [...stated, ...users.slice(0, 20).map(describeUse)] },
      ...{ file: stated[0]?.file ?? null, line: stated[0]?.line ?? null },
    },
  ];
}

function sharedKeys(group: readonly StatedSecret[]): readonly string[] {
  const all = group.flatMap(({ numbers }) => [...numbers]);
  const counts = Map.groupBy(all, ([, number]) => number);
  return [...new Set(all.filter(([, number]) => (counts.get(number)?.length ?? 0) > 1).map(([key]) => key))].toSorted();
}

/** One name in namespaces of several parties, at least one a tenant's, where a value is not there to be compared. */
function findNamed(book: SecretBook, parties: Parties): readonly TenancyFinding[] {
  const places = [
    ...book.stated
      .filter((each) => !isBookkeeping(each))
      .map(({ namespace, name, resource }) => ({ namespace, name, resource, path: 'metadata.name' })),
    ...book.uses.map(({ namespace, secret, path, workload: { resource } }) => ({ namespace, name: secret, resource, path })),
  ];
  return [...Map.groupBy(places, ({ name }) => name)].flatMap(([name, found]): TenancyFinding[] => {
    const namespaces = [...new Set(found.map(({ namespace }) => namespace))].toSorted();
    const tenants = parties.tenantsAmong(namespaces);
    if (tenants.length === 0 || new Set(namespaces.map(parties.partyOf)).size < 2) return [];
    const stated = namespaces.flatMap((namespace) => book.find(namespace, name) ?? []);
    const isCompared = stated.length === namespaces.length && stated.every(({ numbers }) => numbers.size > 0);
    if (isCompared || stated.some((each) => book.sameAs(each).length > 0)) return [];
    const evidence = found
      .slice(0, 20)
      .map(({ resource, namespace, path }) =>
        evidenceOf(resource, `${nameOf(resource)} is, or is given, Secret ${namespace}/${name}.`, path),
      );
    return [
      {
        code: 'secret-across-namespaces',
        severity: 'MEDIUM',
        certainty: 'likely',
        title: `Secret ${name} is used in ${listSome(namespaces)}`,
        sentence: `A Secret ${name} is used in ${listSome(namespaces)}, and whether it holds the same in each is not in the manifests: who has one credential of several parties acts as each of them. ${remedy}`,
        ...{ remedy, tenants },
        evidence,
        ...{ file: evidence[0]?.file ?? null, line: evidence[0]?.line ?? null },
      },
    ];
  });
}
