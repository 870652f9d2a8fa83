import type { ReachPeer } from '../../../model/reach.ts';

/** Which sides are asked for: `workload`, `namespace/workload`, `namespace/*`, `outside`, or a CIDR as it is shown. */
export interface WantedSides {
  readonly from?: string;
  readonly to?: string;
}

/** The connections between the sides that are asked for. */
export function keepSides<Row extends { readonly from: ReachPeer; readonly to: ReachPeer }>(
  rows: readonly Row[],
  { from, to }: WantedSides,
): readonly Row[] {
  if (from === undefined && to === undefined) return rows;
  return rows.filter((row) => isWanted(row.from, from) && isWanted(row.to, to));
}

function isWanted(peer: ReachPeer, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  if ('ipBlock' in peer) return wanted === 'outside' || wanted === peer.ipBlock;
  if ('ingress' in peer) return wanted === 'outside' || wanted === 'ingress';
  const [namespace, name] = wanted.includes('/') ? wanted.split('/') : ['*', wanted];
  return (namespace === '*' || namespace === peer.namespace) && (name === '*' || name === peer.name);
}
