import type { Resource } from '../../../model/resource.ts';
import { listAt, memberAt, textAt } from '../../json/members.ts';
import { type Answer, allOf, type LabelLookUp } from '../answer.ts';
import { asksCalico } from './calico-selector.ts';
import type { Isolates, PolicySubject } from './policy-subject.ts';

/**
 * Whom a policy of Calico isolates: what its three selectors select, in the directions of its types.
 *
 * source  https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy: without types a policy is for egress where it has such
 *         rules, and for ingress where it has such or none at all; doNotTrack and preDNAT are for the interfaces of hosts
 */
export function readCalico({ value }: Resource): Isolates {
  const spec = memberAt(value, 'spec');
  if (memberAt(spec, 'doNotTrack') === true || memberAt(spec, 'preDNAT') === true) return () => 'no';
  const types = typesOf(spec);
  const [pods, namespaces, accounts] = ['selector', 'namespaceSelector', 'serviceAccountSelector'].map((name) =>
    readSelector(spec, name),
  );
  // The end of another tier than the default one may pass on what nobody spoke of.
  const most: Answer = (textAt(spec, 'tier') ?? 'default') === 'default' ? 'yes' : 'maybe';
  return (subject, direction) => {
    if (!types.has(direction)) return 'no';
    const asked = [pods?.(podLabels(subject)), namespaces?.(namespaceLabels(subject)), accounts?.(accountLabels(subject)), most];
    return allOf(asked, (answer) => answer ?? 'yes');
  };
}

function readSelector(spec: unknown, name: string): ((label: LabelLookUp) => Answer) | undefined {
  const stated = memberAt(spec, name) ?? '';
  if (stated === '') return undefined;
  return typeof stated === 'string' ? asksCalico(stated) : () => 'maybe';
}

function typesOf(spec: unknown): ReadonlySet<unknown> {
  const stated = listAt(spec, 'types');
  if (stated.length > 0) return new Set(stated);
  const hasEgress = listAt(spec, 'egress').length > 0;
  const hasIngress = listAt(spec, 'ingress').length > 0 || !hasEgress;
  return new Set([...(hasIngress ? ['Ingress'] : []), ...(hasEgress ? ['Egress'] : [])]);
}

function podLabels({ namespace, label, namespaceLabel, account }: PolicySubject): LabelLookUp {
  return (key) => {
    if (key === 'projectcalico.org/namespace') return namespace;
    if (key === 'projectcalico.org/orchestrator') return 'k8s';
    if (key === 'projectcalico.org/serviceaccount') return account;
    if (key.startsWith('pcns.')) return namespaceLabel(key.slice('pcns.'.length));
    return key.startsWith('pcsa.') ? undefined : label(key);
  };
}

function namespaceLabels({ namespace, namespaceLabel }: PolicySubject): LabelLookUp {
  return (key) => (key === 'projectcalico.org/name' ? namespace : namespaceLabel(key));
}

function accountLabels({ account }: PolicySubject): LabelLookUp {
  return (key) => (key === 'projectcalico.org/name' ? account : undefined);
}
