import type { NamedPort, PortRange, ReachExposure, UnseenPods } from '../../model/reach.ts';
import { decide } from './decide.ts';
import { nameOfWorkload } from './find-pods.ts';
import type { Judged, JudgedPods } from './find-reach.ts';
import { isEmpty, keyOfPorts, toPorts } from './port-set.ts';
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
  const unseen = parties.flatMap((party, number) => (party.kind === 'unseen' ? [{ party, number }] : []));
  const rows = new Map<string, ReachExposure>();
  for (const direction of ['egress', 'ingress'] as const)
    for (const judged of pods)
      for (const row of rowsOf(judged, direction, unseen))
        for (const workload of judged.group.workloads)
          rows.set(JSON.stringify([nameOfWorkload(workload), direction, row]), { workload, direction, ...row });
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function rowsOf(
  judged: JudgedPods,
  direction: Direction,
  unseen: readonly { readonly party: Unseen; readonly number: number }[],
): readonly Pick<ReachExposure, 'to' | 'ports'>[] {
  const { group, [direction]: verdicts } = judged;
  const answers = unseen.map(({ party, number }) => {
    const names = new Map<string, NamedPort>();
    const set = decide(verdicts, number, direction === 'ingress' ? group : undefined, names);
    const named = [...names].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, port]) => port);
    return { party, set, named, key: `${keyOfPorts(set)} ${JSON.stringify(named)}` };
  });
  const [anyone, ...others] = answers;
  if (!anyone) return [];
  const isAnyone = !isEmpty(anyone.set) || anyone.named.length > 0;
  const shown = [...(isAnyone ? [anyone] : []), ...others.filter(({ key }) => key !== anyone.key)];
  return shown.map(({ party, set, named }) => ({ to: describe(party), ports: merge(toPorts(set), named) }));
}

function merge(ports: 'all' | readonly PortRange[], named: readonly NamedPort[]): ReachExposure['ports'] {
  return ports === 'all' ? ports : [...ports, ...named];
}

function describe({ namespaces, pods }: Unseen): UnseenPods {
  if (namespaces.requirements.length + pods.requirements.length === 0) return 'entire-cluster';
  return { namespaceSelector: namespaces.stated, podSelector: pods.stated };
}
