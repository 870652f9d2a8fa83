import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorld } from '../memory-world.ts';
import type { HelmRequest } from '../ports.ts';
import { readSources } from '../read-sources.ts';
import { helm } from './helm.ts';

const spec = { kind: 'helm', at: 'app', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] } as const;
const stated = 'dependencies:\n- name: db\n  condition: db.enabled\n- name: common\n- {name: here, alias: side}\n';
const files = {
  'app/Chart.yaml': `name: app\nversion: 1.0.0\n${stated}`,
  'app/values.yaml': 'image: ghcr.io/x/app:1\ndb:\n  enabled: false\nside:\n  enabled: false\n  image: quay.io/y/side:2\n',
  'app/charts/here/Chart.yaml': 'name: here\ndependencies:\n- name: deep\n',
};
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: "ghcr.io/x/app:1"}]}\n';

/** Helm as it is: it refuses a chart that lacks what it states, and this one too if it needs something of what is missing. */
async function readChart(needsMissing: boolean, given: Record<string, string> = files) {
  const world = memoryWorld({ files: given });
  const asked: HelmRequest[] = [];
  const helm = async (request: HelmRequest) => {
    asked.push(request);
    const about = request.layout?.texts.get('Chart.yaml') ?? given['app/Chart.yaml'] ?? '';
    if (needsMissing || /db|common/.test(about)) return { kind: 'failed', code: 'render-failed', detail: 'missing' } as const;
    return { kind: 'rendered', bytes: Buffer.from(pod), toSourcePath: (path: string) => path } as const;
  };
  const [reading] = await readSources([spec], { ...world, renderer: { ...world.renderer, helm } });
  assert.ok(reading);
  return { ...reading, asked };
}

test('a chart without its dependencies is rendered without them, in every trial, and each that is missing is told', async () => {
  const { resources, gaps, asked } = await readChart(false);
  assert.deepEqual(
    resources.map(({ identity }) => identity.kind),
    ['Pod'],
  );
  assert.ok(asked.slice(1).every(({ layout }) => /"name":"here","alias":"side"/.test(layout?.texts.get('Chart.yaml') ?? '')));
  assert.deepEqual(
    gaps.map(({ code, path, line, detail }) => [
      code,
      path,
      line,
      /the chart (\w+)/.exec(detail)?.[1],
      /with (\S+)/.exec(detail)?.[1],
    ]),
    [
      ['dependency-missing', 'app/Chart.yaml', 4, 'db', 'db.enabled=true'],
      ['dependency-missing', 'app/Chart.yaml', 6, 'common', undefined],
      ['dependency-missing', 'app/charts/here/Chart.yaml', 3, 'deep', undefined],
    ],
  );
});

const beside = {
  'app/Chart.yaml':
    'name: app\ndependencies:\n- {name: lib, alias: side, repository: "file://../lib/"}\n- {name: far, repository: "file:///lib"}\n',
  'lib/Chart.yaml': 'name: lib\ndependencies:\n- {name: deep, repository: file://../deep}\n',
  'deep/Chart.yaml':
    'name: deep\ndependencies:\n- {name: deep, repository: file://../deep}\n- {name: lib, repository: file://../lib}\n',
  'deep/values.yaml': 'image: ghcr.io/x/deep:1\n',
};

test('dependencies that lie beside the chart are laid into it, theirs too, and values have the line that states them; loops end', async () => {
  const { asked, gaps, occurrences } = await readChart(true, beside);
  const deep = asked[0]?.layout?.charts.get('lib')?.layout.charts.get('deep');
  assert.equal(deep?.at, 'deep');
  assert.deepEqual(
    occurrences.slice(0, 1).map(({ declared, file, line }) => [declared, file, line]),
    [['ghcr.io/x/deep:1', 'deep/values.yaml', 1]],
  );
  assert.deepEqual(
    gaps.slice(1).map(({ code, path, line }) => [code, path, line]),
    [
      ['dependency-missing', 'app/Chart.yaml', 4],
      ['dependency-missing', 'deep/Chart.yaml', 3],
      ['dependency-missing', 'deep/Chart.yaml', 4],
    ],
  );
});

test('a change beside the chart is a change of what it is read from', async () => {
  const keyWith = (files: Record<string, string>) => helm.findKey?.(spec, memoryWorld({ files }));
  assert.notEqual(await keyWith(beside), await keyWith({ ...beside, 'deep/values.yaml': 'image: ghcr.io/x/deep:2\n' }));
});

test('old charts state them in a file of their own', async () => {
  const old = { 'app/Chart.yaml': 'name: app\n', 'app/requirements.yaml': 'dependencies:\n- name: gone\n' };
  const { gaps } = await readChart(true, old);
  assert.deepEqual(
    gaps.map(({ code, path, line }) => [code, path, line]),
    [
      ['render-failed', 'app', undefined],
      ['dependency-missing', 'app/requirements.yaml', 2],
    ],
  );
});

test('of a chart that cannot be rendered, what its values state is listed, under the switches that are off', async () => {
  const { occurrences, gaps } = await readChart(true);
  assert.deepEqual(
    occurrences.map((one) => [one.declared, one.how, one.certainty, one.line, one.conditional.map(({ value }) => value)]),
    [
      ['ghcr.io/x/app:1', 'chart-values', 'likely', 1, []],
      ['quay.io/y/side:2', 'chart-values', 'likely', 6, ['side.enabled']],
    ],
  );
  assert.equal(gaps[0]?.code, 'render-failed');
});

test('a chart of the name beside the one that states it stands in for what is missing, and that is told', async () => {
  const neighbor = {
    'app/Chart.yaml':
      'name: app\ndependencies:\n- {name: lib, version: 1.x.x, repository: "https://charts.example"}\n- name: far\n',
    'lib/Chart.yaml': 'name: lib\nversion: 1.2.0\n',
    'far/Chart.yaml': 'name: another\n',
  };
  const { gaps, asked } = await readChart(false, neighbor);
  assert.deepEqual([...(asked[0]?.layout?.charts.keys() ?? [])], ['lib']);
  assert.match(gaps[0]?.detail ?? '', /so lib \(1\.2\.0; stated is 1\.x\.x\) stands in for it/);
  assert.deepEqual(
    gaps.map(({ code, path, line }) => `${code} ${path}:${line}`),
    ['dependency-missing app/Chart.yaml:3', 'dependency-missing app/Chart.yaml:4'],
  );
});
