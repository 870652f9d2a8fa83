import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryWorld } from '../memory-world.ts';
import type { LoftsmanSource } from '../source-spec.ts';
import { indexCharts } from './find-chart.ts';
import { loftsman } from './loftsman.ts';

const manifest = `# platform
---
apiVersion: manifests/v1beta1
metadata:
  name: platform
spec:
  sources:
    charts:
    - {name: csm, type: repo, location: https://charts.example/}
  charts:
  - name: app
    source: csm
    version: 1.2.0
    namespace: services
    values:
      image:
        repository: quay.io/x/app
        tag: "7"
  - name: gone
    source: csm
    version: 2.0
    values:
      cacheImages:
      # all of them
      - r.example/docker.io/y/cached:1.10
      sidecar:
        image:
          repository: quay.io/x/sidecar
          tag: 3.1.1
      pull: image:$TAG
`;
const files = {
  'manifests/platform.yaml': manifest,
  'charts/team/app/Chart.yaml':
    'name: app\nversion: v1.2.0\nannotations:\n  artifacthub.io/images: |\n    - image: z/extra:4\n'.replaceAll('\\\n', '\n'),
  'charts/team/app/values.yaml': 'image:\n  repository: a\n'.replaceAll('\\\n', '\n'),
  'charts/team/app/templates/app.yaml': 'kind: Deployment\n'.replaceAll('\\\n', '\n'),
};
const stream = '# Source: app/templates/app.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n'.replaceAll(
  '\\\n',
  '\n',
);
const spec: LoftsmanSource = { kind: 'loftsman', at: 'manifests/*.yaml', charts: 'charts', component: 'c' };
const rendered = { 'charts/team/app': stream };

test('every chart is declared with the line of its name', async () => {
  const { charts } = await loftsman.read(spec, memoryWorld({ files, rendered }));
  assert.deepEqual(charts, [
    { name: 'app', version: '1.2.0', source: 'csm', namespace: 'services', file: 'manifests/platform.yaml', line: 11 },
    { name: 'gone', version: '2.0', source: 'csm', namespace: 'default', file: 'manifests/platform.yaml', line: 19 },
  ]);
});

test('a chart that lies in the folder is rendered with its values, and what it annotates is found', async () => {
  const world = memoryWorld({ files, rendered });
  const { resources, occurrences } = await loftsman.read(spec, world);
  assert.deepEqual(world.runs.slice(0, 1), ['charts/team/app']);
  assert.deepEqual(
    resources.map(({ source, file, component }) => [source, file, component]),
    [['loftsman:manifests/*.yaml', 'charts/team/app/templates/app.yaml', 'c']],
  );
  assert.ok(occurrences.some(({ reference, how }) => reference === 'docker.io/z/extra:4' && how === 'chart-annotation'));
});

test('a chart that is missing is a gap, and the images of its values are found', async () => {
  const { occurrences, gaps } = await loftsman.read(spec, memoryWorld({ files, rendered }));
  assert.deepEqual(
    gaps.map(({ code, path, line }) => `${code} ${path}:${line}`),
    ['chart-missing manifests/platform.yaml:19'],
  );
  assert.match(gaps[0]?.detail ?? '', /gone 2\.0 is not in charts;/);
  const stated = occurrences.filter(({ how }) => how === 'chart-values');
  assert.deepEqual(
    stated.map(({ reference, path, line, certainty }) => [reference, path, line, certainty]),
    [
      ['r.example/docker.io/y/cached:1.10', 'spec.charts[1].values.cacheImages[0]', 25, 'likely'],
      ['quay.io/x/sidecar:3.1.1', 'spec.charts[1].values.sidecar.image.{repository,tag}', 29, 'likely'],
    ],
  );
});

test('without a folder of charts all are missing; with another version it says which there is', async () => {
  const { charts: _, ...bare } = spec;
  const none = await loftsman.read(bare, memoryWorld({ files, rendered }));
  assert.equal(none.gaps.length, 2);
  assert.match(none.gaps[0]?.detail ?? '', /app 1\.2\.0 cannot be rendered/);
  const other = { ...files, 'charts/team/app/Chart.yaml': 'name: app\nversion: 9.9.9\n' };
  const { gaps } = await loftsman.read(spec, memoryWorld({ files: other, rendered }));
  assert.match(gaps[0]?.detail ?? '', /app 1\.2\.0 is not in charts \(there is 9\.9\.9\)/);
});

test('a source of charts that is a directory is looked into', async () => {
  const text = manifest.replace('type: repo, location: https://charts.example/', 'type: directory, location: ../charts');
  const { charts: _, ...bare } = spec;
  const { resources } = await loftsman.read(
    bare,
    memoryWorld({ files: { ...files, 'manifests/platform.yaml': text }, rendered }),
  );
  assert.equal(resources.length, 1);
});

