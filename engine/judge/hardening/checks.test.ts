import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../model/json.ts';
import { anyJson } from '../../test/any-json.ts';
import { checks } from './all.ts';
import { findFailures } from './find-failures.ts';
import { known, linters, namesOf, oursFor } from './known-as.ts';
import { failing, failingAlone, rbac, resource, sound } from './sample-resources.ts';

const site = { allowedRegistries: ['registry.example'] };
const all = {
  ...Object.fromEntries(Object.entries(failing).map(([id, bad]) => [id, [...sound, bad]])),
  ...failingAlone,
};

test('what is sound fails nothing', () => {
  assert.deepEqual(
    findFailures(sound, site).map(({ check, path }) => `${check} ${path}`),
    [],
  );
});

test('every check has something that fails it, and only checks have', () => {
  assert.deepEqual(Object.keys(all).toSorted(), checks.map(({ id }) => id).toSorted());
});

for (const [id, bad] of Object.entries(all))
  test(`${id} is found, with its place`, () => {
    const found = findFailures(bad, site).find(({ check }) => check === id);
    assert.ok(found);
    assert.deepEqual([found.file, found.line, found.path !== ''], ['a.yaml', 3, true]);
  });

test('every check says what it is for, and where it is demanded', () => {
  for (const { id, title, rationale, remedy, standards } of checks) {
    assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(title && rationale.endsWith('.') && remedy.endsWith('.') && standards.length > 0, id);
  }
});

test('what other tools call a check is a check here', () => {
  for (const linter of linters)
    for (const { id } of checks)
      for (const name of namesOf(id, linter)) assert.ok(oursFor(linter, name).includes(id), `${linter} ${name}`);
  assert.deepEqual(oursFor('trivy', 'AVD-KSV-0017'), ['privileged-container']);
  assert.deepEqual(oursFor('trivy', 'KSV017'), ['privileged-container']);
  assert.deepEqual(oursFor('kubescape', 'C-0038'), ['host-pid', 'host-ipc']);
  assert.deepEqual(known.toSorted(), known.filter((id) => checks.some((check) => check.id === id)).toSorted());
});

test('whatever a resource holds, it is judged', () => {
  const kinds = fc.constantFrom<readonly [string, string]>(
    ['apps/v1', 'Deployment'],
    ['v1', 'Pod'],
    [rbac, 'ClusterRole'],
    [rbac, 'RoleBinding'],
    ['v1', 'Service'],
    ['x.io/v1', 'Custom'],
  );
  fc.assert(
    fc.property(kinds, anyJson(), anyJson(), ([apiVersion, kind], spec, rules) => {
      const value = { spec, rules, template: spec } as unknown as JsonObject;
      findFailures([{ ...resource(apiVersion, kind, {}), value }]);
    }),
  );
});
