import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type MirrorRule, toLogicalName } from './logical-name.ts';
import { parseReference } from './reference.ts';

const hub: MirrorRule = { from: 'docker.io', to: 'r.example/hub' };
const team: MirrorRule = { from: 'quay.io/team', to: 'r.example/hub/team/' };

const names: readonly (readonly [name: string, text: string, mirrors: readonly MirrorRule[], out: string])[] = [
  ['itself', 'quay.io/a/b:1', [], 'reference quay.io/a/b'],
  ['an upstream host in the path', 'registry.example/x/docker.io/library/y:1', [], 'nested-host docker.io/library/y'],
  ['library is filled in', 'registry.example/docker.io/y', [], 'nested-host docker.io/library/y'],
  ['a host under two folders', 'artifacts.example/csm/stable/k8s.gcr.io/pause:3', [], 'nested-host k8s.gcr.io/pause'],
  ['the innermost of two hosts', 'r.example/quay.io/z/ghcr.io/a/b', [], 'nested-host ghcr.io/a/b'],
  ['a registry with a port', 'localhost:5000/quay.io/a/b', [], 'nested-host quay.io/a/b'],
  ['a host at the end is an image', 'r.example/a/docker.io', [], 'reference r.example/a/docker.io'],
  ['a dot is not yet a host', 'r.example/node.js/app', [], 'reference r.example/node.js/app'],
  ['nor is a version', 'r.example/team/v1.2/app', [], 'reference r.example/team/v1.2/app'],
  ['a mirror', 'r.example/hub/library/nginx', [hub], 'mirror docker.io/library/nginx'],
  ['a mirror of short names', 'r.example/hub/nginx', [hub], 'mirror docker.io/library/nginx'],
  ['the longest mirror', 'r.example/hub/team/b', [hub, team], 'mirror quay.io/team/b'],
  ['a mirror fits whole folders', 'r.example/hubble/b', [hub], 'reference r.example/hubble/b'],
];

for (const [name, text, mirrors, out] of names) {
  test(`logical name: ${name}`, () => {
    const reference = parseReference(text);
    assert.ok(reference);
    const logical = toLogicalName(reference, mirrors);
    assert.equal(`${logical.by} ${logical.name}`, out);
  });
}

test('property: a logical name is its own logical name', () => {
  const part = fc.constantFrom('quay.io', 'a', 'b.c', 'docker.io', 'x-y', 'r.example');
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const reference = parseReference(parts.join('/'));
      const { name } = toLogicalName(reference ?? { registry: 'a.io', repository: 'b' });
      const again = parseReference(name);
      assert.ok(again);
      assert.equal(toLogicalName(again).name, name);
    }),
  );
});