test('a chart in a registry is pulled; its places are those of the manifest', async () => {
  const remote = { ...spec, charts: 'oci://r.example/charts/' };
  const world = memoryWorld({
    files: { ...files, '/scratch/app-1.2.0.tgz': 'packed' },
    rendered: { '/scratch/app-1.2.0.tgz': stream },
  });
  const asked: string[] = [];
  const pullChart: NonNullable<typeof world.renderer.pullChart> = async ({ address, version }) => {
    asked.push(`${address} ${version}`);
    return version === '1.2.0'
      ? { kind: 'pulled', at: '/scratch/app-1.2.0.tgz' }
      : { kind: 'failed', code: 'render-failed', detail: 'no such chart' };
  };
  const reading = await loftsman.read(remote, { ...world, renderer: { ...world.renderer, pullChart } });
  assert.deepEqual(asked, ['oci://r.example/charts/app 1.2.0', 'oci://r.example/charts/gone 2.0']);
  assert.deepEqual(
    reading.resources.map(({ file, line }) => `${file}:${line}`),
    ['manifests/platform.yaml:11'],
  );
  assert.equal(reading.key, undefined);
  assert.match(reading.gaps[0]?.detail ?? '', /oci:\/\/r\.example\/charts\/gone 2\.0 could not be pulled: no such chart/);
  const offline = await loftsman.read(remote, world);
  assert.equal(offline.gaps.filter(({ code, detail }) => code === 'chart-missing' && detail.includes('no network')).length, 2);
});

test('the key stands for manifests and charts, and is found without rendering', async () => {
  const keyOf = (changed: Record<string, string>) =>
    loftsman.findKey?.(spec, memoryWorld({ files: { ...files, ...changed }, rendered }));
  const { key } = await loftsman.read(spec, memoryWorld({ files, rendered }));
  assert.equal(await keyOf({}), key);
  for (const path of Object.keys(files))
    assert.notEqual(await keyOf({ [path]: `${Reflect.get(files, path)}\n# changed\n` }), key);
  assert.notEqual(await keyOf({ 'charts/gone-2.0.tgz': 'packed' }), key);
});

const stored: readonly [string, string, string | undefined][] = [
  ['app', '1.2.0', 'charts/app'],
  ['app', 'v1.2.0', 'charts/app'],
  ['app', '', 'charts/app'],
  ['app-db', '1.0.0-rc.1', 'charts/x/app-db-1.0.0-rc.1.tgz'],
  ['app-2', '3.0.0', 'charts/app-2-3.0.0.tgz'],
  ['app', '2-3.0.0', undefined],
  ['sub', '1.0.0', undefined],
];

for (const [name, version, at] of stored) {
  test(`the chart ${name} ${version || 'of any version'} is ${at ?? 'not there'}`, () => {
    const texts = {
      'charts/app/Chart.yaml': 'name: app\nversion: 1.2.0\n',
      'charts/app/charts/sub/Chart.yaml': 'name: sub\nversion: 1.0.0\n',
      'charts/x/app-db-1.0.0-rc.1.tgz': '',
      'charts/app-2-3.0.0.tgz': '',
    };
    const found = indexCharts('charts', memoryWorld({ files: texts }).files)(name, version);
    assert.equal('at' in found ? found.at : undefined, at === undefined ? undefined : at);
  });
}

const broken: readonly { name: string; text: string; gaps: readonly string[] }[] = [
  { name: 'no manifest', text: 'a: 1\n', gaps: ['manifest-unreadable:undefined'] },
  { name: 'no YAML', text: 'a: "b', gaps: ['yaml-unreadable:1'] },
  {
    name: 'a chart without a name',
    text: 'apiVersion: manifests/v1\nspec:\n  charts:\n  - version: 1\n  - 3\n',
    gaps: ['manifest-unreadable:4', 'manifest-unreadable:5'],
  },
  { name: 'charts that are no list', text: 'apiVersion: manifests/v1\nspec:\n  charts: all\n', gaps: ['manifest-unreadable:3'] },
  { name: 'no charts', text: 'apiVersion: manifests/v1\nspec:\n', gaps: [] },
];

for (const { name, text, gaps } of broken) {
  test(`${name}: said with its place`, async () => {
    const reading = await loftsman.read({ kind: 'loftsman', at: 'm.yaml' }, memoryWorld({ files: { 'm.yaml': text } }));
    assert.deepEqual(
      reading.gaps.map(({ code, line }) => `${code}:${line}`),
      gaps,
    );
  });
}

test('property: any text gives a reading', async () => {
  const line = fc.constantFrom(
    'apiVersion: manifests/v1',
    'spec:',
    '  charts:',
    '  - name: a',
    '    values: {image: b}',
    '    version: 1',
    '---',
    '  - x',
    '\t',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(line, fc.string({ maxLength: 8 })), { maxLength: 12 }), async (lines) => {
      await loftsman.read({ kind: 'loftsman', at: 'm.yaml' }, memoryWorld({ files: { 'm.yaml': lines.join('\n') } }));
    }),
  );
});
