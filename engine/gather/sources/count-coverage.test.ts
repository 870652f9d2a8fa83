import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InventoryCoverage, LedgerRow } from '../../model/inventory.ts';
import type { Occurrence, Rejected } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';
import { type CoverageInput, countCoverage, findUnclosed } from './count-coverage.ts';
import { toInventory } from './references/to-inventory.ts';

const place = (reference: string, line: number): Occurrence => ({
  reference,
  declared: reference,
  how: 'pod-spec',
  certainty: 'certain',
  resource: null,
  path: 'spec.image',
  hook: false,
  conditional: [],
  file: 'a.yaml',
  line,
});
const noImage = (line: number): Rejected => ({ text: 'a:80', reason: 'A host and a port.', file: 'a.yaml', line });
const gap = (code: string, unit: string): Gap => ({ code, unit, path: 'a.yaml', detail: code });

/** What is found in resources, and what a list states. */
interface Given {
  readonly found?: readonly Occurrence[];
  readonly listed?: readonly Occurrence[];
  readonly rejected?: readonly Rejected[];
  readonly misses?: readonly Gap[];
  readonly sourceGaps?: readonly Gap[];
  readonly extras?: readonly string[];
  readonly resources?: number;
  readonly definitions?: number;
}

function inputOf(given: Given): CoverageInput {
  const {
    found = [],
    listed = [],
    rejected = [],
    misses = [],
    sourceGaps = [],
    extras = [],
    resources = 1,
    definitions = 0,
  } = given;
  const occurrences = [...listed, ...found];
  const inventory = toInventory({
    occurrences,
    rejected,
    charts: [],
    gaps: [...sourceGaps, ...misses],
    attribute: () => ({ owners: [] }),
    extraImages: extras.map((image, index) => ({ image, reason: 'r', line: index + 1 })),
    configurationFile: 'plimsoll.yaml',
  });
  return {
    sources: 1,
    readings: [{ resources: resources + definitions, occurrences: listed, gaps: sourceGaps }],
    searched: { resources, definitions, places: found.length + rejected.length + misses.length },
    occurrences,
    rejected,
    extraImages: extras.length,
    inventory,
  };
}

const references = 'gather/sources/references';
const cases: readonly (readonly [name: string, given: Given, row: keyof InventoryCoverage, out: string])[] = [
  ['images that are read', { found: [place('q.io/a:1', 1), place('q.io/a:1', 2)] }, 'images', '1 = 1 + 0 + 0'],
  ['places that state them', { found: [place('q.io/a:1', 1), place('q.io/a:1', 2)] }, 'references', '2 = 2 + 0 + 0'],
  ['one place that two sources give', { found: [place('q.io/a:1', 1), place('q.io/a:1', 1)] }, 'references', '2 = 2 + 0 + 0'],
  ['what is rejected', { found: [place('q.io/a:1', 1)], rejected: [noImage(2), noImage(3)] }, 'references', '3 = 1 + 2 + 0'],
  ['what is given up', { misses: [gap('nested-too-deep', references)] }, 'references', '1 = 0 + 0 + 1'],
  [
    'a line of a list that is no reference',
    { listed: [place('q.io/a:1', 1)], sourceGaps: [gap('reference-unreadable', 'gather/sources/image-list')] },
    'references',
    '2 = 1 + 0 + 1',
  ],
  [
    'extra images',
    { found: [place('q.io/a:1', 1)], extras: ['q.io/a:1', 'q.io/b:1', 'No Image'] },
    'references',
    '4 = 3 + 0 + 1',
  ],
  [
    'extra images as images',
    { found: [place('q.io/a:1', 1)], extras: ['q.io/a:1', 'q.io/b:1', 'No Image'] },
    'images',
    '3 = 2 + 0 + 1',
  ],
  ['definitions', { resources: 5, definitions: 2 }, 'resources', '7 = 5 + 2 + 0'],
  [
    'a document that is no YAML',
    { resources: 5, sourceGaps: [gap('yaml-unreadable', 'gather/sources/yaml')] },
    'resources',
    '6 = 5 + 0 + 1',
  ],
  ['a source that failed', { sourceGaps: [gap('render-failed', 'gather/sources/helm')] }, 'sources', '1 = 0 + 0 + 1'],
];

for (const [name, given, row, out] of cases) {
  test(`ledger: ${name}`, () => {
    const coverage = countCoverage(inputOf(given));
    const { expected, read, rejected, failed } = coverage[row];
    assert.equal(`${expected} = ${read} + ${rejected} + ${failed}`, out);
    assert.deepEqual(findUnclosed(coverage), []);
  });
}

const sound = inputOf({ found: [place('q.io/a:1', 1), place('q.io/b:1', 2)], rejected: [noImage(3)] });
const [first] = sound.inventory.images;
assert.ok(first);
const losses: readonly (readonly [name: string, input: CoverageInput, says: RegExp])[] = [
  [
    'an image',
    { ...sound, inventory: { ...sound.inventory, images: [first] } },
    /^of 3 references, 1 were read.*of 2 images, 1 were read/,
  ],
  [
    'a place of an image',
    {
      ...sound,
      inventory: {
        ...sound.inventory,
        images: sound.inventory.images.map((image) => ({ ...image, occurrences: image.occurrences.slice(1) })),
      },
    },
    /^of 3 references, 0 were read/,
  ],
  ['a rejected text', { ...sound, inventory: { ...sound.inventory, rejected: [] } }, /^of 3 references, 2 were read, 0 rejected/],
  ['a resource', { ...sound, searched: { ...sound.searched, resources: 0 } }, /^of 1 resources, 0 were read/],
  ['a whole source', { ...sound, readings: [] }, /^of 1 sources, 0 were read/],
];

for (const [name, input, says] of losses)
  test(`a lost thing leaves the ledger open: ${name}`, () => assert.match(findUnclosed(countCoverage(input)).join('; '), says));

test('reasons that do not sum to their row leave it open', () => {
  const row: LedgerRow = { expected: 1, read: 0, rejected: 1, failed: 0, rejectedFor: [], failedFor: [] };
  const coverage = { ...countCoverage(sound), images: row };
  assert.equal(findUnclosed(coverage).length, 1);
});

test('property: whatever is found, the ledger closes', () => {
  const places = fc.array(
    fc
      .tuple(fc.constantFrom('q.io/a:1', 'q.io/b:1', 'q.io/c:1'), fc.integer({ min: 1, max: 4 }))
      .map(([name, line]) => place(name, line)),
  );
  const gaps = fc.array(
    fc.constantFrom('render-failed', 'yaml-unreadable', 'reference-unreadable').map((code) => gap(code, 'gather/sources/yaml')),
  );
  const given = fc.record({
    found: places,
    listed: places,
    rejected: fc.array(fc.integer({ min: 1, max: 4 }).map(noImage)),
    misses: fc.array(fc.constantFrom('nested-too-deep', 'reference-incomplete').map((code) => gap(code, references))),
    sourceGaps: gaps,
    extras: fc.array(fc.constantFrom('q.io/a:1', 'q.io/z:1', 'No Image', '')),
    resources: fc.nat(9),
    definitions: fc.nat(9),
  });
  fc.assert(fc.property(given, (each) => assert.deepEqual(findUnclosed(countCoverage(inputOf(each))), [])));
});
