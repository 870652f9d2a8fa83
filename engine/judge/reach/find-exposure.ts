import type { NamedPort, PortRange, ReachExposure, UnseenPods } from '../../model/reach.ts';
import { decide } from './decide.ts';
import { nameOfWorkload } from './find-pods.ts';
import type { Judged, JudgedPods } from './find-reach.ts';
import { isEmpty, keyOfPorts, type PortSet, toPorts } from './port-set.ts';
import type { Party } from './terrain.ts';

type Unseen = Extract<Party, { readonly kind: 'unseen' }>;
type Direction = ReachExposure['direction'];

/**
 * What workloads would exchange with pods that no manifest declares.
 *
 * out     the row of the entire cluster, where there is anything, then those that differ from it; ports by name where only the pod
 *         could say their number
 */
export function findExposure({ pods, terrain: { parties } }: Judged): readonly ReachExposure[] {
  const unseen = parties.flatMap((party, number) => (party.kind === 'unseen' ? [{ to: describe(party), number }] : []));
  const sides = pods
    .flatMap((judged) => judged.group.workloads.map((workload) => ({ workload, name: nameOfWorkload(workload), judged })))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const told = new Set<string>();
  return sides.flatMap(({ workload, name, judged }) =>
    (['egress', 'ingress'] as const).flatMap((direction) =>
      rowsOf(judged, direction, unseen)
        .filter(({ number, key }) => isNew(told, `${name} ${direction} ${number} ${key}`))
        .map(({ to, ports }) => ({ workload, direction, to, ports })),
    ),
  );
}

/** Pods of one workload with different labels may give one row twice. */
function isNew(told: Set<string>, row: string): boolean {
  const before = told.size;
  return told.add(row).size > before;
}

interface Row extends Pick<ReachExposure, 'to' | 'ports'> {
  readonly number: number;
  /** Equal for equal ports. */
  readonly key: string;
}

function rowsOf(
  judged: JudgedPods,
  direction: Direction,
  unseen: readonly { readonly to: UnseenPods; readonly number: number }[],
): readonly Row[] {
  const { group, [direction]: verdicts } = judged;
  const rows: Row[] = [];
  let ofAnyone: { readonly set: PortSet; readonly key: string } | undefined;
  for (const { to, number } of unseen) {
    const names = new Map<string, NamedPort>();
    const set = decide(verdicts, number, direction === 'ingress' ? group : undefined, names);
    if (ofAnyone?.set === set && names.size === 0) continue;
    const named = [...names].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, port]) => port);
    const key = `${keyOfPorts(set)} ${[...names.keys()].toSorted().join()}`;
    const isShown = ofAnyone ? key !== ofAnyone.key : !isEmpty(set) || named.length > 0;
    if (isShown) rows.push({ to, number, key, ports: merge(toPorts(set), named) });
    ofAnyone ??= { set, key };
  }
  return rows;
}

function merge(ports: 'all' | readonly PortRange[], named: readonly NamedPort[]): ReachExposure['ports'] {
  return ports === 'all' ? ports : [...ports, ...named];
}

function describe({ namespaces, pods }: Unseen): UnseenPods {
  if (namespaces.requirements.length + pods.requirements.length === 0) return 'entire-cluster';
  return { namespaceSelector: namespaces.stated, podSelector: pods.stated };
}
