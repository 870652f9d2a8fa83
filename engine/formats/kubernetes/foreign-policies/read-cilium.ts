import type { Resource } from '../../../model/resource.ts';
import { isBadList, isObject, listAt, type Members, memberAt, membersOf, objectsAt } from '../../json/members.ts';
import { type Answer, allOf, anyOf, type LabelLookUp } from '../answer.ts';
import { asksLabels } from '../label-selector.ts';
import type { Direction, Isolates, PolicySubject } from './policy-subject.ts';

const namespaceLabels = 'io.cilium.k8s.namespace.labels.';

/**
 * Whom a policy of Cilium isolates: what one of its rules selects, in the directions that the rule speaks of.
 *
 * source  https://docs.cilium.io/en/stable/security/policy/intro/, "Rule Basics" and "Policy Enforcement Modes";
 *         https://docs.cilium.io/en/stable/security/policy/kubernetes/
 */
export function readCilium({ value }: Resource): Isolates {
  const rules = [memberAt(value, 'spec'), ...objectsAt(value, 'specs')].filter((rule) => rule !== undefined).map(readRule);
  if (rules.length === 0) return () => 'maybe';
  return (subject, direction) => anyOf(rules, (isolates) => isolates(subject, direction));
}

function readRule(rule: unknown): Isolates {
  if (isObject(memberAt(rule, 'nodeSelector')) && memberAt(rule, 'endpointSelector') === undefined) return () => 'no';
  const asks = asksLabels(memberAt(rule, 'endpointSelector'));
  const denies = { Ingress: denied(rule, 'Ingress'), Egress: denied(rule, 'Egress') };
  return (subject, direction) => allOf([() => denies[direction], () => asks(labelsOf(subject))], (ask: () => Answer) => ask());
}

/** A rule without a list of the direction leaves it as it is, and so does one that is told to; what it denies it still denies. */
function denied(rule: unknown, direction: Direction): Answer {
  const name = direction.toLowerCase();
  const members: Members = membersOf(rule);
  if (!isObject(memberAt(rule, 'endpointSelector')) || isBadList(members, name) || isBadList(members, `${name}Deny`))
    return 'maybe';
  const isDenying = listAt(rule, `${name}Deny`).length > 0;
  const stated = memberAt(rule, 'enableDefaultDeny', name);
  if (stated === false) return isDenying ? 'maybe' : 'no';
  return stated === true || isDenying || listAt(rule, name).length > 0 ? 'yes' : 'no';
}

/** Labels as Cilium knows them: by where they are from, with those that it gives pods itself. */
function labelsOf({ namespace, label, namespaceLabel, account }: PolicySubject): LabelLookUp {
  return (stated) => {
    const [, source = 'any', key = ''] = /^(?:([a-z0-9-]+):)?(.*)$/.exec(stated) ?? [];
    // What Cilium reserves for what is no pod: hosts, health checks, ingresses.
    if (source === 'reserved') return null;
    if (source !== 'any' && source !== 'k8s') return undefined;
    if (key === 'io.kubernetes.pod.namespace') return namespace;
    if (key === 'io.cilium.k8s.policy.serviceaccount') return account;
    if (key.startsWith(namespaceLabels)) return namespaceLabel(key.slice(namespaceLabels.length));
    return key.startsWith('io.cilium.') ? undefined : label(key);
  };
}
