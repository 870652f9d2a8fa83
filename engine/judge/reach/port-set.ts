import { type PortRange, type Ports, type Protocol, protocols } from '../../model/reach.ts';

/** Disjoint ranges in order, flat: from, to, from, to. */
type Intervals = readonly number[];

/** A set of ports for each protocol. Equal sets have equal keys. */
export type PortSet = Readonly<Record<Protocol, Intervals>>;

/** The first and the last port. */
export const portBounds = { from: 1, to: 65_535 } as const;

const full: Intervals = [portBounds.from, portBounds.to];
const empty: Intervals = [];

/** Every protocol and port. */
export const allPorts: PortSet = { TCP: full, UDP: full, SCTP: full };
/** None. */
export const noPorts: PortSet = { TCP: empty, UDP: empty, SCTP: empty };

/** The ports of one range. */
export function portsOf({ protocol, from, to }: PortRange): PortSet {
  return { ...noPorts, [protocol]: from === full[0] && to === full[1] ? full : [from, to] };
}

/** What either holds. */
export function unite(a: PortSet, b: PortSet): PortSet {
  if (a === b || b === noPorts || a === allPorts) return a;
  if (a === noPorts || b === allPorts) return b;
  return combine(a, b, (inA, inB) => inA || inB);
}

/** What both hold. */
export function intersect(a: PortSet, b: PortSet): PortSet {
  if (a === b || b === allPorts || a === noPorts) return a;
  if (a === allPorts || b === noPorts) return b;
  return combine(a, b, (inA, inB) => inA && inB);
}

/** What the first holds and the second does not. */
export function subtract(a: PortSet, b: PortSet): PortSet {
  if (a === b || b === allPorts) return noPorts;
  if (a === noPorts || b === noPorts) return a;
  return combine(a, b, (inA, inB) => inA && !inB);
}

/** Whether it holds nothing. */
export function isEmpty(set: PortSet): boolean {
  return set === noPorts || protocols.every((protocol) => set[protocol].length === 0);
}

/** Equal for equal sets, and only for them. */
export function keyOfPorts(set: PortSet): string {
  const known = keys.get(set) ?? `${set.TCP.join()}|${set.UDP.join()}|${set.SCTP.join()}`;
  keys.set(set, known);
  return known;
}

const keys = new WeakMap<PortSet, string>([[allPorts, 'all']]);

/** As output says it; one list for one set. */
export function toPorts(set: PortSet): Ports {
  if (set === allPorts) return 'all';
  const known = written.get(set) ?? write(set);
  written.set(set, known);
  return known;
}

const written = new WeakMap<PortSet, readonly PortRange[]>();

function write(set: PortSet): readonly PortRange[] {
  return protocols.flatMap((protocol) => {
    const intervals = set[protocol];
    return Array.from({ length: intervals.length / 2 }, (_, at) => ({
      protocol,
      from: intervals[2 * at] ?? 0,
      to: intervals[2 * at + 1] ?? 0,
    }));
  });
}

type Rule = (inA: boolean, inB: boolean) => boolean;

/** The two whole sets keep their identity, so that comparing them is cheap. */
function combine(a: PortSet, b: PortSet, rule: Rule): PortSet {
  const set = { TCP: sweep(a.TCP, b.TCP, rule), UDP: sweep(a.UDP, b.UDP, rule), SCTP: sweep(a.SCTP, b.SCTP, rule) };
  if (protocols.every((protocol) => set[protocol].length === 0)) return noPorts;
  return protocols.every((protocol) => set[protocol][0] === full[0] && set[protocol][1] === full[1]) ? allPorts : set;
}

/** Goes along the places where either begins or ends. */
function sweep(a: Intervals, b: Intervals, rule: Rule): Intervals {
  const found: number[] = [];
  let [atA, atB, isIn] = [0, 0, false];
  while (atA < a.length || atB < b.length) {
    const [edgeA, edgeB] = [edge(a, atA), edge(b, atB)];
    const at = Math.min(edgeA, edgeB);
    if (edgeA === at) atA++;
    if (edgeB === at) atB++;
    const now = rule(atA % 2 === 1, atB % 2 === 1);
    if (now !== isIn) found.push(now ? at : at - 1);
    isIn = now;
  }
  return found;
}

/** Ends lie behind the last port that is held. */
function edge(intervals: Intervals, at: number): number {
  const value = intervals[at];
  if (value === undefined) return Number.POSITIVE_INFINITY;
  return at % 2 === 0 ? value : value + 1;
}
