import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { Connection, ReachCondition, ReachPeer } from '../../../model/reach.ts';
import type { Resource } from '../../../model/resource.ts';
import { findReach } from '../find-reach.ts';

function object(kind: string, place: string, rest: JsonObject, apiVersion = 'v1'): Resource {
  const [namespace, name = ''] = place.includes('/') ? place.split('/') : [undefined, place];
  const { metadata: more, ...value } = rest;
  const metadata = { name, ...(namespace && { namespace }), ...(more as JsonObject) };
  const identity = { apiVersion, kind, namespace: namespace ?? null, name };
  return { identity, value: { apiVersion, kind, metadata, ...value }, source: 'yaml:.', file: 'a.yaml', line: 1, hook: false };
}

function pod(place: string, { annotations = {}, ...labels }: JsonObject = {}): Resource {
  const name = place.split('/')[1] ?? '';
  const metadata = { labels: { app: name, ...labels }, annotations };
  return object('Pod', place, { metadata, spec: { serviceAccountName: `${name}-sa`, containers: [{ name: 'c', image: 'i' }] } });
}

const namespace = (name: string, labels: JsonObject = {}) => object('Namespace', name, { metadata: { labels } });
const meshed = namespace('a', { 'istio-injection': 'enabled' });
const authorization = (place: string, spec: JsonObject, metadata: JsonObject = {}) =>
  object('AuthorizationPolicy', place, { spec, metadata }, 'security.istio.io/v1');
const peers = (place: string, spec: JsonObject) => object('PeerAuthentication', place, { spec }, 'security.istio.io/v1');
const app = (name: string) => ({ selector: { matchLabels: { app: name } } });
const from = (source: JsonObject) => [{ from: [{ source }] }];
const to = (operation: JsonObject) => [{ to: [{ operation }] }];
const strict = { mtls: { mode: 'STRICT' } };
/** x and y of namespace a have a proxy, z of b has none. */
const pods = [meshed, namespace('b'), pod('a/x'), pod('a/y'), pod('b/z')];

const short = (peer: ReachPeer) => ('name' in peer ? peer.name : 'ipBlock' in peer ? peer.ipBlock : 'ingress');
const sayCondition = ({ effect, what }: ReachCondition) => ` ${effect} ${what}`;

/** Over TCP; UDP and SCTP pass every proxy by. */
function say({ from: caller, to: target, ports, conditions = [] }: Connection): string {
  const own =
    ports === 'all' ? ['all'] : ports.filter(({ protocol }) => protocol === 'TCP').map((port) => `${port.from}-${port.to}`);
  return `${short(caller)} > ${short(target)}: ${own.join() || 'none'}${conditions.map(sayCondition).join(';')}`;
}

const toX = (resources: readonly Resource[]) =>
  findReach([...pods, ...resources])
    .connections.filter((each) => short(each.to) === 'x')
    .map(say);
const all = ['0.0.0.0/0 > x: all', 'y > x: all', 'z > x: all'];
const none = ['0.0.0.0/0 > x: none', 'y > x: none', 'z > x: none'];
const onlyY = ['0.0.0.0/0 > x: none', 'y > x: all', 'z > x: none'];
const onlyZ = ['0.0.0.0/0 > x: all', 'y > x: none', 'z > x: all'];

