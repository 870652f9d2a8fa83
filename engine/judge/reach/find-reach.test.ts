import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import type { Connection, ReachPeer } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import { compareReach, nameOf } from './compare-reach.ts';
import { findReach } from './find-reach.ts';

function object(kind: string, place: string, rest: JsonObject, apiVersion = 'v1'): Resource {
  const [namespace, name = ''] = place.includes('/') ? place.split('/') : [undefined, place];
  const metadata = { name, ...(namespace && { namespace }) };
  const identity = { apiVersion, kind, namespace: namespace ?? null, name };
  return { identity, value: { apiVersion, kind, metadata, ...rest }, source: 'yaml:.', file: 'a.yaml', line: 1, hook: false };
}

function pod(place: string, spec: JsonObject = {}, labels: JsonObject = {}): Resource {
  const { value, ...rest } = object('Pod', place, { spec: { containers: [{ name: 'a', image: 'a' }], ...spec } });
  const metadata = { ...(value.metadata as JsonObject), labels: { app: place.split('/')[1] ?? '', ...labels } };
  return { ...rest, value: { ...value, metadata } };
}

const policy = (place: string, spec: JsonObject) => object('NetworkPolicy', place, { spec }, 'networking.k8s.io/v1');
const admin = (name: string, spec: JsonObject) =>
  object('AdminNetworkPolicy', name, { spec: { subject: { namespaces: {} }, ...spec } }, 'policy.networking.k8s.io/v1alpha1');
const ports = [{ name: 'web', containerPort: 8080 }];
const pods = [pod('a/x', { containers: [{ name: 'a', image: 'a', ports }] }), pod('a/y'), pod('b/z')];
const denyAll = (namespace: string) => policy(`${namespace}/deny`, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
const short = (peer: ReachPeer) => ('name' in peer ? `${peer.namespace}/${peer.name}` : nameOf(peer));

function say({ from, to, ports: open }: Connection): string {
  const text = open === 'all' ? 'all' : open.map((each) => `${each.protocol} ${each.from}-${each.to}`).join();
  return `${short(from)} > ${short(to)}: ${text}`;
}

const between = ['a/x', 'a/y', 'b/z'];
const inside = (resources: readonly Resource[]) =>
  findReach(resources)
    .connections.filter(({ from, to }) => [from, to].every((side) => between.includes(short(side))))
    .map(say);
const everyPair = between.flatMap((from) => between.filter((to) => to !== from).map((to) => `${from} > ${to}: all`));

const rows: readonly (readonly [name: string, resources: readonly Resource[], connections: readonly string[]])[] = [
  ['without policies everybody reaches everybody', [], everyPair],
  [
    'a policy isolates whom it selects, in its directions',
    [policy('a/p', app('x'))],
    everyPair.filter((row) => !row.includes('> a/x')),
  ],
  [
    'without types, egress rules isolate egress too',
    [policy('a/p', { ...app('x'), egress: [{ to: [app('y')] }] })],
    everyPair.filter((row) => !row.includes('> a/x') && row !== 'a/x > b/z: all'),
  ],
  [
    'a selector of pods alone stays in the namespace; a port by name is the one of the pod',
    [policy('a/p', { ...app('x'), ingress: [{ from: [app('y'), app('z')], ports: [{ port: 'web' }] }] })],
    ['a/x > a/y: all', 'a/x > b/z: all', 'a/y > a/x: TCP 8080-8080', 'a/y > b/z: all', 'b/z > a/y: all'],
  ],
  [
    'namespaces by name',
    [
      policy('a/p', {
        ...app('x'),
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'b' } } }] }],
      }),
    ],
    everyPair.filter((row) => row !== 'a/y > a/x: all'),
  ],
  [
    'a block of addresses holds no pods',
    [policy('a/p', { ...app('x'), ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })],
    everyPair.filter((row) => !row.includes('> a/x')),
  ],
  ['deny everything', [denyAll('a'), denyAll('b')], []],
  [
    'an admin policy goes before those of the namespace, the lower priority first',
    [
      denyAll('b'),
      admin('low', {
        priority: 1,
        ingress: [{ action: 'Allow', from: [{ namespaces: {} }], ports: [{ portNumber: { protocol: 'TCP', port: 80 } }] }],
      }),
      admin('high', { priority: 2, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] }),
    ],
    everyPair.filter((row) => !row.startsWith('b/z')).map((row) => row.replace('all', 'TCP 80-80')),
  ],
  [
    'a cluster policy of the tier Baseline decides where no other does',
    [
      object(
        'ClusterNetworkPolicy',
        'base',
        {
          spec: {
            tier: 'Baseline',
            priority: 1,
            subject: { namespaces: {} },
            ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
          },
        },
        'policy.networking.k8s.io/v1alpha2',
      ),
      policy('a/p', { ...app('x'), ingress: [{}] }),
    ],
    ['a/y > a/x: all', 'b/z > a/x: all'],
  ],
];

