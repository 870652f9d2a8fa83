import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hardening, LifeRow, ProvenanceRow } from '../../../model/hardening.ts';
import { markdownTable } from '../markdown-text.ts';
import { lifeTable, provenanceTable } from './image-tables.ts';

const empty: Hardening = { product: 'Tide', version: '1', checks: [], nonRoot: [], podSecurity: [], gaps: [] };
const debian: LifeRow = {
  image: 'registry.example/gauge:1',
  platform: 'linux/amd64',
  kind: 'distribution',
  name: 'debian',
  version: '10',
  cycle: '10',
  endsOn: '2024-06-30',
  status: 'ended',
};
const alpine: LifeRow = { ...debian, name: 'alpine', version: '3.18.4', cycle: '3.18', endsOn: '2025-05-09' };
const unread: LifeRow = { ...debian, name: null, version: null, cycle: null, endsOn: null, status: 'unknown' };
const left = 'Of 1 image nobody knows until when: not read, or without a date.';
const head = '| no updates for | since | images |\n| --- | --- | ---: |';

const lives: readonly (readonly [name: string, of: Partial<Hardening>, told: string])[] = [
  ['manifests alone', {}, ''],
  ['what is supported', { life: [{ ...debian, status: 'supported' }] }, ''],
  ['what nobody knows', { life: [unread] }, left],
  [
    'what ended, most images first',
    { life: [debian, alpine, { ...alpine, image: 'other' }, unread] },
    `${head}\n| alpine 3.18 | 2025-05-09 | 2 |\n| debian 10 | 2024-06-30 | 1 |\n\n${left}`,
  ],
  [
    'Kubernetes',
    { kubernetes: { version: 'v1.24', endsOn: '2023-07-28', status: 'ended' } },
    '| no updates for | since | images |\n| --- | --- | --- |\n| kubernetes v1.24 | 2023-07-28 | – |',
  ],
];

for (const [name, of, told] of lives)
  test(`life of ${name}`, () => {
    assert.equal(lifeTable({ ...empty, ...of }, markdownTable), told);
  });

const row: ProvenanceRow = {
  image: 'registry.example/gauge:1',
  platform: 'linux/amd64',
  pin: 'tag',
  mutableBecause: null,
  labels: null,
  createdAt: null,
  ageDays: null,
  attached: null,
};
const aged = (...ages: readonly (number | null)[]) => ages.map((ageDays) => ({ ...row, ageDays }));

const ages: readonly (readonly [name: string, images: readonly ProvenanceRow[], told: string])[] = [
  ['no image', [], ''],
  ['no age', aged(null), 'No image says when it was made.'],
  ['one age', aged(null, 0), 'Of 1 image the age is known: half are 0 days old or less, the oldest 0.'],
  ['some', aged(9, 1, 30), 'Of 3 images the age is known: half are 9 days old or less, the oldest 30.'],
  ['nothing that building again would fix', [{ ...row, rebuildFixes: 0 }], 'No image says when it was made.'],
  [
    'images that building again would fix',
    [{ ...row, rebuildFixes: 2 }, { ...row, rebuildFixes: 1 }, row],
    'Building 2 images again, with nothing changed, takes 3 findings away: their own layers install packages that the distribution has fixed.',
  ],
];

for (const [name, images, told] of ages)
  test(`provenance of ${name}`, () => {
    const coverage = [{ fact: 'source' as const, present: 0, absent: 1, unknown: 2 }];
    const text = provenanceTable({ ...empty, provenance: { coverage, images } }, markdownTable);
    assert.equal(text.split('\n').at(-1), told);
    assert.equal(text.includes('| source | 0 | 1 | 2 |'), images.length > 0);
  });
