import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../memory-files.ts';
import { blameIn } from './blame.ts';
import { readChart } from './chart.ts';

const chart = readChart(
  'app',
  memoryFiles({
    'app/Chart.yaml': 'name: app\ndependencies:\n- {name: gone, condition: gone.enabled}\n- {name: db}\n',
    'app/templates/a.yaml': '{{ if .Values.near.enabled }}image: x{{ end }}\n{{ required "say it" .Values.tls.file }}\n',
    'app/charts/db/Chart.yaml': 'name: db\n',
    'app/charts/db/templates/b.yaml': '{{ if .Values.near.enabled }}image: y{{ end }}\n',
  }),
);
const names = ['near.enabled', 'db.near.enabled', 'tls.enabled', 'web.create', 'db.auth.enabled'];

const failures: readonly {
  readonly name: string;
  readonly said: string;
  readonly more?: string;
  readonly blamed: readonly string[];
}[] = [
  { name: 'its name', said: 'set web.create with more', blamed: ['web.create'] },
  { name: 'the end of its name', said: 'near.enabled wants more', blamed: ['near.enabled', 'db.near.enabled'] },
  { name: 'what is asked for beside it', said: 'execution error at (app/templates/a.yaml:2:3): say it', blamed: ['tls.enabled'] },
  {
    name: 'what is missing beside it',
    said: 'app/charts/db/templates/b.yaml:1:2; at <.Values.auth.x>: nil',
    blamed: ['db.auth.enabled'],
  },
  { name: 'a chart that is missing', said: 'no such template', more: 'gone.enabled', blamed: ['gone.enabled'] },
  { name: 'the template that fails', said: 'YAML parse error on app/templates/a.yaml: no', blamed: ['near.enabled'] },
  { name: 'nothing', said: 'no such template', blamed: [] },
];

for (const { name, said, more, blamed } of failures) {
  test(`a failure is laid to switches by ${name}`, () => {
    assert.ok(chart);
    const set = [...names, ...(more ? [more] : [])].map((one) => ({ name: one, path: one.split('.'), to: true }));
    assert.deepEqual(
      blameIn(chart)(set, said).map((one) => one.name),
      blamed,
    );
  });
}
