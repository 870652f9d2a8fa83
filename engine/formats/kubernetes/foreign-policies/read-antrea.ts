import type { Resource } from '../../../model/resource.ts';
import { isBadList, isObject, type Members, memberAt, membersOf, objectsAt, textAt } from '../../json/members.ts';
import { type Answer, allOf, anyOf } from '../answer.ts';
import { asksLabels } from '../label-selector.ts';
import type { Isolates, PolicySubject } from './policy-subject.ts';

/**
 * Whom a policy of Antrea isolates: it denies by its rules alone, so that one without a rule that drops or rejects isolates nobody, and one
 * that drops for some peers or ports nobody for sure.
 *
 * source  https://antrea.io/docs/main/docs/antrea-network-policy/
 */
export function readAntrea({ value }: Resource): Isolates {
  const spec = membersOf(memberAt(value, 'spec'));
  const isBroken = ['ingress', 'egress', 'appliedTo'].some((name) => isBadList(spec, name));
  if (isBroken) return () => 'maybe';
  const own = memberAt(spec, 'appliedTo') === undefined ? undefined : objectsAt(spec, 'appliedTo');
  const read = (direction: string) =>
    objectsAt(spec, direction).map((rule) => ({
      denies: denied(rule),
      to: (own ?? objectsAt(rule, 'appliedTo')).map(readTarget),
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

/** Groups and Services are named, and what they hold is not looked up. */
function readTarget(target: Members): (subject: PolicySubject) => Answer {
  if (isObject(target.nodeSelector) || isObject(target.externalEntitySelector)) return () => 'no';
  const account = target.serviceAccount;
  if (isObject(account))
    return ({ namespace, account: own }) =>
      allOf([[namespace, textAt(account, 'namespace')] as const, [own, textAt(account, 'name')] as const], isEqual);
  const { podSelector, namespaceSelector, ...others } = target;
  if (Object.keys(others).length > 0 || Object.keys(target).length === 0) return () => 'maybe';
  const pods = podSelector === undefined ? undefined : asksLabels(podSelector);
  const namespaces = namespaceSelector === undefined ? undefined : asksLabels(namespaceSelector);
  return ({ label, namespaceLabel }) => allOf([pods?.(label), namespaces?.(namespaceLabel)], (answer) => answer ?? 'yes');
}

function isEqual([held, wanted]: readonly [string | undefined, string | undefined]): Answer {
  if (held === undefined || wanted === undefined) return 'maybe';
  return held === wanted ? 'yes' : 'no';
}
