import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalize } from '../../../formats/reference/reference.ts';
import type { Tier } from '../../../model/inventory.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { Attribution } from '../attribution.ts';
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
const known: Readonly<Record<string, { readonly tier: Tier; readonly plane: string }>> = {
  web: { tier: 'add-on', plane: 'user-access' },
  docs: { tier: 'example', plane: 'control-plane' },
};

/** Every component has a working group of its name. */
function attribute({ component }: Occurrence): Attribution {
  if (component === undefined) return { owners: [] };
  const owners = [{ owner: `wg-${component}`, from: 'configuration' as const, file: 'plimsoll.yaml', line: 3 }];
  return { component, componentFrom: 'configuration', owners, ...known[component] };
}

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
  attribute,
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

const identities: readonly (readonly [name: string, declared: string, out: string])[] = [
  ['a tag that stays', 'q.io/a:1.2', 'q.io/a reference tag'],
  ['no tag', 'q.io/a', 'q.io/a reference mutable-tag'],
  ['a tag that moves', 'q.io/a:main', 'q.io/a reference mutable-tag'],
  ['a digest', `q.io/a:main@sha256:${'a'.repeat(64)}`, 'q.io/a reference digest'],
  ['a copy with its upstream host', 'r.example/x/docker.io/library/y:1', 'docker.io/library/y nested-host tag'],
  ['a configured mirror', 'm.example/hub/a/y:1', 'docker.io/a/y mirror tag'],
];

for (const [name, declared, out] of identities) {
  test(`identity: ${name}`, () => {
    const place = { ...occurrence(canonicalize(declared) ?? '', undefined, 'a.yaml', 1), declared };
    const mirrors = [{ from: 'docker.io', to: 'm.example/hub' }];
    const [image] = toInventory({ ...parts, occurrences: [place], extraImages: [], mirrors }).images;
    assert.equal(`${image?.identity?.logicalName} ${image?.identity?.by} ${image?.identity?.pin}`, out);
  });
}

test('no tag and `:latest` at two places: what was written decides the reason', () => {
  const place = (declared: string, line: number) => ({ ...occurrence('q.io/a:latest', undefined, 'a.yaml', line), declared });
  const reasonOf = (...places: Occurrence[]) =>
    toInventory({ ...parts, occurrences: places, extraImages: [] }).images[0]?.identity?.reason;
  assert.match(reasonOf(place('q.io/a', 1)) ?? '', /^No tag is stated/);
  assert.match(reasonOf(place('q.io/a', 1), place('q.io/a:latest', 2)) ?? '', /^`latest` is moved/);
});

test('one image under several names: by digest, else by logical name and tag', () => {
  const digest = `@sha256:${'b'.repeat(64)}`;
  const names = [
    'docker.io/library/y:1',
    'r.example/docker.io/library/y:1',
    'r.example/docker.io/library/y:2',
    `q.io/a:1${digest}`,
    `z.io/b${digest}`,
  ];
  const occurrences = names.map((name, line) => occurrence(name, undefined, 'a.yaml', line + 1));
  const { sameImages } = toInventory({ ...parts, occurrences, extraImages: [] });
  assert.deepEqual(sameImages, [
    { identity: 'docker.io/library/y:1', references: names.slice(0, 2) },
    { identity: digest.slice(1), references: names.slice(3) },
  ]);
});

test('our own or of others, only where the configuration says what is ours', () => {
  const isOwn = (name: string) => name.startsWith('q.io/');
  const partiesOf = (given: InventoryParts) => toInventory(given).images.map(({ party }) => party);
  assert.deepEqual(partiesOf(parts), [undefined, undefined, undefined]);
  assert.deepEqual(partiesOf({ ...parts, isOwn }), ['third-party', 'own', 'own']);
});

test('components of labels count where the configuration names none; planes in the order of what an outage means', () => {
  const attributions: Readonly<Record<string, Attribution>> = {
    web: { component: 'web', componentFrom: 'configuration', owners: [], plane: 'user-access' },
    docs: { component: 'docs', componentFrom: 'label', owners: [], plane: 'control-plane' },
  };
  const given = { ...parts, attribute: ({ component = '' }: Occurrence) => attributions[component] ?? { owners: [] } };
  const image = toInventory(given).images.find(({ reference }) => reference === 'q.io/b:1');
  assert.deepEqual([image?.components, image?.componentsFrom, image?.plane], [['web'], 'configuration', 'control-plane']);
});

test('property: the order of the input does not show', () => {
  const expected = toInventory(parts);
  fc.assert(
    fc.property(fc.shuffledSubarray([...parts.occurrences], { minLength: parts.occurrences.length }), (occurrences) =>
      assert.deepEqual(toInventory({ ...parts, occurrences }), expected),
    ),
  );
});
