import { isObject, listAt, memberAt, textAt } from '../../../formats/json/members.ts';
import { type Block, parseBlock } from '../../../formats/kubernetes/address-block.ts';
import type { Refuse } from '../policy.ts';
import { noPorts, type PortSet, portBounds, portsOf, subtract, unite } from '../port-set.ts';
import { unknownMember } from '../read-ports.ts';
import { matchAddress, matchAll, matchIdentity, matchRequest } from './match-caller.ts';
import type { Caller, MatchCaller } from './mesh-policy.ts';
import type { MeshSettings } from './mesh-settings.ts';
import type { RulePlace } from './read-authorization.ts';

/** Every port that a proxy decides on: it takes TCP alone. */
export const meshPorts: PortSet = portsOf({ protocol: 'TCP', ...portBounds });

type Read = (values: readonly string[], isNegated: boolean, path: string) => MatchCaller;
type Narrow = (ports: PortSet) => PortSet;

/** Who calls: everything that is stated has to hold. */
export function readSource(source: unknown, path: string, settings: MeshSettings, place: RulePlace): MatchCaller {
  const readers = sourceReaders(settings, place);
  return matchAll(
    readMembers(source, path, place.refuse, readers).map(([read, values, isNegated, where]) => read(values, isNegated, where)),
  );
}

/** What is asked for: its ports, and in words what only a request shows. */
export function readOperation(operation: unknown, path: string, { refuse }: RulePlace) {
  const words = { hosts: 'host', methods: 'method', paths: 'path', ports: 'port' };
  let ports = meshPorts;
  const request: string[] = [];
  for (const [word, values, isNegated, where] of readMembers(operation, path, refuse, words)) {
    if (word === words.ports) ports = narrow(readPorts(values, where, refuse), isNegated)(ports);
    else request.push(`${isNegated ? 'no ' : ''}${word} ${values.join(' or ')}`);
  }
  return { ports, request };
}

/**
 * A condition on an attribute.
 *
 * out     `ports` where it is about them
 * source  https://istio.io/latest/docs/reference/config/security/conditions/
 */
export function readCondition(
  condition: unknown,
  path: string,
  settings: MeshSettings,
  place: RulePlace,
): { readonly matches: MatchCaller; readonly ports?: readonly Narrow[] } {
  const wrong = unknownMember(condition, ['key', 'values', 'notValues'], path);
  const key = textAt(condition, 'key');
  if (wrong !== undefined || key === undefined) place.refuse(wrong ?? `${path}.key is missing`);
  const sides = [
    { values: readTexts(condition, 'values', path, place.refuse), isNegated: false },
    { values: readTexts(condition, 'notValues', path, place.refuse), isNegated: true },
  ].filter(({ values }) => values.length > 0);
  if (sides.length === 0) place.refuse(`${path} has neither values nor notValues`);
  if (key === 'destination.port')
    return {
      matches: matchAll([]),
      ports: sides.map(({ values, isNegated }) => narrow(readPorts(values, path, place.refuse), isNegated)),
    };
  const own = attributes.get(key ?? '');
  const reader = own && sourceReaders(settings, place)[own];
  return {
    matches: matchAll(
      sides.map(({ values, isNegated }) =>
        reader ? reader(values, isNegated, path) : matchRequest(`${isNegated ? 'no ' : ''}${key} ${values.join(' or ')}`),
      ),
    ),
  };
}

/** Attribute → the member of a source that says the same. */
const attributes = new Map<string, keyof ReturnType<typeof sourceReaders>>([
  ['source.ip', 'ipBlocks'],
  ['remote.ip', 'remoteIpBlocks'],
  ['source.namespace', 'namespaces'],
  ['source.principal', 'principals'],
  ['source.serviceAccount', 'serviceAccounts'],
  ['request.auth.principal', 'requestPrincipals'],
]);

function sourceReaders({ trustDomains }: MeshSettings, { namespace: own, refuse, blocks: seen }: RulePlace) {
  const identity =
    (what: string, write: (namespace: string, account: string | undefined) => readonly string[] | undefined): Read =>
    (values, isNegated) =>
      matchIdentity(what, values, {
        isNegated,
        write: ({ namespace, account }: Caller) => (namespace === undefined ? undefined : write(namespace, account)),
      });
  return {
    principals: identity('identity', (namespace, account) =>
      account === undefined ? undefined : trustDomains.map((domain) => `${domain}/ns/${namespace}/sa/${account}`),
    ),
    namespaces: identity('namespace', (namespace) => [namespace]),
    serviceAccounts: identity('service account', (namespace, account) =>
      account === undefined ? undefined : [`${namespace}/${account}`, ...(namespace === own ? [account] : [])],
    ),
    ipBlocks: (values, isNegated, path) => {
      const blocks = readBlocks(values, path, refuse);
      seen.push(...blocks);
      return matchAddress(blocks, values, isNegated);
    },
    remoteIpBlocks: (values, isNegated, path) => {
      readBlocks(values, path, refuse);
      return matchRequest(`a forwarded address ${isNegated ? 'outside' : 'within'} ${values.join(', ')}`);
    },
    requestPrincipals: (values, isNegated) => matchRequest(`${isNegated ? 'no ' : ''}token of ${values.join(' or ')}`),
  } satisfies Readonly<Record<string, Read>>;
}

/** Members that a table knows, or their opposite: `ports` and `notPorts`. */
function readMembers<Of>(value: unknown, path: string, refuse: Refuse, table: Readonly<Record<string, Of>>) {
  const names = Object.keys(table).flatMap((name) => [name, negate(name)]);
  const wrong = isObject(value) ? unknownMember(value, names, path) : undefined;
  if (wrong !== undefined) refuse(wrong);
  return Object.entries(table).flatMap(([name, of]) =>
    [false, true].flatMap((isNegated) => {
      const member = isNegated ? negate(name) : name;
      const values = readTexts(value, member, path, refuse);
      return values.length === 0 ? [] : [[of, values, isNegated, `${path}.${member}`] as const];
    }),
  );
}

function negate(name: string): string {
  return `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function readTexts(value: unknown, name: string, path: string, refuse: Refuse): readonly string[] {
  const stated = memberAt(value, name) ?? [];
  const texts = listAt(value, name).filter((each): each is string => typeof each === 'string' && each !== '');
  if (!Array.isArray(stated) || texts.length !== stated.length) refuse(`${path}.${name} is no list of texts`);
  return texts;
}

function narrow(ports: PortSet, isNegated: boolean): Narrow {
  return (all) => (isNegated ? subtract(all, ports) : subtract(all, subtract(meshPorts, ports)));
}

function readPorts(values: readonly string[], path: string, refuse: Refuse): PortSet {
  return values.reduce((sum, text) => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    if (port >= portBounds.from && port <= portBounds.to) return unite(sum, portsOf({ protocol: 'TCP', from: port, to: port }));
    refuse(`${path} has ${JSON.stringify(text)}, which is no port`);
    return sum;
  }, noPorts);
}

/** Blocks, or addresses alone. */
function readBlocks(values: readonly string[], path: string, refuse: Refuse): readonly Block[] {
  return values.flatMap((text) => {
    const block = parseBlock(text) ?? parseBlock(`${text}/${text.includes(':') ? 128 : 32}`);
    if (!block) refuse(`${path} has ${JSON.stringify(text)}, which is neither an address nor a CIDR`);
    return block ?? [];
  });
}
