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
  layChart(laid, chart, new Map([['Chart.yaml', 'name: after\n']]));
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  assert.deepEqual(['laid/Chart.yaml', 'laid/templates/a.yaml', 'chart/Chart.yaml'].map(read), [
    'name: after\n',
    'kind: Pod\n',
    'name: before\n',
  ]);
  rmSync(laid, { recursive: true });
  assert.equal(read('chart/templates/a.yaml'), 'kind: Pod\n');
});