const rows: readonly (readonly [name: string, resources: readonly Resource[], connections: readonly string[]])[] = [
  ['a policy without rules lets nobody in', [authorization('a/p', {})], none],
  ['nor does one of the root namespace', [authorization('istio-system/p', {})], none],
  ['one of another namespace says nothing', [authorization('b/p', {})], all],
  ['an empty rule lets everybody in', [authorization('istio-system/p', {}), authorization('a/p', { rules: [{}] })], all],
  ['a selector', [authorization('a/p', app('y'))], all],
  ['by principal', [authorization('a/p', { rules: from({ principals: ['cluster.local/ns/a/sa/y-sa'] }) })], onlyY],
  ['by prefix', [authorization('a/p', { rules: from({ principals: ['cluster.local/ns/a/*'] }) })], onlyY],
  [
    'by namespace: without a proxy, nobody says who it is',
    [authorization('a/p', { rules: from({ namespaces: ['a', 'b'] }) })],
    onlyY,
  ],
  ['by service account', [authorization('a/p', { rules: from({ serviceAccounts: ['y-sa'] }) })], onlyY],
  ['by what a caller is not', [authorization('a/p', { rules: from({ notNamespaces: ['a'] }) })], onlyZ],
  ['deny', [authorization('a/p', { action: 'DENY', rules: from({ namespaces: ['a'] }) })], onlyZ],
  [
    'deny goes before allow',
    [authorization('a/p', { rules: [{}] }), authorization('a/q', { action: 'DENY', rules: [{}] })],
    none,
  ],
  [
    'audit, and what is tried out, decide nothing',
    [authorization('a/p', { action: 'AUDIT' }), authorization('a/q', {}, { annotations: { 'istio.io/dry-run': 'true' } })],
    all,
  ],
  ['ports', [authorization('a/p', { rules: to({ ports: ['80'] }) })], all.map((row) => row.replace('all', '80-80'))],
  [
    'without ports, as an attribute too',
    [authorization('a/p', { action: 'DENY', rules: [{ when: [{ key: 'destination.port', notValues: ['80'] }] }] })],
    all.map((row) => row.replace('all', '80-80')),
  ],
  [
    'what only a request shows is a condition, and closes no port',
    [authorization('a/p', { rules: to({ methods: ['GET'], notPaths: ['/admin*'] }) })],
    all.map((row) => `${row} only method GET and no path /admin*`),
  ],
  [
    'so it is where it is denied',
    [authorization('a/p', { action: 'DENY', rules: to({ methods: ['POST'], ports: ['80'] }) })],
    all.map((row) => `${row} not method POST`),
  ],
  [
    'and where somebody else is asked',
    [authorization('a/p', { action: 'CUSTOM', provider: { name: 'p' }, rules: to({ ports: ['80'] }) })],
    all.map((row) => `${row} asks every request`),
  ],
  ['what is let in anyway has no condition', [authorization('a/p', { rules: [{}, ...to({ methods: ['GET'] })] })], all],
  [
    'addresses; of pods nobody knows theirs',
    [authorization('a/p', { rules: from({ ipBlocks: ['10.0.0.0/8'] }) })],
    [
      '0.0.0.0/5 > x: none',
      '8.0.0.0/7 > x: none',
      '11.0.0.0/8 > x: none',
      '12.0.0.0/6 > x: none',
      '16.0.0.0/4 > x: none',
      '32.0.0.0/3 > x: none',
      '64.0.0.0/2 > x: none',
      '128.0.0.0/1 > x: none',
      '10.0.0.0/8 > x: all',
      'y > x: all only an address within 10.0.0.0/8',
      'z > x: all only an address within 10.0.0.0/8',
    ],
  ],
  ['mutual TLS of the namespace', [peers('a/p', strict)], onlyY],
  ['of the mesh', [peers('istio-system/p', strict)], onlyY],
  ['not of a selector in the root namespace', [peers('istio-system/p', { ...strict, ...app('x') })], all],
  ['the namespace overrules the mesh', [peers('istio-system/p', strict), peers('a/p', { mtls: { mode: 'PERMISSIVE' } })], all],
  [
    'the workload and its port overrule both',
    [peers('a/p', strict), peers('a/q', { ...app('x'), portLevelMtls: { 80: { mode: 'PERMISSIVE' } } })],
    ['0.0.0.0/0 > x: 80-80', 'y > x: all', 'z > x: 80-80'],
  ],
  [
    'without TLS nobody says who it is',
    [peers('a/p', { mtls: { mode: 'DISABLE' } }), authorization('a/p', { rules: from({ namespaces: ['a'] }) })],
    none,
  ],
  [
    'the root namespace and the trust domain are what the mesh is set to',
    [
      object('ConfigMap', 'mesh/istio', { data: { mesh: 'rootNamespace: root\ntrustDomain: tide.example\n' } }),
      authorization('root/p', { rules: from({ principals: ['tide.example/ns/a/sa/y-sa'] }) }),
    ],
    onlyY,
  ],
];
for (const [name, resources, connections] of rows) test(name, () => assert.deepEqual(toX(resources), connections));

