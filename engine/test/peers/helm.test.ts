import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { readSources } from '../../gather/sources/read-sources.ts';
import type { Resource } from '../../model/resource.ts';

interface ChartTruth {
  readonly refs: readonly { readonly template: string; readonly hook: string | null; readonly where: string }[];
}

const data = process.env.PLIMSOLL_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const folder = join(data, 'charts');
const truthFile = join(folder, 'truth.json');
const skip = !existsSync(truthFile) && `${truthFile} is not there; PLIMSOLL_DATA says where the data is`;
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(cache, { recursive: true, force: true }));

test('six charts: every resource that ships an image is rendered, from its template, and hooks are marked', {
  skip,
}, async (context) => {
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
  context.after(() => renderer.close());
  if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
  const truth: Record<string, ChartTruth> = JSON.parse(readFileSync(truthFile, 'utf8'));
  const given = { values: [], set: [], release: 'rel', namespace: 'test', apiVersions: [] };
  const specs = Object.keys(truth).map((at) => ({ kind: 'helm', at, ...given }) as const);
  const world = { files: openSourceFiles(folder), renderer, cache: openRenderings(cache) };
  const readings = await readSources(specs, world, { asConfigured: true });
  for (const [index, { at }] of specs.entries()) {
    const reading = readings[index];
    assert.deepEqual(
      reading?.gaps.filter(({ code }) => code !== 'yaml-duplicate-key'),
      [],
    );
    for (const { template, hook, where } of truth[at]?.refs ?? []) {
      const [kind = '', , rest = ''] = where.split('/');
      const name = rest.split(' ')[0];
      const found: Resource | undefined = reading?.resources.find(
        ({ identity }) => identity.kind === kind && identity.name === name,
      );
      assert.equal(found?.file, `${at}/${template.split('/').slice(1).join('/')}`, `${at}: ${where}`);
      assert.equal(found?.hook, hook !== null, `${at}: ${where}`);
    }
  }
});

test('a rendering that fails is a gap with the words of Helm', { skip }, async (context) => {
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
  context.after(() => renderer.close());
  if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
  const files = openSourceFiles(folder);
  const spec = {
    kind: 'helm',
    at: 'lws-0.1.0',
    values: ['no-such-values.yaml'],
    set: [],
    release: 'r',
    namespace: 'n',
    apiVersions: [],
  } as const;
  const [reading] = await readSources([spec], { files, renderer, cache: openRenderings(cache) });
  assert.deepEqual(reading?.resources, []);
  assert.match(reading?.gaps[0]?.detail ?? '', /helm v\d.*no-such-values\.yaml/);
});

const chart = {
  'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n- {name: db, alias: store, version: 1.0.0}\n',
  'app/values.yaml': 'image: ghcr.io/x/app:1\n',
  'app/templates/_need.tpl': '{{ define "need" }}{{ required "Please say:\\na name" .Values.auth }}{{ end }}',
  'app/templates/app.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: "{{ .Values.image }}"}]}\n',
  'app/templates/call.yaml': 'kind: ConfigMap\nx: {{ nothing . }}\n',
  'app/templates/need.yaml': 'kind: ConfigMap\nx: {{ include "need" . }}\n',
  'app/templates/print.yaml': 'kind: ConfigMap\n x: [\n',
  'app/templates/refuse[1].yaml': '{{ if not .Values.mode.fast }}\n{{ fail "modes are gone" }}\n{{ end }}\n',
  'app/templates/NOTES.txt': '{{ .Values.a.b.c }}',
  'app/charts/db-1/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
  'app/charts/db-1/values.yaml': 'mode: {}\n',
  'app/charts/db-1/templates/db.yaml': '{{ if not .Values.mode.fast }}\n{{ fail "no mode" }}\n{{ end }}\n',
};

test('templates that fail are gaps with their places and what they ask for, and the rest of the chart is read', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(chart)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
  context.after(() => renderer.close());
  if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
  const given = { values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] };
  const world = { files: openSourceFiles(folder), renderer, cache: openRenderings(cache) };
  const [reading] = await readSources([{ kind: 'helm', at: 'app', ...given }], world);
  assert.deepEqual(
    reading?.resources.map(({ identity }) => identity.kind),
    ['Pod'],
  );
  const told = reading?.gaps.map(({ code, path, line, detail }) => [code, path, line, /asks for `(.*?)`/.exec(detail)?.[1]]);
  assert.deepEqual(told?.toSorted(), [
    ['template-failed', 'app/charts/db-1/templates/db.yaml', 2, 'store.mode.fast'],
    ['template-failed', 'app/templates/NOTES.txt', 1, undefined],
    ['template-failed', 'app/templates/call.yaml', 2, undefined],
    ['template-failed', 'app/templates/need.yaml', 2, 'auth'],
    ['template-failed', 'app/templates/print.yaml', undefined, undefined],
    ['template-failed', 'app/templates/refuse[1].yaml', 1, undefined],
  ]);
});
