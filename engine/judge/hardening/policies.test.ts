import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import { tellRefusedPolicies } from './policies.ts';
import { resource } from './sample-resources.ts';

test('a policy that a cluster refuses is a gap at the line of its fault', () => {
  const refused = resource('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: { matchLabel: {} } } });
  const places = { line: 1, keys: { spec: { line: 5, keys: { podSelector: { line: 6 } } } } };
  assert.deepEqual(tellRefusedPolicies(toCluster([{ ...refused, places }])), [
    {
      code: 'policy-refused',
      unit: 'judge/hardening',
      path: refused.file,
      line: 6,
      detail:
        'NetworkPolicy tide/gauge: spec.podSelector.matchLabel is nothing that selectors know; a cluster refuses it, so that it protects nothing.',
    },
  ]);
});
