import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../memory-files.ts';
import { memoryWorld } from '../memory-world.ts';
import { helm } from './helm.ts';
import { sourceFile } from './source-file.ts';

const files = {
  'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.2.3\nappVersion: 4.5.6\ndependencies:\n- {name: db, alias: store}\n',
  'app/values.yaml':
    'global:\n  tag: v9\nimage:\n  repository: ghcr.io/x/app\n  tag: ""\nside:\n  image:\n    registry: quay.io\n    repository: y/side\n    tag: "1.10"\nshared:\n  repository: x/common\nwhole: docker.io/z/whole:1\n',
  'app/templates/app.yaml':
    '# license\n{{- if .Values.on }}\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  image: "{{ .Values.image }}"\n  other: docker.io/z/literal:7\n{{- end }}\n{{ .Files.Get "files/side.yaml" }}\n',
  'app/files/side.yaml': 'kind: x\nimage: docker.io/q/included:5\n',
  'app/charts/db/Chart.yaml': 'name: db\n',
  'app/charts/db/templates/set.yaml': 'kind: StatefulSet\n',
  'app/charts/cache-1.0.0.tgz': 'packed',
  'lib/Chart.yaml': 'name: lib\n',
  'lib/values.yaml': 'image:\n  repository: q/common/side\n  tag: "1.10"\n',
  'mine.yaml': 'side:\n  image:\n    tag: "1.10"\n    repository: y/side\n',
};
const spec = { kind: 'helm', at: 'app', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] } as const;
const stream =
  '---\n# Source: app/templates/app.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: r\n---\n# Source: app/charts/db/templates/set.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: t\n  annotations:\n    "helm.sh/hook": test\n';

test('resources have their templates, hooks are marked, and the chart is declared with its line', async () => {
  const { resources, charts, gaps } = await helm.read(spec, memoryWorld({ files, rendered: { app: stream } }));
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    resources.map(({ file, line, hook }) => [file, line, hook]),
    [
      ['app/templates/app.yaml', 3, false],
      ['app/charts/db/templates/set.yaml', 1, true],
    ],
  );
  assert.deepEqual(charts, [
    { name: 'app', version: '1.2.3', source: 'helm:app', namespace: 'n', file: 'app/Chart.yaml', line: 3 },
  ]);
});

test('failures are gaps', async () => {
  const codes = async (world: Parameters<typeof memoryWorld>[0]) =>
    (await helm.read(spec, memoryWorld(world))).gaps.map(({ code }) => code);
  assert.deepEqual(await codes({ files: {} }), ['source-missing']);
  assert.deepEqual(await codes({ files: { 'app/x.yaml': '' } }), ['chart-missing']);
  assert.deepEqual(await codes({ files, withoutTools: true }), ['tool-missing']);
  assert.deepEqual(await codes({ files }), ['render-failed']);
});

test('unchanged inputs start no tool; other values do', async () => {
  const world = memoryWorld({ files, rendered: { app: stream } });
  await helm.read(spec, world);
  await helm.read(spec, world);
  assert.equal(world.runs.length, 1);
  await helm.read({ ...spec, set: ['a=b'] }, world);
  await helm.read({ ...spec, values: ['mine.yaml'] }, world);
  await helm.read(spec, { ...world, files: memoryFiles({ ...files, 'app/values.yaml': 'a: 1\n' }) });
  assert.equal(world.runs.length, 4);
});

const sources: readonly [string, string][] = [
  ['app/templates/app.yaml', 'app/templates/app.yaml'],
  ['app/charts/db/templates/set.yaml', 'app/charts/db/templates/set.yaml'],
  ['app/charts/store/templates/set.yaml', 'app/charts/db/templates/set.yaml'],
  ['app/charts/cache/templates/x.yaml', 'app/charts/cache-1.0.0.tgz'],
  ['app/charts/gone/templates/x.yaml', 'app/Chart.yaml'],
  ['', 'app/Chart.yaml'],
];

for (const [stated, file] of sources) {
  test(`the source of ${stated || 'nothing'} is ${file}`, () =>
    assert.equal(sourceFile('app', stated, memoryFiles(files)), file));
}

test('the source of a chart that stands in is the folder beside', () => {
  const stated = { 'app/Chart.yaml': 'name: app\ndependencies:\n- {name: lib, alias: near}\n', 'lib/Chart.yaml': 'name: lib\n' };
  assert.equal(sourceFile('app', 'app/charts/near/templates/x.yaml', memoryFiles(stated)), 'lib/templates/x.yaml');
});

const places: readonly { name: string; declared: string; values?: readonly string[]; file?: string; at: string }[] = [
  { name: 'a literal in the template', declared: 'docker.io/z/literal:7', at: 'app/templates/app.yaml:9' },
  { name: 'a group of values', declared: 'quay.io/y/side:1.10', at: 'app/values.yaml:10' },
  { name: 'values given with the source', declared: 'quay.io/y/side:1.10', values: ['mine.yaml'], at: 'mine.yaml:3' },
  {
    name: 'values of a chart beside it, where they state more of the image',
    declared: 'quay.io/q/common/side:1.10',
    file: 'lib/templates/a.yaml',
    at: 'lib/values.yaml:3',
  },
  { name: 'a value that is the whole', declared: 'docker.io/z/whole:1', at: 'app/values.yaml:13' },
  { name: 'the chart itself, for a tag that no value states', declared: 'ghcr.io/x/app:v4.5.6', at: 'app/Chart.yaml:4' },
  { name: 'a tag that images share', declared: 'ghcr.io/x/common:v9', at: 'app/values.yaml:2' },
  { name: 'a file that the template includes', declared: 'docker.io/q/included:5', at: 'app/files/side.yaml:2' },
  { name: 'the template, for what no value states', declared: 'docker.io/q/nowhere:8', at: 'app/templates/app.yaml:8' },
];

for (const { name, declared, values = [], file = 'app/templates/app.yaml', at } of places) {
  test(`finds the line that decides: ${name}`, () => {
    const identity = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: null, name: 'r' };
    const from = { identity, value: {}, source: 'helm:app', file, line: 2, hook: false };
    const place = helm.locator({ ...spec, values }, memoryFiles(files))({ from, declared, path: 'spec.image' });
    assert.equal(`${place.file}:${place.line}`, at);
  });
}
