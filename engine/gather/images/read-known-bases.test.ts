import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readKnownBases } from './read-known-bases.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const rows: readonly (readonly [name: string, text: string, names: readonly string[], lines: readonly number[]])[] = [
  ['one', `- name: debian:12\n  layers: [${digest}]\n`, ['docker.io/library/debian:12'], []],
  ['JSON', JSON.stringify([{ name: 'r.test/b:1', digest, layers: [digest] }]), ['r.test/b:1'], []],
  ['nothing', '', [], []],
  ['no list', 'a: b', [], [1]],
  ['no YAML', '- [', [], [1]],
  ['one wrong of two', `- name: a\n  layers: []\n- name: r.test/b\n  layers: [${digest}]\n`, ['r.test/b:latest'], [2]],
  ['an unknown key', `- name: a\n  layers: [${digest}]\n  tag: 1\n`, [], [1]],
  ['no digest', '- name: a\n  layers: [x]\n', [], [2]],
];

for (const [name, text, names, lines] of rows) {
  test(`known bases: ${name}`, () => {
    const { items, gaps } = readKnownBases(text, 'bases.yaml');
    assert.deepEqual([items.map((base) => base.name), gaps.map(({ line }) => line)], [names, lines]);
    assert.ok(gaps.every(({ code, path }) => code === 'bases-unreadable' && path === 'bases.yaml'));
  });
}

test('property: any text is a reading', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.ok(Array.isArray(readKnownBases(text, 'f').items))));
});
