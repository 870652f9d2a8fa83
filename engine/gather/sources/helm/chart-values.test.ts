import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeTar } from '../../../formats/tar/write-tar.ts';
import { memoryFiles } from '../memory-files.ts';
import type { SourceFiles } from '../ports.ts';
import type { HelmSource } from '../source-spec.ts';
import { findTemplate, readChart } from './chart.ts';
import { readChartValues } from './chart-values.ts';
import { valueAt, writeValuePath } from './plain-values.ts';
import { parseSet } from './set-values.ts';

const packed = gzipSync(
  writeTar([
    { path: 'cache/Chart.yaml', content: Buffer.from('name: cache\nversion: 2.0.0\nappVersion: "7.2"\n') },
    { path: 'cache/values.yaml', content: Buffer.from('image:\n  repository: x/cache\n  tag: ""\n') },
    { path: 'cache/templates/set.yaml', content: Buffer.from('image: {{ .Values.image.repository }}\n') },
  ]),
);
const texts = {
  'app/Chart.yaml':
    'name: app\nversion: 1.0.0\ndependencies:\n- {name: db, alias: store, condition: "store.enabled"}\n- {name: cache, version: 2.0.0}\n',
  'app/values.yaml': 'image:\n  tag: v1\nstore:\n  enabled: false\n  image:\n    tag: "9"\nlist:\n- a: 1\n- a: 2\ngone: x\n',
  'app/charts/db/Chart.yaml': 'name: db\nversion: 0.1.0\n',
  'app/charts/db/values.yaml': 'image:\n  repository: x/db\n  tag: "8"\n',
  'app/charts/cache-2.0.0.tgz': 'packed',
  'mine.yaml': 'image:\n  tag: v2\ngone: null\nlist:\n- a: 3\n',
  'loftsman.yaml':
    'kind: List\n---\ncharts:\n- name: app\n  values:\n    image:\n      tag: v3\n    text: |\n      a: x:1\n      b: x:1\n',
};
const files: SourceFiles = {
  ...memoryFiles(texts),
  readBytes: (path) => (path === 'app/charts/cache-2.0.0.tgz' ? packed : undefined),
};
const spec: HelmSource = { kind: 'helm', at: 'app', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] };
const inline = {
  values: { image: { tag: 'v3' }, text: 'a: x:1\nb: x:1\n' },
  file: 'loftsman.yaml',
  documentLine: 2,
  path: ['charts', 0, 'values'],
};
const setPlaces = [{ file: 'plimsoll.yaml', line: 7 }];

const rows: readonly { name: string; given?: Partial<HelmSource>; path: string; value: unknown; at: string | undefined }[] = [
  { name: "the chart's own", path: 'image.tag', value: 'v1', at: 'app/values.yaml:2' },
  { name: 'a values file', given: { values: ['mine.yaml'] }, path: 'image.tag', value: 'v2', at: 'mine.yaml:2' },
  { name: 'inline values', given: { values: ['mine.yaml'], inline }, path: 'image.tag', value: 'v3', at: 'loftsman.yaml:7' },
  { name: '--set', given: { inline, set: ['image.tag=v4'], setPlaces }, path: 'image.tag', value: 'v4', at: 'plimsoll.yaml:7' },
  { name: "a subchart's own", path: 'store.image.repository', value: 'x/db', at: 'app/charts/db/values.yaml:2' },
  { name: "the parent's for a subchart", path: 'store.image.tag', value: '9', at: 'app/values.yaml:6' },
  { name: "a packed subchart's", path: 'cache.image.repository', value: 'x/cache', at: 'app/charts/cache-2.0.0.tgz:2' },
  { name: 'a list is replaced', given: { values: ['mine.yaml'] }, path: 'list[0].a', value: 3, at: 'mine.yaml:5' },
  { name: 'null takes away', given: { values: ['mine.yaml'] }, path: 'gone', value: null, at: 'mine.yaml:3' },
];

for (const { name, given, path: written, value, at } of rows)
  test(`values: ${name}`, () => {
    const chart = readChart('app', files);
    assert.ok(chart);
    const values = readChartValues(chart, { ...spec, ...given }, files);
    const path = parseSet(`${written}=x`)[0]?.path ?? [];
    assert.equal(writeValuePath(path), written);
    assert.equal(valueAt(values.root, path), value);
    const place = values.placeOf(path);
    assert.equal(place && `${place.file}:${place.line}`, at);
  });

test('each line of a block of text has its own', () => {
  const chart = readChart('app', files);
  assert.ok(chart);
  const values = readChartValues(chart, { ...spec, inline }, files);
  assert.deepEqual(
    [0, 1].map((line) => values.placeOf(['text'], line)?.line),
    [9, 10],
  );
});

test('subcharts go by their alias, in folders and packed; templates are found by what Helm states', () => {
  const chart = readChart('app', files);
  assert.deepEqual(
    chart?.subcharts.map(({ key, conditions, appVersion }) => [key, conditions, appVersion]),
    [
      ['cache', [], '7.2'],
      ['store', ['store.enabled'], ''],
    ],
  );
  assert.ok(chart);
  const { owner, template } = findTemplate(chart, 'app/charts/cache/templates/set.yaml');
  assert.deepEqual([owner.path, template], [['cache'], 'templates/set.yaml']);
  assert.deepEqual(owner.chart.files.placeOf(template), {
    file: 'app/charts/cache-2.0.0.tgz',
    entry: 'cache/templates/set.yaml',
  });
});

test('a packed chart that is no archive is no chart', () => {
  assert.equal(readChart('app/charts/cache-2.0.0.tgz', { ...files, readBytes: () => Buffer.from('nonsense') }), undefined);
  assert.equal(readChart('app/charts/cache-2.0.0.tgz', files)?.appVersion, '7.2');
});
