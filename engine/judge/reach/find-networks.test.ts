import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { findReach } from './find-reach.ts';

const required = 'k8s.ovn.org/primary-user-defined-network';

function object(apiVersion: string, kind: string, place: string, value: JsonObject): Resource {
  const [name = '', namespace = null] = place.split('/').reverse();
  return {
    identity: { apiVersion, kind, namespace, name },
    ...{ value, source: 'yaml:.', file: 'a.yaml', line: 1, hook: false },
  };
}
const namespace = (name: string, labels: JsonObject = {}) => object('v1', 'Namespace', name, { metadata: { labels } });
const pod = (place: string, spec: JsonObject = {}) => object('v1', 'Pod', place, { spec });
const own = (place: string, role = 'Primary') =>
  object('k8s.ovn.org/v1', 'UserDefinedNetwork', place, { spec: { topology: 'Layer2', layer2: { role } } });
const wide = (matchLabels: JsonObject) =>
  object('k8s.ovn.org/v1', 'ClusterUserDefinedNetwork', 'wide', {
    spec: { namespaceSelector: { matchLabels }, network: { topology: 'Layer3', layer3: { role: 'Primary' } } },
  });
const labeled = { [required]: '', team: 'tide' };
const [a, b, c] = [namespace('a', labeled), namespace('b', labeled), namespace('c')];
const pods = [pod('a/x'), pod('b/y'), pod('c/z')];

const open = ['a>b', 'a>c', 'b>a', 'b>c', 'c>a', 'c>b'];
const rows: readonly (readonly [name: string, resources: readonly Resource[], connections: readonly string[], isOpen?: true])[] =
  [
    ['no network', [a, b, c, ...pods], open],
    ['a secondary network', [a, b, c, own('a/n', 'Secondary'), ...pods], open],
    ['a network of one namespace', [a, b, c, own('a/n'), ...pods], ['b>c', 'c>b']],
    ['one for each', [a, b, c, own('a/n'), own('b/n'), ...pods], []],
    ['one for both', [a, b, c, wide({ team: 'tide' }), ...pods], ['a>b', 'b>a']],
    ['one that selects neither', [a, b, c, wide({ team: 'reef' }), ...pods], open],
    ['a namespace without the label', [namespace('a'), b, c, own('a/n'), ...pods], open],
    ['a namespace that nobody declares', [b, c, own('a/n'), ...pods], open, true],
    ['two for one namespace', [a, b, c, own('a/n'), own('a/m'), ...pods], open, true],
    [
      'networks that are connected',
      [a, b, c, own('a/n'), object('k8s.ovn.org/v1', 'ClusterNetworkConnect', 'j', {}), ...pods],
      open,
      true,
    ],
    ['a pod on the network of its node', [a, b, own('a/n'), pod('a/x', { hostNetwork: true }), pod('b/y')], ['a>b', 'b>a']],
  ];

for (const [name, resources, connections, isOpen = false] of rows)
  test(`primary networks: ${name}`, () => {
    const reach = findReach(resources);
    const found = reach.connections.flatMap(({ from, to }) =>
      'kind' in from && 'kind' in to ? [`${from.namespace}>${to.namespace}`] : [],
    );
    assert.deepEqual(found, connections);
    assert.equal(
      reach.gaps.some(({ code }) => code === 'network-undecided'),
      isOpen,
    );
  });

test('primary networks are told, and what they change', () => {
  const { beyond } = findReach([a, own('a/n'), ...pods]);
  assert.match(beyond.map(({ why }) => why).join(), /^It is the primary network of a: pods there and pods elsewhere/);
});
