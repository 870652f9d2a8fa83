import { entriesAt } from '../../formats/json/members.ts';
import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import { findPlace } from '../../formats/kubernetes/find-place.ts';
import type { SecretUse, StoreRow, TenancyEvidence, TenancyFinding } from '../../model/tenancy.ts';
import type { Copier } from './find-copiers.ts';
import type { Parties } from './parties.ts';
import type { FoundStore } from './read-stores.ts';
import { describeUse, type SecretBook } from './secret-book.ts';
import { type Callers, describeConditions } from './tenant-pods.ts';
import { evidenceOf, homeOf, keyOf, listSome, nameOf } from './workload-words.ts';

/** What stores are judged by. */
export interface StoreGround {
  readonly cluster: Cluster;
  readonly book: SecretBook;
  readonly copiers: readonly Copier[];
  readonly parties: Parties;
  readonly callersOf: (
    workload: { readonly kind: string; readonly namespace: string; readonly name: string },
    ports: readonly number[],
  ) => Callers;
  /** Key of a workload → ways from outside. */
  readonly ways: ReadonlyMap<string, readonly string[]>;
}

/** A store with the finding that it is shared, where it is. */
export interface JudgedStore {
  readonly row: StoreRow;
  readonly findings: readonly TenancyFinding[];
}

/**
 * Who shares a store: tenants that reach it, and that have its credential.
 *
 * out     no finding where users are told apart, and where no tenant is known to get there
 */
export function judgeStore(store: FoundStore, ground: StoreGround): JudgedStore {
  const { workload, product, ports, access, because, image, secrets } = store;
  const { resource } = workload;
  const { kind, name } = resource.identity;
  const namespace = homeOf(resource);
  const callers = ground.callersOf({ kind, namespace, name }, ports);
  const users = secrets
    .flatMap((use) => ground.book.usersOf(use.namespace, use.secret))
    .filter((use) => use.workload !== workload);
  const decisive = findPlace(resource, store.path);
  const row: StoreRow = {
    ...{ product: product.id, title: product.title, workload: resource.identity, image, access, because },
    secrets: secrets.map(({ namespace, secret, key, as }) => ({ namespace, secret, key, as })),
    users: [...new Set(users.map((use) => nameOf(use.workload.resource)))].toSorted(),
    reachedBy: callers.tenants.map((each) => each.namespace),
    doubts: describeConditions(callers.tenants.flatMap(({ conditions }) => conditions)),
    ways: ground.ways.get(keyOf(resource.identity, namespace)) ?? [],
    ...{ file: decisive.file, line: decisive.line },
  };
  return { row, findings: toFindings(store, row, ground) };
}

function toFindings(store: FoundStore, row: StoreRow, ground: StoreGround): readonly TenancyFinding[] {
  const { product, access, secrets } = store;
  const { parties, book } = ground;
  if (access === 'per-user' || row.reachedBy.length === 0) return [];
  const copies = ground.copiers.filter(({ namespace, name }) =>
    secrets.some((use) => use.namespace === namespace && use.secret === name),
  );
  const users = secrets.flatMap((use) => book.usersOf(use.namespace, use.secret));
  const holders = parties.tenantsAmong([...users.map(({ namespace }) => namespace), ...copies.flatMap(({ tenants }) => tenants)]);
  const isHeld = access === 'open' || holders.length > 0;
  const isCertain = row.doubts.length === 0 && access === 'open';
  const { resource } = store.workload;
  return [
    {
      code: 'store-shared',
      severity: access === 'unknown' ? 'UNKNOWN' : isHeld ? 'HIGH' : 'MEDIUM',
      certainty: isCertain ? 'certain' : 'likely',
      title: `${product.title} (${nameOf(resource)}) ${isHeld ? 'is shared by all tenants' : 'can be reached by tenants, and does not tell them apart'}`,
      sentence: [describeSharing(store, row), describeCredential(store, row, holders), product.remedy].filter(Boolean).join(' '),
      remedy: product.remedy,
      tenants: row.reachedBy,
      evidence: [
        evidenceOf(resource, `${nameOf(resource)} runs ${row.image}. ${row.because.join(' ')}`, store.path),
        evidenceOf(resource, describeReach(store, row)),
        ...[...new Set(users)].slice(0, 20).map(describeUse),
        ...copies.flatMap(({ evidence }) => evidence),
        ...new Map(secrets.map((use) => [use.secret, use])).values().flatMap((use) => findMentions(use, ground.cluster)),
      ],
      ...{ file: row.file, line: row.line },
    },
  ];
}

function describeSharing({ workload: { resource }, product, ports }: FoundStore, { image, reachedBy }: StoreRow): string {
  return `${product.title} (${nameOf(resource)}, image ${image}) ${product.does} of all tenants, and pods in their namespaces (${listSome(reachedBy)}) reach its port ${ports.join(', ')}.`;
}

function describeReach({ ports }: FoundStore, { doubts, reachedBy, ways }: StoreRow): string {
  const open = `A pod in ${listSome(reachedBy)} can connect to port ${ports.join(', ')}${doubts.length > 0 ? `, ${listSome(doubts, 2)}` : ': no policy of network or mesh refuses it'}.`;
  return ways.length > 0 ? `${open} From outside: ${ways.join('; ')}.` : open;
}

function describeCredential({ access, secrets, because }: FoundStore, { users }: StoreRow, holders: readonly string[]): string {
  if (access === 'open') return `It tells no users apart. ${because.join(' ')}`;
  if (access === 'unknown') return `Who gets in is not in its manifest: ${because.join(' ')}`;
  const names = [...new Set(secrets.map((use) => `Secret ${use.namespace}/${use.secret}`))];
  const where = names.length > 0 ? ` in ${names.join(', ')}` : ' in its manifest';
  const shared = users.length > 0 ? `, which ${listSome(users)} ${users.length === 1 ? 'is' : 'are'} given, too` : '';
  const held = holders.length > 0 ? ` It gets into namespaces of tenants (${listSome(holders)}).` : '';
  return `There is one credential for everybody${where}${shared}.${held} Who has it reads and changes what is kept for the others.`;
}

/** ConfigMaps that name a Secret: what is started by them needs it. */
function findMentions({ secret, namespace }: SecretUse, cluster: Cluster): readonly TenancyEvidence[] {
  if (secret.length < 8) return [];
  return cluster.ofKind('', 'ConfigMap').flatMap((map) => {
    const isNamed = entriesAt(map.value, 'data').some(([, text]) => typeof text === 'string' && holdsWord(text, secret));
    return isNamed
      ? [
          evidenceOf(
            map,
            `${nameOf(map)} names Secret ${secret}: what is started by it in another namespace needs the Secret of ${namespace} there.`,
          ),
        ]
      : [];
  });
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + word.length] ?? ' ')) return true;
  return false;
}
