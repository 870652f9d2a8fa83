import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Occurrence } from '../../../model/occurrence.ts';
import { type InventoryParts, toInventory } from './to-inventory.ts';

const occurrence = (reference: string, component: string | undefined, file: string, line: number): Occurrence => ({
  reference,
  declared: reference,
  how: 'pod-spec',
  certainty: 'certain',
  resource: null,
  path: 'spec.image',
  hook: false,
  conditional: [],
  file,
  line,
  ...(component !== undefined && { component }),
});
const parts: InventoryParts = {
  occurrences: [
    occurrence('q.io/b:1', 'docs', 'b.yaml', 10),
    occurrence('q.io/b:1', 'web', 'b.yaml', 9),
    occurrence('q.io/b:1', 'web', 'b.yaml', 9),
    occurrence(`q.io/a@sha256:${'a'.repeat(64)}`, undefined, 'a.yaml', 1),
  ],
  rejected: [],
  charts: [],
  gaps: [],
  components: { web: { owner: 'wg-web', tier: 'add-on' }, docs: { owner: 'wg-docs', tier: 'example', plane: 'user-access' } },
  extraImages: [
    { image: 'busybox:1.36', component: 'web', reason: 'compiled in', line: 4 },
    { image: 'Not An Image', reason: 'wrong', line: 5 },
  ],
  configurationFile: 'plimsoll.yaml',
};

test('images with their components, owners, tier and places', () => {
  const { images, gaps } = toInventory(parts);
  assert.deepEqual(
    images.map(({ reference, components, owners, tier, occurrences }) => [
      reference.slice(0, 24),
      components,
      owners,
      tier,
      occurrences.map(({ line }) => line),
    ]),
    [
      ['docker.io/library/busybo', ['web'], ['wg-web'], 'add-on', [4]],
      ['q.io/a@sha256:aaaaaaaaaa', [], [], 'core', [1]],
      ['q.io/b:1', ['docs', 'web'], ['wg-docs', 'wg-web'], 'add-on', [9, 10]],
    ],
  );
  assert.equal(images[1]?.digest, `sha256:${'a'.repeat(64)}`);
  assert.equal(images[0]?.occurrences[0]?.how, 'declared');
  assert.deepEqual(
    gaps.map(({ code, line }) => [code, line]),
    [['reference-unreadable', 5]],
  );
});

test('a component named like a property of objects has no rule', () => {
  const { images } = toInventory({
    ...parts,
    occurrences: [occurrence('q.io/c:1', 'constructor', 'c.yaml', 1)],
    extraImages: [],
  });
  assert.deepEqual([images[0]?.owners, images[0]?.tier], [[], 'core']);
});

test('property: the order of the input does not show', () => {
  const expected = toInventory(parts);
  fc.assert(
    fc.property(fc.shuffledSubarray([...parts.occurrences], { minLength: parts.occurrences.length }), (occurrences) =>
      assert.deepEqual(toInventory({ ...parts, occurrences }), expected),
    ),
  );
});
