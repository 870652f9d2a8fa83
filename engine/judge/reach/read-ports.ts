import { isObject, memberAt, numberAt } from '../../formats/json/members.ts';
import { type NamedPort, type Protocol, protocols } from '../../model/reach.ts';
import type { PortRules, Refuse } from './policy.ts';
import { allPorts, noPorts, type PortSet, portBounds, portsOf, unite } from './port-set.ts';

/** What one entry of a list of ports says. */
export type PortEntry = { readonly set: PortSet } | { readonly named: NamedPort };

/** Every port. */
export const anyPort: PortRules = { set: allPorts, named: [] };

/**
 * Reads a list of ports; none, or an empty one, is every port.
 *
 * in      how one entry is read: undefined where it is wrong, which it has told then
 */
export function readPortList(
  list: unknown,
  path: string,
  refuse: Refuse,
  readEntry: (entry: unknown, path: string) => PortEntry | undefined,
): PortRules {
  if (list === undefined || list === null) return anyPort;
  if (!Array.isArray(list)) {
    refuse(`${path} is no list`);
    return anyPort;
  }
  if (list.length === 0) return anyPort;
  const entries = list.flatMap((entry, at) => readEntry(entry, `${path}[${at}]`) ?? []);
  return {
    set: entries.reduce((sum, entry) => ('set' in entry ? unite(sum, entry.set) : sum), noPorts),
    named: entries.flatMap((entry) => ('named' in entry ? [entry.named] : [])),
  };
}

/** An entry of a NetworkPolicy without faults: protocol, port by number or name, endPort. */
export function readPolicyPort(entry: unknown): PortEntry {
  const protocol = protocols.find((each) => each === memberAt(entry, 'protocol')) ?? 'TCP';
  const port = memberAt(entry, 'port') ?? undefined;
  if (typeof port === 'string') return { named: { protocol, name: port } };
  if (typeof port !== 'number') return { set: portsOf({ protocol, ...portBounds }) };
  return { set: portsOf({ protocol, from: port, to: numberAt(entry, 'endPort') ?? port }) };
}

/** A protocol, TCP where none is stated. */
export function readProtocol(value: unknown, path: string, refuse: Refuse): Protocol | undefined {
  const found = protocols.find((protocol) => protocol === (value ?? 'TCP'));
  if (found === undefined) refuse(`${path} is ${JSON.stringify(value)}; there are TCP, UDP and SCTP`);
  return found;
}

/** A range of ports as it is stated. */
export function readRange(
  { protocol, from, to }: { readonly protocol: Protocol; readonly from: unknown; readonly to: unknown },
  path: string,
  refuse: Refuse,
): PortEntry | undefined {
  const isPort = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= portBounds.from && value <= portBounds.to;
  if (isPort(from) && isPort(to) && from <= to) return { set: portsOf({ protocol, from, to }) };
  refuse(`${path} is no port, name of a port, or range of ports`);
  return undefined;
}

/** A sentence on the first member that the API does not know; undefined where there is none. */
export function unknownMember(value: unknown, known: readonly string[], path: string): string | undefined {
  if (!isObject(value)) return `${path} is no object`;
  const name = Object.keys(value).find((each) => !known.includes(each));
  return name === undefined ? undefined : `${path} has ${name}, which it does not know`;
}
