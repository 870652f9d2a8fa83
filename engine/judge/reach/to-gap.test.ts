import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resource } from '../../model/resource.ts';
import { describeResource, toGap } from './to-gap.ts';

const policy: Resource = {
  identity: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'a', name: 'p' },
  value: {},
  ...{ source: 'yaml:.', file: 'a.yaml', line: 1, hook: false },
  places: { line: 1, keys: { spec: { line: 5, keys: { ingress: { line: 7, keys: { 0: { line: 8 } } } } } } },
};

const rows: readonly (readonly [name: string, detail: string, line: number])[] = [
  ['a path', 'spec.ingress[0].from[0].ipBlock.cidr is 10.0.0.0/99, which is no CIDR', 8],
  ['a list', 'spec.ingress is no list', 7],
  ['a word that begins like a path', 'specialists disagree', 1],
  ['the whole', 'its kind is not read', 1],
];

for (const [name, detail, line] of rows)
  test(`a gap about ${name} has its line`, () => assert.equal(toGap('policy-refused', policy, detail).line, line));

test('what belongs to the whole cluster is named without the namespace that its chart is installed in', () => {
  const inChart = (kind: string) => ({
    ...policy,
    identity: { ...policy.identity, kind, namespace: null },
    defaultNamespace: 'tide',
  });
  const { name } = policy.identity;
  assert.equal(describeResource(inChart('NetworkPolicy')), `NetworkPolicy tide/${name}`);
  for (const kind of ['ClusterNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ValidatingWebhookConfiguration'])
    assert.equal(describeResource(inChart(kind)), `${kind} ${name}`);
});
