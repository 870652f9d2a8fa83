import type { NamedPort, PortRange, ReachExposure, UnseenPods } from '../../model/reach.ts';
import { decide } from './decide.ts';
import { nameOfWorkload } from './find-pods.ts';
import type { Judged, JudgedPods } from './find-reach.ts';
import { passGuard } from './mesh/pass-guard.ts';
import { keyOfOpening, openOn, toConditions } from './opening.ts';
import { isEmpty, toPorts } from './port-set.ts';
import type { Party } from './terrain.ts';

type Unseen = Extract<Party, { readonly kind: 'unseen' }>;
type Direction = ReachExposure['direction'];

/**
 * What workloads would exchange with pods that no manifest declares.
 *
 * out     the row of the entire cluster, where there is anything, then those that differ from it; ports by name where only the pod
 *         could say their number
 */
export function findExposure({ pods, callers, terrain: { parties } }: Judged): readonly ReachExposure[] {
  const unseen = parties.flatMap((party, number) => (party.kind === 'unseen' ? [{ to: describe(party), number }] : []));
  const sides = pods
    .flatMap((judged) => judged.group.workloads.map((workload) => ({ workload, name: nameOfWorkload(workload), judged })))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const shared = new Set(sides.flatMap(({ name }, at) => (name === sides[at + 1]?.name ? [name] : [])));
  const told = new Set<string>();
  return sides.flatMap(({ workload, name, judged }) =>
    (['egress', 'ingress'] as const).flatMap((direction) =>
      rowsOf(judged, direction, unseen, callers)
        .filter(({ number, key }) => !shared.has(name) || isNew(told, `${name} ${direction} ${number} ${key}`))
        .map(({ to, ports, conditions }) => ({ workload, direction, to, ports, ...(conditions && { conditions }) })),
    ),
  );
}

/** Pods of one workload with different labels may give one row twice. */
function isNew(told: Set<string>, row: string): boolean {
  const before = told.size;
  return told.add(row).size > before;
}

interface Row extends Pick<ReachExposure, 'to' | 'ports' | 'conditions'> {
  readonly number: number;
  /** Equal for equal ports. */
  readonly key: string;
}

function rowsOf(
  judged: JudgedPods,
  direction: Direction,
  unseen: readonly { readonly to: UnseenPods; readonly number: number }[],
  callers: Judged['callers'],
): readonly Row[] {
  const { group, [direction]: verdicts } = judged;
  const rows: Row[] = [];
  let ofAnyone: string | undefined;
  for (const { to, number } of unseen) {
    const names = new Map<string, NamedPort>();
    const target = direction === 'ingress' ? group : undefined;
    const said = openOn(decide(verdicts, number, target, names));
    const open = target ? passGuard(said, judged, callers[number]) : said;
    const named = names.size === 0 ? [] : [...names].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, port]) => port);
    const key = `${keyOfOpening(open)} ${named.map(({ protocol, name }) => `${protocol}/${name}`).join()}`;
    const isShown = ofAnyone === undefined ? !isEmpty(open.ports) || named.length > 0 : key !== ofAnyone;
    if (isShown) rows.push({ to, number, key, ports: merge(toPorts(open.ports), named), ...toConditions(open) });
    ofAnyone ??= key;
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
