import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyPlace, Resource } from '../../model/resource.ts';
import { keepPlaces } from './keep-places.ts';

const role: Resource = {
  identity: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', namespace: null, name: 'reader' },
  value: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  source: 'yaml:a.yaml',
  file: 'a.yaml',
  line: 1,
  hook: false,
};
const at = (line: number, keys?: Readonly<Record<string, KeyPlace>>): KeyPlace => ({ line, ...(keys && { keys }) });

test('the places that findings need are kept', () => {
  const places = at(1, { kind: at(2), rules: at(3, { 0: at(4, { verbs: at(5) }) }) });
  const pod: Resource = {
    ...role,
    identity: { apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: 'p' },
    value: { spec: { hostNetwork: true, dnsPolicy: 'None', containers: [] } },
    places: at(1, { spec: at(2, { hostNetwork: at(3), dnsPolicy: at(4) }) }),
  };
  const [kept, of, without] = keepPlaces([{ ...role, places }, pod, role]);
  assert.deepEqual(kept?.places, at(1, { rules: at(3, { 0: at(4) }) }));
  assert.deepEqual(of?.places?.keys?.spec?.keys?.hostNetwork, at(3));
  assert.equal(of?.places?.keys?.spec?.keys?.dnsPolicy, undefined);
  assert.equal(without, role);
});
