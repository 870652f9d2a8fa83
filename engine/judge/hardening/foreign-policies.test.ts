import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { findFailures } from './find-failures.ts';
import { tellForeignPolicies } from './foreign-policies.ts';
import { deployment, resource } from './sample-resources.ts';

const policy = (api: string, kind: string, spec: JsonObject, namespace: string | null) =>
  resource(api, kind, { spec }, 'wall', namespace);
const cilium = (spec: JsonObject) => policy('cilium.io/v2', 'CiliumNetworkPolicy', spec, 'tide');
const wide = (spec: JsonObject) => policy('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', spec, null);
const calico = (spec: JsonObject) => policy('projectcalico.org/v3', 'GlobalNetworkPolicy', spec, null);
const antrea = (spec: JsonObject) => policy('crd.antrea.io/v1beta1', 'ClusterNetworkPolicy', spec, null);
const namespace = resource('v1', 'Namespace', { metadata: { labels: { team: 'tide' } } }, 'tide', null);
const by = (matchLabels: JsonObject) => ({ matchLabels });
const both = { ingress: [{}], egress: [{}] };
const drop = [{ action: 'Drop' }];
const all = 'non-isolated-pod unrestricted-egress unrestricted-ingress namespace-without-network-policy';
const outgoing = 'unrestricted-egress';