for (const [name, resources, connections] of rows)
  test(name, () => assert.deepEqual(inside([...pods, ...resources]), connections));

test('addresses are the fewest CIDRs; of IPv6 where a policy names such', () => {
  const to = [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/9'] } }, { ipBlock: { cidr: 'fd00::/8' } }];
  const { connections } = findReach([pod('a/x'), policy('a/p', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to }] })]);
  assert.deepEqual(connections.map(say), [
    '0.0.0.0/0 > a/x: all',
    '::/0 > a/x: all',
    'a/x > 10.128.0.0/9: all',
    'a/x > fd00::/8: all',
  ]);
});

const service = object('Service', 'a/s', { spec: { selector: { app: 'x' }, ports: [{ port: 80, targetPort: 'web' }] } });
const backend = { service: { name: 's', port: { number: 80 } } };
const ways: readonly (readonly [name: string, way: Resource])[] = [
  ['an Ingress', object('Ingress', 'a/i', { spec: { rules: [{ http: { paths: [{ backend }] } }] } }, 'networking.k8s.io/v1')],
  ['a Route', object('Route', 'a/r', { spec: { to: { kind: 'Service', name: 's' } } }, 'route.openshift.io/v1')],
  [
    'an HTTPRoute',
    object('HTTPRoute', 'a/h', { spec: { rules: [{ backendRefs: [{ name: 's', port: 80 }] }] } }, 'gateway.networking.k8s.io/v1'),
  ],
  [
    'a VirtualService of a Gateway',
    object(
      'VirtualService',
      'b/v',
      {
        spec: { gateways: ['g'], http: [{ route: [{ destination: { host: 's.a.svc.cluster.local', port: { number: 80 } } }] }] },
      },
      'networking.istio.io/v1',
    ),
  ],
];
for (const [name, way] of ways)
  test(`${name} leads to the port of the pod behind the Service, where policies let it`, () => {
    const through = (...more: Resource[]) =>
      findReach([...pods, service, way, ...more])
        .connections.filter(({ from }) => 'ingress' in from)
        .map(say);
    assert.deepEqual(through(), ['{ingress} > a/x: TCP 8080-8080']);
    assert.deepEqual(through(denyAll('a')), []);
  });

