import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { layChart } from './lay-chart.ts';

test('a chart is laid out with other texts, and stays as it is', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-lay-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [chart, laid] = [join(folder, 'chart'), join(folder, 'laid')];
  mkdirSync(join(chart, 'templates'), { recursive: true });
  mkdirSync(laid);
  writeFileSync(join(chart, 'Chart.yaml'), 'name: before\n');
  writeFileSync(join(chart, 'templates/a.yaml'), 'kind: Pod\n');
  mkdirSync(join(chart, 'charts/own'), { recursive: true });
  mkdirSync(join(folder, 'deep'));
  for (const [path, text] of [
    ['chart/charts/own/Chart.yaml', 'own\n'],
    ['deep/Chart.yaml', 'deep\n'],
  ] as const)
    writeFileSync(join(folder, path), text);
  const plain = { texts: new Map(), charts: new Map() };
  const own = {
    at: 'chart/charts/own',
    layout: { texts: new Map(), charts: new Map([['deep', { at: 'deep', layout: plain }]]) },
  };
  const charts = new Map([
    ['own', own],
    ['beside', { at: 'deep', layout: plain }],
  ]);
  layChart({ empty: laid, chart, home: folder }, { texts: new Map([['Chart.yaml', 'name: after\n']]), charts });
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  assert.deepEqual(['laid/Chart.yaml', 'laid/templates/a.yaml', 'chart/Chart.yaml'].map(read), [
    'name: after\n',
    'kind: Pod\n',
    'name: before\n',
  ]);
  assert.deepEqual(
    ['charts/own', 'charts/own/charts/deep', 'charts/beside'].map((path) => read(`laid/${path}/Chart.yaml`)),
    ['own\n', 'deep\n', 'deep\n'],
  );
  rmSync(laid, { recursive: true });
  assert.equal(read('chart/templates/a.yaml'), 'kind: Pod\n');
});
