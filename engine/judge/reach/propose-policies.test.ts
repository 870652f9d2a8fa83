import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resource } from '../../model/resource.ts';
import { proposePolicies } from './propose-policies.ts';

function pod(name: string, labels: Record<string, string> = { app: name }): Resource {
  const identity = { apiVersion: 'v1', kind: 'Pod', namespace: 'tide', name };
  const value = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'tide', labels }, spec: { containers: [] } };
  return { identity, value, source: 'yaml:.', file: 'a.yaml', hook: false };
}

const declared = [
  { from: 'tide/web', to: 'tide/store', ports: [5432, 'TCP/6000-6010'] },
  { from: '10.0.0.0/8', to: 'tide/web', ports: ['TCP/443'] },
  { from: 'tide/store', to: '10.1.0.0/16' },
];

test('policies allow what was declared, and nothing else', () => {
  const { policies, isProven, differences } = proposePolicies([pod('web'), pod('store'), pod('other')], declared);
  assert.deepEqual([isProven, differences, policies.length], [true, [], 3]);
});

test('labels that another workload has too are no proof', () => {
  const { isProven, differences } = proposePolicies([pod('web'), pod('store'), pod('twin', { app: 'web', more: 'x' })], declared);
  assert.deepEqual([isProven, differences.some(({ change }) => change === 'added')], [false, true]);
});

test('what comes from outside comes from every address, and what policies do not hold for is told', () => {
  const spec = { containers: [], hostNetwork: true };
  const onNode = { ...pod('probe'), value: { ...pod('probe').value, spec } };
  const { policies, isProven, beyond } = proposePolicies(
    [pod('web'), onNode],
    [{ from: 'outside', to: 'tide/web', ports: [80] }],
  );
  assert.match(JSON.stringify(policies), /"ingress":\[\{"from":\[\{"ipBlock":\{"cidr":"0\.0\.0\.0\/0"\}\}\]/);
  assert.deepEqual([isProven, beyond?.map(({ resource }) => resource)], [true, ['Pod tide/probe']]);
});

for (const entry of [
  undefined,
  {},
  { from: 'tide/web', to: 'tide/nobody' },
  { from: 'tide/web', to: 'tide/store', ports: ['x'] },
  { from: '10.0.0.0/8', to: '::/0' },
])
  test(`${JSON.stringify(entry)} is a gap`, () => {
    const { isProven, gaps } = proposePolicies([pod('web'), pod('store')], [entry]);
    assert.deepEqual([isProven, gaps.map(({ code }) => code)], [false, ['connection-unreadable']]);
  });