const injections: readonly (readonly [
  name: string,
  ofNamespace: Resource | undefined,
  labels: JsonObject,
  isGuarded: boolean | 'unknown',
])[] = [
  ['the namespace asks for proxies', meshed, {}, true],
  ['the pod refuses', meshed, { 'sidecar.istio.io/inject': 'false' }, false],
  ['the pod refuses by annotation', meshed, { annotations: { 'sidecar.istio.io/inject': 'false' } }, false],
  ['the namespace refuses', namespace('a', { 'istio-injection': 'disabled' }), { 'sidecar.istio.io/inject': 'true' }, false],
  ['a revision', namespace('a', { 'istio.io/rev': 'v2' }), {}, true],
  ['the pod asks', namespace('a'), { 'sidecar.istio.io/inject': 'true' }, true],
  ['an annotation alone asks nobody', namespace('a'), { annotations: { 'sidecar.istio.io/inject': 'true' } }, false],
  ['nobody asks', namespace('a'), {}, false],
  ['an ambient mesh', namespace('a', { 'istio.io/dataplane-mode': 'ambient' }), {}, 'unknown'],
  ['nobody knows the namespace', undefined, {}, 'unknown'],
];
for (const [name, ofNamespace, labels, isGuarded] of injections)
  test(`proxy: ${name}`, () => {
    const given = [...(ofNamespace ? [ofNamespace] : []), pod('a/x', labels), authorization('a/p', {})];
    const { connections, gaps, isolation } = findReach(given);
    assert.equal(connections.map(say).includes('0.0.0.0/0 > x: none'), isGuarded === true);
    assert.deepEqual(
      isolation.map(({ mesh }) => mesh),
      [isGuarded === true],
    );
    const code = isGuarded === 'unknown' ? 'proxy-unknown' : 'selector-matches-nothing';
    assert.deepEqual(
      gaps.map((gap) => [gap.code, gap.path, gap.line]),
      isGuarded === true ? [] : [[code, 'a.yaml', 1]],
    );
  });

test('ports that annotations keep from the proxy pass it by', () => {
  const annotations = { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080, 9000' };
  const { connections } = findReach([meshed, pod('a/x', { annotations }), authorization('a/p', {})]);
  assert.deepEqual(connections.filter(({ to: target }) => short(target) === 'x').map(say), [
    '0.0.0.0/0 > x: 8080-8080,9000-9000',
  ]);
});

const faults: readonly (readonly [code: string, resource: Resource])[] = [
  ['policy-refused', authorization('a/p', { rules: from({ ipBlocks: ['10.0.0.0/99'] }) })],
  ['policy-refused', authorization('a/p', { rules: to({ ports: ['web'] }) })],
  ['policy-refused', authorization('a/p', { rules: from({ principal: ['x'] }) })],
  ['policy-refused', authorization('a/p', { action: 'REFUSE' })],
  ['policy-refused', authorization('a/p', { action: 'CUSTOM', rules: [{}] })],
  ['policy-refused', authorization('a/p', { rules: [{ when: [{ key: 'source.ip' }] }] })],
  ['policy-refused', peers('a/p', { mtls: { mode: 'SOME' } })],
  ['policy-refused', peers('a/p', { ...app('x'), portLevelMtls: { web: { mode: 'STRICT' } } })],
  ['policy-undecided', authorization('a/p', { targetRefs: [{ kind: 'Gateway', name: 'g' }] })],
  ['selector-matches-nothing', authorization('a/p', app('nobody'))],
  ['selector-matches-nothing', authorization('b/p', {})],
];
for (const [code, resource] of faults)
  test(`${code}: ${JSON.stringify(resource.value.spec)}`, () => {
    const { gaps, connections } = findReach([...pods, resource]);
    assert.deepEqual(
      gaps.map((gap) => [gap.code, gap.path, gap.line]),
      [[code, 'a.yaml', 1]],
    );
    assert.ok(connections.map(say).includes('y > x: all'));
  });

test('two of one scope contradict each other', () =>
  assert.deepEqual(
    findReach([...pods, peers('a/p', strict), peers('a/q', { mtls: { mode: 'DISABLE' } })]).gaps.map(({ code }) => code),
    ['policy-contradictory'],
  ));

test('whatever a policy holds, it is read, and adds no connection', () =>
  fc.assert(
    fc.property(
      fc.object({
        maxDepth: 5,
        key: fc.constantFrom(
          'rules',
          'from',
          'to',
          'when',
          'source',
          'operation',
          'ports',
          'key',
          'values',
          'selector',
          'matchLabels',
          '__proto__',
        ),
      }),
      (spec) => {
        const before = findReach(pods).connections.length;
        assert.ok(toX([authorization('a/p', spec as Record<string, JsonValue>)]).length <= before);
      },
    ),
    { numRuns: 100 },
  ));
