import type { Resource } from '../../../model/resource.ts';
import { isBadList, isObject, type Members, memberAt, membersOf, objectsAt, textAt, textsAt } from '../../json/members.ts';
import { type Answer, allOf, anyOf } from '../answer.ts';
import { type Cluster, namespaceOf } from '../cluster.ts';
import { asksLabels } from '../label-selector.ts';
import type { Isolates, PolicySubject } from './policy-subject.ts';

/**
 * Whom a policy of Antrea isolates: it denies by its rules alone, so that one without a rule that drops or rejects isolates nobody, and one
 * that drops for some peers or ports nobody for sure. Groups are looked up in the release.
 *
 * source  https://antrea.io/docs/main/docs/antrea-network-policy/
 */
export function readAntrea(policy: Resource, cluster: Cluster): Isolates {
  const { value } = policy;
  const groups = findGroups(policy, cluster);
  const spec = membersOf(memberAt(value, 'spec'));
  const isBroken = ['ingress', 'egress', 'appliedTo'].some((name) => isBadList(spec, name));
  if (isBroken) return () => 'maybe';
  const own = memberAt(spec, 'appliedTo') === undefined ? undefined : objectsAt(spec, 'appliedTo');
  const read = (direction: string) =>
    objectsAt(spec, direction).map((rule) => ({
      denies: denied(rule),
      to: (own ?? objectsAt(rule, 'appliedTo')).map((target) => readTarget(target, groups)),
    }));
  const rules = { Ingress: read('ingress'), Egress: read('egress') };
  return (subject, direction) =>
    anyOf(rules[direction], ({ denies, to }) =>
      allOf([() => denies, () => anyOf(to, (asks) => asks(subject))], (ask: () => Answer) => ask()),
    );
}

function denied(rule: Members): Answer {
  const action = memberAt(rule, 'action');
  if (action === 'Allow' || action === 'Pass') return 'no';
  const isWide = ['from', 'to', 'ports', 'protocols', 'l7Protocols', 'toServices'].every(
    (name) => memberAt(rule, name) === undefined,
  );
  return isWide && (action === 'Drop' || action === 'Reject') ? 'yes' : 'maybe';
}

/** Whom something selects. */
type Selects = (subject: PolicySubject) => Answer;

/** The groups that a policy can name: those of the cluster, or of its own namespace. */
function findGroups(policy: Resource, cluster: Cluster): ReadonlyMap<string, Resource> {
  const kind = policy.identity.kind === 'ClusterNetworkPolicy' ? 'ClusterGroup' : 'Group';
  const all = cluster.ofKind('crd.antrea.io', kind);
  const own = kind === 'Group' ? all.filter((each) => namespaceOf(each) === namespaceOf(policy)) : all;
  return new Map(own.map((each) => [each.identity.name, each]));
}

/** Services are named, and what they hold is not looked up. */
function readTarget(target: Members, groups: ReadonlyMap<string, Resource>): Selects {
  if (isObject(target.nodeSelector) || isObject(target.externalEntitySelector)) return () => 'no';
  const account = target.serviceAccount;
  if (isObject(account))
    return ({ namespace, account: own }) =>
      allOf([[namespace, textAt(account, 'namespace')] as const, [own, textAt(account, 'name')] as const], isEqual);
  const { group, ...others } = target;
  return typeof group === 'string' && Object.keys(others).length === 0 ? readGroup(group, groups) : readSelectors(target);
}

/**
 * The pods of a group: by selectors, or of the groups in it, in which there are no further ones; addresses are no pods.
 *
 * source  https://antrea.io/docs/main/docs/antrea-network-policy/, "ClusterGroup" and "Group"
 */
function readGroup(name: string, groups: ReadonlyMap<string, Resource>, isChild = false): Selects {
  const spec = membersOf(memberAt(groups.get(name)?.value, 'spec'));
  const { ipBlocks, childGroups, ...others } = spec;
  if (Object.keys(others).length > 0 || Object.keys(spec).length !== 1) return readSelectors(spec);
  if (ipBlocks !== undefined) return () => 'no';
  const names = textsAt(spec, 'childGroups');
  if (isChild || !Array.isArray(childGroups) || names.length < childGroups.length) return () => 'maybe';
  const children = names.map((child) => readGroup(child, groups, true));
  return (subject) => anyOf(children, (asks) => asks(subject));
}

function readSelectors({ podSelector, namespaceSelector, ...others }: Members): Selects {
  if (Object.keys(others).length > 0 || (podSelector ?? namespaceSelector) === undefined) return () => 'maybe';
  const pods = podSelector === undefined ? undefined : asksLabels(podSelector);
  const namespaces = namespaceSelector === undefined ? undefined : asksLabels(namespaceSelector);
  return ({ label, namespaceLabel }) => allOf([pods?.(label), namespaces?.(namespaceLabel)], (answer) => answer ?? 'yes');
}

function isEqual([held, wanted]: readonly [string | undefined, string | undefined]): Answer {
  if (held === undefined || wanted === undefined) return 'maybe';
  return held === wanted ? 'yes' : 'no';
}