/** The checks that fail for the pod `app: gauge` of `tide`, and whether it is told that one is undecided. */
const rows: readonly (readonly [name: string, policy: Resource, fails: string, isTold?: true])[] = [
  ['Cilium for the pod', cilium({ endpointSelector: by({ app: 'gauge' }), ...both }), ''],
  ['Cilium for the pod, by its source', cilium({ endpointSelector: by({ 'k8s:app': 'gauge' }), ...both }), ''],
  ['Cilium for what comes in', cilium({ endpointSelector: {}, ingress: [{}] }), outgoing],
  [
    'Cilium that is told not to deny',
    cilium({ endpointSelector: {}, ingress: [{}], enableDefaultDeny: { ingress: false } }),
    all,
  ],
  ['Cilium in several rules', { ...cilium({}), value: { specs: [{ endpointSelector: {}, ...both }] } }, ''],
  ['Cilium that cannot be read', cilium({}), '', true],
  ['Cilium without rules', cilium({ endpointSelector: {} }), all],
  ['Cilium for nodes', wide({ nodeSelector: {}, ...both }), all],
  ['Cilium for the host', wide({ endpointSelector: by({ 'reserved:ingress': '' }), ...both }), all],
  ['Cilium for everybody', wide({ endpointSelector: {}, ...both }), ''],
  [
    'Cilium for another pod',
    wide({ endpointSelector: by({ app: 'reef' }), ...both }),
    'non-isolated-pod unrestricted-egress unrestricted-ingress',
    true,
  ],
  ['Cilium for a namespace', wide({ endpointSelector: by({ 'k8s:io.kubernetes.pod.namespace': 'tide' }), ...both }), ''],
  ['Cilium for another namespace', wide({ endpointSelector: by({ 'k8s:io.kubernetes.pod.namespace': 'reef' }), ...both }), all],
  [
    'Cilium for namespaces of a label',
    wide({ endpointSelector: by({ 'io.cilium.k8s.namespace.labels.team': 'tide' }), ...both }),
    '',
  ],
  [
    'Cilium for namespaces of another',
    wide({ endpointSelector: by({ 'io.cilium.k8s.namespace.labels.team': 'reef' }), ...both }),
    all,
  ],
  ['Cilium for a cluster', wide({ endpointSelector: by({ 'io.cilium.k8s.policy.cluster': 'one' }), ...both }), '', true],
  ['Calico for everybody', calico({ types: ['Ingress', 'Egress'] }), ''],
  ['Calico without types', calico({ selector: 'all()' }), outgoing],
  ['Calico for one way', calico({ selector: 'all()', egress: [{ action: 'Allow' }] }), 'unrestricted-ingress'],
  ['Calico for pods of the namespace', calico({ selector: "projectcalico.org/namespace == 'tide'" }), outgoing],
  ['Calico for others', calico({ namespaceSelector: "team != 'tide'" }), all],
  ['Calico for the host', calico({ preDNAT: true, selector: 'all()' }), all],
  ['Calico in a tier of its own', calico({ tier: 'site' }), outgoing, true],
  ['Calico by the labels of an account', calico({ serviceAccountSelector: "team == 'tide'" }), outgoing, true],
  ['Calico that cannot be read', calico({ selector: 'app = gauge' }), outgoing, true],
  [
    'Antrea that drops what is left',
    antrea({ appliedTo: [{ namespaceSelector: by({ team: 'tide' }) }], ingress: drop, egress: drop }),
    '',
  ],
  ['Antrea elsewhere', antrea({ appliedTo: [{ namespaceSelector: by({ team: 'reef' }) }], ingress: drop }), all],
  ['Antrea that only allows', antrea({ appliedTo: [{ podSelector: {} }], ingress: [{ action: 'Allow' }] }), all],
  [
    'Antrea that drops some',
    antrea({ appliedTo: [{ podSelector: {} }], ingress: [{ action: 'Drop', from: [{}] }] }),
    outgoing,
    true,
  ],
  ['Antrea for a group', antrea({ ingress: [{ action: 'Drop', appliedTo: [{ group: 'web' }] }] }), outgoing, true],
  ['Antrea for nodes', antrea({ appliedTo: [{ nodeSelector: {} }], ingress: drop }), all],
  ['a firewall for what goes out', policy('k8s.ovn.org/v1', 'EgressFirewall', {}, 'tide'), 'unrestricted-ingress', true],
  ['a policy for other networks', policy('k8s.cni.cncf.io/v1beta1', 'MultiNetworkPolicy', {}, 'tide'), all],
  [
    'a server of Linkerd for others',
    policy('policy.linkerd.io/v1beta3', 'Server', { podSelector: by({ app: 'reef' }) }, 'tide'),
    'non-isolated-pod unrestricted-egress unrestricted-ingress',
    true,
  ],
  ['one that is nowhere', policy('cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: {}, ...both }, null), '', true],
  ['one elsewhere', policy('cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: {}, ...both }, 'reef'), all],
];

const group = (name: string, spec: JsonObject) => resource('crd.antrea.io/v1beta1', 'ClusterGroup', { spec }, name, null);

type Row = readonly [name: string, resources: readonly Resource[], fails: string, isTold?: true];

/** What an Antrea policy names, as far as it is in the release. */
const groups: readonly Row[] = [
  ['with selectors', [group('g', { podSelector: by({ app: 'gauge' }) })], outgoing],
  ['of others', [group('g', { namespaceSelector: by({ team: 'reef' }) })], all],
  ['of addresses', [group('g', { ipBlocks: [{ cidr: '10.0.0.0/8' }] })], all],
  [
    'of groups',
    [group('g', { childGroups: ['a', 'b'] }), group('a', { podSelector: by({ app: 'reef' }) }), group('b', { podSelector: {} })],
    outgoing,
  ],
  ['of a group that is not there', [group('g', { childGroups: ['a'] })], outgoing, true],
  ['of groups of groups', [group('g', { childGroups: ['g'] })], outgoing, true],
  ['of a Service', [group('g', { serviceReference: { name: 'web', namespace: 'tide' } })], outgoing, true],
  [
    'that only a namespace has',
    [resource('crd.antrea.io/v1beta1', 'Group', { spec: { podSelector: {} } }, 'g', 'tide')],
    outgoing,
    true,
  ],
];

const forGroup = { ingress: [{ action: 'Drop', appliedTo: [{ group: 'g' }] }] };
const ofTide = policy('crd.antrea.io/v1beta1', 'NetworkPolicy', forGroup, 'tide');
const inTide = resource('crd.antrea.io/v1beta1', 'Group', { spec: { podSelector: {} } }, 'g', 'tide');
const whole: readonly Row[] = [
  ['Antrea for a group of its namespace', [ofTide, inTide], outgoing],
  ...rows.map(([name, foreign, ...more]): Row => [name, [foreign], ...more]),
  ...groups.map(([name, stated, ...more]): Row => [`Antrea for a group ${name}`, [antrea(forGroup), ...stated], ...more]),
];

for (const [name, foreign, fails, isTold = false] of whole)
  test(`policies of others: ${name}`, () => {
    const resources = [deployment(), namespace, ...foreign];
    const failed = new Set(findFailures(resources).map(({ check }) => check));
    assert.deepEqual(
      all.split(' ').filter((check) => failed.has(check)),
      fails.split(' ').filter(Boolean),
    );
    const told = tellForeignPolicies(toCluster(resources));
    assert.deepEqual(
      told.map(({ code, path, line }) => [code, path, line]),
      isTold ? [['policy-unknown', 'a.yaml', 3]] : [],
    );
    if (isTold) assert.match(told[0]?.detail ?? '', /wall: whether it isolates pods in tide cannot/);
  });

test('policies of others: labels of pods that a controller makes are known in part', () => {
  const template = { metadata: { labels: { app: 'gauge' } }, spec: { containers: [{ image: 'tide/gauge:1' }] } };
  const custom = resource('tide.example/v1', 'Fleet', { spec: { template } });
  const told = (app: string, key = 'app') =>
    tellForeignPolicies(toCluster([custom, cilium({ endpointSelector: by({ [key]: app }), ...both })])).length;
  assert.deepEqual([told('gauge'), told('reef'), told('gauge', 'role')], [0, 0, 1]);
});
