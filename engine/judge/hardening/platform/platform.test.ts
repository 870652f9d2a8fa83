import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCluster } from '../../../formats/kubernetes/cluster.ts';
import { platform } from './platform.ts';

/** Apiversion, kind, minor version of the cluster → the check that it fails, and what that says. */
const rows: readonly (readonly [apiVersion: string, kind: string, minor: number, says: string])[] = [
  ['policy/v1beta1', 'PodDisruptionBudget', 20, ''],
  [
    'policy/v1beta1',
    'PodDisruptionBudget',
    21,
    'deprecated-api: policy/v1beta1 PodDisruptionBudget goes with Kubernetes v1.25: use policy/v1.',
  ],
  [
    'policy/v1beta1',
    'PodDisruptionBudget',
    25,
    'removed-api: policy/v1beta1 PodDisruptionBudget is gone since Kubernetes v1.25: use policy/v1.',
  ],
  [
    'policy/v1beta1',
    'PodSecurityPolicy',
    36,
    'removed-api: policy/v1beta1 PodSecurityPolicy is gone since Kubernetes v1.25: nothing replaces it.',
  ],
  [
    'storage.k8s.io/v1beta1',
    'VolumeAttributesClass',
    36,
    'deprecated-api: storage.k8s.io/v1beta1 VolumeAttributesClass is deprecated: use storage.k8s.io/v1.',
  ],
  ['policy/v1', 'PodDisruptionBudget', 36, ''],
  ['tide.example/v1beta1', 'PodDisruptionBudget', 36, ''],
];

for (const [apiVersion, kind, minor, says] of rows)
  test(`${apiVersion} ${kind} on v1.${minor}`, () => {
    const identity = { apiVersion, kind, namespace: null, name: 'gauge' };
    const resource = { identity, value: {}, source: 'yaml:a', file: 'a.yaml', hook: false };
    const subject = { cluster: toCluster([resource]), workloads: [], kubernetesMinor: minor };
    const found = platform.flatMap(({ id, look }) => look(subject).map(({ remedy }) => `${id}: ${remedy}`));
    assert.equal(found.join(), says);
  });