const faults: readonly (readonly [code: string, resource: Resource])[] = [
  ['policy-refused', policy('a/p', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/99' } }] }] })],
  [
    'policy-refused',
    policy('a/p', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/9'] } }] }] }),
  ],
  ['policy-refused', policy('a/p', { podSelector: {}, ingress: [{ ports: [{ port: 70_000 }] }] })],
  ['policy-refused', policy('a/p', { podSelector: {}, ingress: [{ ports: [{ endPort: 80 }] }] })],
  ['policy-refused', policy('a/p', { podSelector: {}, policyTypes: ['Both'] })],
  ['policy-refused', policy('a/p', { podSelector: {}, inbound: [] })],
  ['policy-refused', admin('p', { priority: -1 })],
  ['policy-undecided', admin('p', { priority: 1, egress: [{ action: 'Deny', to: [{ domainNames: ['a.example'] }] }] })],
  ['policy-unknown', object('CiliumNetworkPolicy', 'a/p', { spec: {} }, 'cilium.io/v2')],
  ['policy-unknown', object('MultiNetworkPolicy', 'a/p', { spec: {} }, 'k8s.cni.cncf.io/v1beta1')],
  ['pods-unreadable', object('VirtualMachine', 'a/m', { spec: { template: { spec: { domain: {} } } } }, 'kubevirt.io/v1')],
  ['selector-matches-nothing', policy('a/p', app('nobody'))],
  ['selector-matches-nothing', object('Service', 'a/s', { spec: { selector: { app: 'z' } } }, 'v1')],
  ['pods-unreadable', pod('a/x', {}, { n: 1 })],
  ['ports-unreadable', pod('a/x', { containers: [{ name: 'a', ports: {} }] })],
  ['service-missing', object('Route', 'a/r', { spec: { to: { name: 's' } } }, 'route.openshift.io/v1')],
];
for (const [code, resource] of faults)
  test(`${code}: ${JSON.stringify(resource.value.spec).slice(0, 80)}`, () => {
    const { gaps, connections } = findReach([pod('a/x'), pod('b/z'), resource]);
    assert.deepEqual(
      gaps.map((gap) => [gap.code, gap.path, gap.line]),
      [[code, 'a.yaml', 1]],
    );
    if (code === 'policy-refused') assert.ok(connections.map(say).includes('b/z > a/x: all'));
  });

test('two policies of one priority contradict each other', () =>
  assert.deepEqual(
    findReach([...pods, admin('p', { priority: 1 }), admin('q', { priority: 1 })]).gaps.map(({ code }) => code),
    ['policy-contradictory'],
  ));

test('host networks, other networks and webhooks are where policies do not reach', () => {
  const webhooks = [{ clientConfig: { service: { namespace: 'a', name: 's' } } }];
  const hook = object('ValidatingWebhookConfiguration', 'v', { webhooks }, 'admissionregistration.k8s.io/v1');
  const network = object('UserDefinedNetwork', 'a/n', { spec: {} }, 'k8s.ovn.org/v1');
  const { beyond, isolation } = findReach([pod('a/x', { hostNetwork: true }), hook, network, denyAll('a')]);
  assert.deepEqual(
    beyond.map(({ resource }) => resource),
    ['Pod a/x', 'UserDefinedNetwork a/n', 'ValidatingWebhookConfiguration v'],
  );
  assert.deepEqual(
    isolation.map(({ ingress, egress }) => [ingress, egress]),
    [[false, false]],
  );
});

const name = fc.constantFrom('x', 'y', 'z');
const peer = fc.oneof(
  name.map(app),
  fc.constant({ namespaceSelector: {} }),
  fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/1').map((cidr) => ({ ipBlock: { cidr } })),
);
const rule = fc.record({
  peers: fc.array(peer, { maxLength: 2 }),
  ports: fc.array(
    fc.integer({ min: 1, max: 5 }).map((port) => ({ port })),
    { maxLength: 2 },
  ),
});
const anyPolicy = fc
  .record({
    subject: name,
    namespace: fc.constantFrom('a', 'b'),
    ingress: fc.array(rule, { maxLength: 2 }),
    egress: fc.array(rule, { maxLength: 2 }),
  })
  .map((some) => ({ ...some, types: ['Ingress', 'Egress'] }));
type AnyPolicy = {
  readonly subject: string;
  readonly namespace: string;
  readonly ingress: readonly { readonly peers: readonly JsonObject[]; readonly ports: readonly JsonObject[] }[];
  readonly egress: AnyPolicy['ingress'];
};
const write = ({ subject, namespace, ingress, egress }: AnyPolicy, at: number) =>
  policy(`${namespace}/p${at}`, {
    ...app(subject),
    policyTypes: ['Ingress', 'Egress'],
    ingress: ingress.map(({ peers, ports: open }) => ({ from: peers, ports: open })),
    egress: egress.map(({ peers, ports: open }) => ({ to: peers, ports: open })),
  } as JsonObject);

test('one more rule takes no connection away; a policy that denies adds none; nothing changes from a state to itself', () =>
  fc.assert(
    fc.property(fc.array(anyPolicy, { maxLength: 4 }), rule, (some, more) => {
      const before = findReach([...pods, ...some.map(write)]);
      const wider = some.map((each) => ({ ...each, ingress: [...each.ingress, more], egress: [...each.egress, more] }));
      const after = findReach([...pods, ...wider.map(write)]);
      assert.deepEqual(
        compareReach(before, after).filter(({ change }) => change === 'removed'),
        [],
      );
      const denied = findReach([...pods, ...some.map(write), denyAll('a'), denyAll('b')]);
      assert.deepEqual(
        compareReach(before, denied).filter(({ change }) => change === 'added'),
        [],
      );
      assert.deepEqual(compareReach(before, before), []);
    }),
    { numRuns: 60 },
  ));

test('pods that two rules describe, in labels and as an expression with one value, stand once, as they were said first', () => {
  const expression = { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['w'] }] } };
  const stated = policy('a/p', { ...app('x'), ingress: [{ from: [app('w')] }], egress: [{ to: [expression] }] });
  const described = findReach([...pods, stated]).exposure.flatMap(({ workload, to }) =>
    workload.name === 'x' && to !== 'entire-cluster' ? [to.podSelector] : [],
  );
  assert.deepEqual(described, [{ matchLabels: { app: 'w' } }, { matchLabels: { app: 'w' } }]);
});
