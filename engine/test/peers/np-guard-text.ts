import { parseBlock } from '../../formats/kubernetes/address-block.ts';
import type {
  Connection,
  ConnectionChange,
  NamedPort,
  PortRange,
  Reach,
  ReachExposure,
  ReachPeer,
  StatedSelector,
} from '../../model/reach.ts';

/**
 * The lines of netpol-analyzer's text that a reach stands for. Addresses are merged on both sides: netpol-analyzer cuts them wherever
 * any policy does, Plimsoll gives the fewest CIDRs.
 */
export function toLines({ connections, exposure, isolation }: Reach): {
  readonly list: readonly string[];
  readonly exposed: readonly string[];
} {
  const unprotected = isolation.flatMap(({ workload, ingress, egress }) => [
    ...(egress ? [] : [`${nameOf(workload)} is not protected on Egress`]),
    ...(ingress ? [] : [`${nameOf(workload)} is not protected on Ingress`]),
  ]);
  return {
    list: mergeAddresses(connections.filter(isShort).map(({ from, to, ports }) => [nameOf(from), nameOf(to), portsText(ports)])),
    exposed: [...exposure.map(exposureLine), ...unprotected].toSorted(),
  };
}

/** netpol-analyzer knows no IPv6. */
function isShort({ from, to }: Pick<Connection, 'from' | 'to'>): boolean {
  return ![from, to].some((side) => 'ipBlock' in side && side.ipBlock.includes(':'));
}

/** Lines of the text: connections, then what is exposed and unprotected. */
export function readLines(text: string): { readonly list: readonly string[]; readonly exposed: readonly string[] } {
  const [list = '', exposed = ''] = text.split('Exposure Analysis Result:');
  const rows = list.split('\n').flatMap((line) => {
    const found = /^(.+?) => (.+?) : (.+)$/.exec(line.trim());
    return found ? [[found[1] ?? '', found[2] ?? '', (found[3] ?? '').trim()] as const] : [];
  });
  const kept = exposed
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => /( => | <= | is not protected on )/.test(line) && !line.includes('[External]'))
    .map((line) =>
      line.replace(/Values:\[([^\]]*)\]/g, (_, values: string) => `Values:[${values.split(' ').toSorted().join(' ')}]`),
    );
  return { list: mergeAddresses(rows), exposed: kept.toSorted() };
}

/** The lines of netpol-analyzer's difference that changes stand for. */
export function toChangeLines(changes: readonly ConnectionChange[]): readonly string[] {
  return mergeAddresses(
    changes.filter(isShort).map((change) => {
      const { from, to, before, after, newWorkloads, goneWorkloads } = change;
      const workloads = [workloadsText(newWorkloads, 'added'), workloadsText(goneWorkloads, 'removed')].filter(Boolean);
      const about = workloads.length > 0 ? `, ${workloads.join(' and ')}` : '';
      return [nameOf(from), nameOf(to), `${change.change}, ${portsText(before)} -> ${portsText(after)}${about}`];
    }),
  );
}

function workloadsText(workloads: ConnectionChange['newWorkloads'], what: string): string {
  return workloads.length === 0 ? '' : `workload ${workloads.map(nameOf).join(' and ')} ${what}`;
}

/** Lines of the text of a difference; it leaves out addresses where a workload came or went. */
export function readChanges(text: string): readonly string[] {
  const rows = text.split('\n').flatMap((line) => {
    const found =
      /^diff-type: (\w+), source: (.+?), destination: (.+?), ref1: (.+?), ref2: (.+?)(, workloads-diff-info: (.+))?$/.exec(line);
    if (!found) return [];
    const [, change, from = '', to = '', before, after, , workloads] = found;
    return [[from, to, `${change}, ${before} -> ${after}${workloads ? `, ${workloads}` : ''}`] as const];
  });
  return mergeAddresses(rows);
}

type Row = readonly [from: string, to: string, ports: string];
type Range = readonly [first: bigint, last: bigint];

/** Rows with addresses on one side and the same ports become one, with the merged ranges of numbers. */
export function mergeAddresses(rows: readonly Row[]): readonly string[] {
  const groups = new Map<string, Range[]>();
  const lines: string[] = [];
  for (const [from, to, ports] of rows) {
    const [source, target] = [toRange(from), toRange(to)];
    if (!source && !target) lines.push(`${from} => ${to} : ${ports}`);
    const key = source ? `@ => ${to} : ${ports}` : `${from} => @ : ${ports}`;
    const range = source ?? target;
    if (range) groups.set(key, [...(groups.get(key) ?? []), range]);
  }
  for (const [key, ranges] of groups) lines.push(key.replace('@', merge(ranges)));
  return lines.toSorted();
}

function merge(ranges: readonly Range[]): string {
  const merged: [bigint, bigint][] = [];
  for (const [first, last] of ranges.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1n) before[1] = last > before[1] ? last : before[1];
    else merged.push([first, last]);
  }
  return merged.map(([first, last]) => `${first}-${last}`).join(',');
}

function toRange(side: string): Range | undefined {
  const [, first = '', last = ''] = /^([\d.]+)-([\d.]+)\[External\]$/.exec(side) ?? [];
  const [from, to] = side.endsWith('[External]')
    ? [parseBlock(`${first}/32`), parseBlock(`${last}/32`)]
    : [parseBlock(side), parseBlock(side)];
  return from && to ? [from.first, to.last] : undefined;
}

function nameOf(peer: ReachPeer): string {
  if ('ipBlock' in peer) return peer.ipBlock;
  return 'ingress' in peer ? '{ingress-controller}' : `${peer.namespace}/${peer.name}[${peer.kind}]`;
}

/** `All Connections`, `No Connections`, or `SCTP 1-3,TCP 80`. */
export function portsText(ports: Connection['ports'] | ReachExposure['ports']): string {
  if (ports === 'all') return 'All Connections';
  if (ports.length === 0) return 'No Connections';
  const byProtocol = Map.groupBy<string, PortRange | NamedPort>(ports, ({ protocol }) => protocol ?? '');
  return [...byProtocol]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([protocol, own]) => `${protocol} ${own.map(portText).join()}`)
    .join()
    .trim();
}

function portText(port: PortRange | NamedPort): string {
  if ('name' in port) return port.name;
  return port.from === port.to ? `${port.from}` : `${port.from}-${port.to}`;
}

function exposureLine({ workload, direction, to, ports }: ReachExposure): string {
  const other =
    to === 'entire-cluster' ? to : `${namespaceText(to.namespaceSelector)}/${selectorText('pod', 'all pods', to.podSelector)}`;
  return `${nameOf(workload)} ${direction === 'egress' ? '=>' : '<='} ${other} : ${portsText(ports)}`;
}

function namespaceText(selector: StatedSelector): string {
  const labels = Object.entries(selector.matchLabels ?? {});
  const [only] = labels;
  if (labels.length === 1 && only?.[0] === 'kubernetes.io/metadata.name' && !selector.matchExpressions) return only[1];
  return selectorText('namespace', 'all namespaces', selector);
}

function selectorText(what: string, every: string, { matchLabels = {}, matchExpressions = [] }: StatedSelector): string {
  const parts = [
    ...Object.entries(matchLabels)
      .map(([key, value]) => `${key}=${value}`)
      .toSorted(),
    ...matchExpressions
      .map(({ key, operator, values = [] }) => `{Key:${key},Operator:${operator},Values:[${values.toSorted().join(' ')}],}`)
      .toSorted(),
  ];
  return parts.length === 0 ? `[${every}]` : `[${what} with {${parts.join()}}]`;
}
