import type { NamedPort } from '../../model/reach.ts';
import { type PodGroup, resolvePort } from './find-pods.ts';
import type { Action, Policy, PortRules, Rule } from './policy.ts';
import { allPorts, intersect, isEmpty, keyOfPorts, noPorts, type PortSet, subtract, unite } from './port-set.ts';
import { createCoverage, isSelected, type Party, type Terrain } from './terrain.ts';

/** A rule with the marks of whom it covers. */
interface MarkedRule {
  readonly action: Action;
  readonly covers: Uint8Array;
  readonly ports: PortRules;
}

/** What holds for a pod in one direction. */
export interface Verdicts {
  readonly admin: readonly MarkedRule[];
  /** Undefined where no policy of the namespace isolates it. */
  readonly network: readonly MarkedRule[] | undefined;
  readonly baseline: readonly MarkedRule[];
  /** Whether the port behind a name may be another one for each pod. */
  readonly hasOpenNames: boolean;
  /** The class of each party; whoever is of one class gets the same answer. */
  readonly classes: Uint32Array;
  /** By class. */
  readonly answers: (PortSet | undefined)[];
  /** Of all three. */
  readonly rules: readonly MarkedRule[];
  /** By the rules that cover somebody. */
  readonly byCover: Map<string, PortSet>;
  /** Equal answers of all pods are one object. */
  readonly known: Map<string, PortSet>;
}

/** Names of ports that only somebody unseen could resolve. */
export type Unresolved = Map<string, NamedPort>;

/**
 * What holds for pods in both directions, as policies are written; see `findBeyond` for where they may not hold. Pods that the same policies
 * select share it.
 */
export function createJudge(policies: readonly Policy[], terrain: Terrain) {
  const cover = createCoverage(terrain);
  const mark = ({ action, peers, ports }: Rule): MarkedRule => ({ action, covers: cover(peers), ports });
  const ordered = policies
    .toSorted((a, b) => a.priority - b.priority)
    .map((policy) => ({ policy, ingress: policy.ingress?.map(mark), egress: policy.egress?.map(mark) }));
  const classes = classify(
    ordered.flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress]),
    terrain.parties.length,
  );
  const known = new Map<string, PortSet>();
  const shared = new Map<string, Verdicts>();
  return (party: Extract<Party, { readonly kind: 'pods' }>, direction: 'ingress' | 'egress'): Verdicts => {
    const own = ordered.flatMap((each, at) => {
      const rules = each[direction];
      return rules && isSelected(each.policy.subject, party) ? [{ at, tier: each.policy.tier, rules }] : [];
    });
    const of = (tier: Policy['tier']) => own.filter((each) => each.tier === tier).flatMap((each) => each.rules);
    const rules = own.flatMap((each) => each.rules);
    const hasNames = rules.some(({ ports }) => ports.named.length > 0);
    const asked = hasNames && direction === 'ingress' ? JSON.stringify(party.group.ports) : '';
    const key = `${direction} ${own.map(({ at }) => at).join()} ${asked}`;
    const isIsolated = own.some(({ tier }) => tier === 'network');
    const found = shared.get(key) ?? {
      admin: of('admin'),
      network: isIsolated ? of('network') : undefined,
      baseline: of('baseline'),
      hasOpenNames: hasNames && direction === 'egress',
      ...{ classes, answers: [], rules, byCover: new Map(), known },
    };
    shared.set(key, found);
    return found;
  };
}

/** Numbers parties so that two have one number where every rule covers both or neither. */
function classify(rules: readonly MarkedRule[], parties: number): Uint32Array {
  const classes = new Uint32Array(parties);
  let count = 1;
  for (const covers of new Set(rules.map((rule) => rule.covers))) {
    const renumbered = new Uint32Array(2 * count);
    count = 0;
    for (const [party, old] of classes.entries()) {
      const at = 2 * old + (covers[party] ?? 0);
      renumbered[at] ||= ++count;
      classes[party] = (renumbered[at] ?? 1) - 1;
    }
  }
  return classes;
}

/**
 * On which ports one party may connect, by what holds for the other.
 *
 * in      the number of the party; the ports of the pod that is connected to, where it is one
 * out     names that could not be resolved are added to `unresolved`, where it is given
 */
export function decide(verdicts: Verdicts, party: number, target: PodGroup | undefined, unresolved?: Unresolved): PortSet {
  if (verdicts.hasOpenNames) return weigh(verdicts, party, target, unresolved);
  const own = verdicts.classes[party] ?? 0;
  const known = verdicts.answers[own];
  if (known) return known;
  let covering = '';
  for (const [at, { covers }] of verdicts.rules.entries()) if (covers[party] === 1) covering += String.fromCharCode(at);
  const answer = verdicts.byCover.get(covering) ?? intern(weigh(verdicts, party, target), verdicts.known);
  verdicts.byCover.set(covering, answer);
  verdicts.answers[own] = answer;
  return answer;
}

function intern(set: PortSet, known: Map<string, PortSet>): PortSet {
  const key = keyOfPorts(set);
  const found = known.get(key) ?? set;
  known.set(key, found);
  return found;
}

function weigh(
  { admin, network, baseline }: Verdicts,
  party: number,
  target: PodGroup | undefined,
  unresolved?: Unresolved,
): PortSet {
  const byAdmin = settle(admin, party, target, unresolved);
  const left = unite(byAdmin.open, byAdmin.passed);
  if (isEmpty(left)) return byAdmin.allowed;
  if (network === undefined) {
    const byBaseline = settle(baseline, party, target, unresolved);
    return unite(byAdmin.allowed, intersect(left, unite(byBaseline.allowed, unite(byBaseline.open, byBaseline.passed))));
  }
  let allowed = noPorts;
  for (const { covers, ports } of network) if (covers[party] === 1) allowed = unite(allowed, resolve(ports, target, unresolved));
  return unite(byAdmin.allowed, intersect(left, allowed));
}

interface Settled {
  readonly allowed: PortSet;
  readonly passed: PortSet;
  /** What no rule speaks of. */
  readonly open: PortSet;
}

const nothingSettled: Settled = { allowed: noPorts, passed: noPorts, open: allPorts };

/** The first rule that speaks of a port decides on it. */
function settle(rules: readonly MarkedRule[], party: number, target: PodGroup | undefined, unresolved?: Unresolved): Settled {
  if (rules.length === 0) return nothingSettled;
  let [allowed, passed, open] = [noPorts, noPorts, allPorts];
  for (const { action, covers, ports } of rules) {
    if (covers[party] !== 1) continue;
    const spoken = intersect(open, resolve(ports, target, action === 'allow' ? unresolved : undefined));
    if (action === 'allow') allowed = unite(allowed, spoken);
    if (action === 'pass') passed = unite(passed, spoken);
    open = subtract(open, spoken);
  }
  return { allowed, passed, open };
}

function resolve({ set, named }: PortRules, target: PodGroup | undefined, unresolved?: Unresolved): PortSet {
  if (named.length === 0) return set;
  for (const port of named) if (!target && unresolved) unresolved.set(`${port.protocol}/${port.name}`, port);
  return target ? named.reduce((sum, port) => unite(sum, resolvePort(port, target.ports)), set) : set;
}
