import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SeenImage } from '../source.ts';
import { findConditional } from './find-conditional.ts';
import type { Switch } from './switches.ts';
import type { Change, Trial, Trials, TriedImage } from './trials.ts';

/** A chart of which it is known which values show which image, and which it refuses. */
interface Chart {
  readonly wants?: Readonly<Record<string, string>>;
  readonly images: Readonly<Record<string, readonly string[]>>;
  readonly refuses?: readonly string[];
  readonly most?: number;
}

const toSwitch = (name: string): Switch => ({ name, path: name.split('.'), to: true });

function trialsOf({ images, refuses = [], wants = {}, most = 200 }: Chart): Trials {
  let count = 0;
  const render = (changes: readonly Change[]): Trial => {
    const on = new Set(changes.map(({ path }) => path.join('.')));
    const refused = refuses.find((name) => on.has(name));
    if (refused !== undefined) return { kind: 'failed', detail: 'it does not work' };
    const [wanting] = Object.entries(wants).find(([name, other]) => on.has(name) && !on.has(other)) ?? [];
    if (wanting !== undefined) return { kind: 'failed', detail: `${wanting}, c: NOT SO` };
    const shown = Object.entries(images).filter(([, needs]) => needs.every((name) => on.has(name)));
    return { kind: 'rendered', images: shown.map(([declared]) => imageOf(declared)) };
  };
  return {
    count: () => count,
    run: async (changes) => {
      count += 1;
      return count > most ? undefined : render(changes);
    },
  };
}

/** What stands after a dash is another image of the same place. */
function imageOf(declared: string): TriedImage {
  const [name = ''] = declared.split('-');
  const resource = { apiVersion: 'v1', kind: 'Pod', namespace: null, name };
  const from = { identity: resource, value: {}, source: '', file: 'f', hook: false };
  const image = {
    declared,
    reference: declared,
    how: 'pod-spec',
    certainty: 'certain',
    resource,
    path: 'p',
    hook: false,
  } as const;
  return { stated: `app/templates/${name}.yaml`, image: { ...image, conditional: [], from } satisfies SeenImage };
}

async function search(chart: Chart, names: readonly string[], others: readonly string[] = []) {
  const { found, switches } = await findConditional({
    sets: [names, others].map((set) => set.map(toSwitch)),
    trials: trialsOf(chart),
    isDefault: ({ image }) => image.declared === 'default',
    silent: [],
    templateOf: ({ stated }) => stated,
    isNear: () => false,
    blame: (set, detail) => set.filter(({ name }) => detail.includes(name)),
    isBeside: ({ name }, { image }) => name.startsWith(`${image.declared}.`),
  });
  return {
    found: Object.fromEntries(found.map(({ image, switches }) => [image.image.declared, switches.map(({ name }) => name)])),
    switches,
  };
}

test('each image has a smallest set of values that shows it', async () => {
  const images = { default: [], one: ['b'], two: ['a', 'd'], db: ['db.on'] };
  const { found, switches } = await search({ images }, ['a', 'b', 'c', 'd', 'db.on']);
  assert.deepEqual(found, { one: ['b'], two: ['a', 'd'], db: ['db.on'] });
  assert.deepEqual(switches, { tried: 5, failed: [], untried: [] });
});

test('switches of two sets that change one image are tried together; those of different images are not', async () => {
  const images = { 'web-fips': ['a'], 'web-ubi': ['z'], 'web-ubi-fips': ['a', 'z'], db: ['b'], far: ['b', 'z'] };
  const { found } = await search({ images }, ['a', 'b'], ['z']);
  assert.deepEqual(found, { 'web-fips': ['a'], 'web-ubi': ['z'], 'web-ubi-fips': ['a', 'z'], db: ['b'] });
});

test('a value that the chart refuses is said, and hides nothing else', async () => {
  const { found, switches } = await search({ images: { one: ['b', 'd'] }, refuses: ['c'] }, ['a', 'b', 'c', 'd']);
  assert.deepEqual(found, { one: ['b', 'd'] });
  assert.deepEqual(switches.failed, [{ value: 'c', equals: true, detail: 'it does not work' }]);
});

test('a value that wants another with it is tried with the others', async () => {
  const images = { one: ['a', 'c'] };
  const { found, switches } = await search({ images, wants: { c: 'a' } }, ['z1', 'a', 'b', 'c'].toReversed());
  assert.deepEqual(found, { one: ['a', 'c'] });
  assert.deepEqual(switches, { tried: 4, failed: [], untried: [] });
  const parted = await search({ images, wants: { c: 'a', z1: 'gone' } }, ['c', 'z1', 'a', 'b']);
  assert.deepEqual(parted.found, { one: ['a', 'c'] });
  assert.deepEqual(
    parted.switches.failed.map(({ value }) => value),
    ['z1'],
  );
});

test('what is not tried is said, and what was seen is kept', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const { found, switches } = await search({ images: { one: ['b'] }, most: 1 }, names);
  assert.equal(found.one?.length, 6);
  assert.deepEqual(switches.untried, []);
  assert.equal((await search({ images: {}, refuses: ['a'], most: 1 }, names)).switches.untried.length, 7);
});

test('whatever shows images, the sets show them and no smaller part does', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const needs = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });
  return fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom('i', 'j', 'k', 'l'), needs), async (images) => {
      const { found } = await search({ images }, names);
      const expected = Object.entries(images).map(([name, each]) => [name, each.toSorted()] as const);
      assert.deepEqual(Object.entries(found).toSorted(), expected.toSorted());
    }),
    { numRuns: 60 },
  );
});
