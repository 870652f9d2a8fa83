import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { severities } from '../../../model/severity.ts';
import { assertGolden } from '../../../test/golden.ts';
import { hostileReport } from '../../../test/hostile-report.ts';
import { sampleReport } from '../../../test/sample-report.ts';
import { prometheus } from './prometheus.ts';

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus' text format, read strictly: each metric has its HELP and TYPE before its samples, and is in one piece. */
function parse(text: string): readonly Series[] {
  const seen = new Set<string>();
  let current = '';
  let step = '';
  assert.ok(text.endsWith('\n'));
  return text
    .slice(0, -1)
    .split('\n')
    .flatMap((line) => {
      const [, kind, name = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) .+$/.exec(line) ?? [];
      if (kind === 'HELP') {
        assert.ok(!seen.has(name), `${name} stands in two places`);
        [current, step] = [name, 'help'];
        seen.add(name);
        return [];
      }
      if (kind === 'TYPE') {
        assert.deepEqual([name, step, line.split(' ')[3]], [current, 'help', 'gauge']);
        step = 'type';
        return [];
      }
      const [, metric, labels = '', value = ''] =
        /^([a-zA-Z_:][a-zA-Z0-9_:]*)\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*)\} (-?\d+(?:\.\d+)?)$/.exec(line) ??
        assert.fail(line);
      assert.deepEqual([metric, step], [current, 'type']);
      const pairs = [...labels.matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/g)].map(
        ([, key = '', text = '']) => [key, text],
      );
      return [{ name: current, labels: Object.fromEntries(pairs), value: Number(value) }];
    });
}

const render = (report: typeof sampleReport) => prometheus.render(report, { color: false });

test('golden: one image read, one not, one finding', () => {
  assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.prom'), render(sampleReport));
});

for (const [name, report] of [
  ['plain', sampleReport],
  ['hostile', hostileReport],
] as const)
  test(`with ${name} names it can be read, no series is there twice, and the figures are the report's`, () => {
    const series = parse(render(report));
    const keys = series.map(({ name: metric, labels }) => JSON.stringify([metric, labels]));
    assert.equal(new Set(keys).size, keys.length);
    for (const severity of severities) {
      const sum = (metric: string) =>
        series
          .filter((one) => one.name === metric && one.labels.severity === severity)
          .reduce((all, { value }) => all + value, 0);
      for (const metric of [
        'plimsoll_findings',
        'plimsoll_tier_findings',
        'plimsoll_component_findings',
        'plimsoll_owner_findings',
      ])
        assert.equal(sum(metric), report.totals.findings[severity], `${metric} ${severity}`);
      assert.equal(sum('plimsoll_suppressed_findings'), report.totals.suppressed[severity]);
    }
  });

const known = new Set([
  'product',
  'version',
  'severity',
  'priority',
  'tier',
  'component',
  'owner',
  'status',
  'license',
  'engine',
  'life',
]);
test('labels are bounded, whatever the release holds', () => {
  for (const { labels } of parse(render(hostileReport)))
    for (const label of Object.keys(labels)) assert.ok(known.has(label), label);
  const tables = sampleReport.statistics.tables.map((table) => {
    const [row] = table.rows;
    if (table.by !== 'component' || !row) return table;
    return { ...table, rows: Array.from({ length: 5_000 }, (_, index) => ({ ...row, group: `c${index}` })) };
  });
  const series = parse(render({ ...sampleReport, statistics: { ...sampleReport.statistics, tables } }));
  const ofComponents = series.filter(({ name, labels }) => name === 'plimsoll_component_findings' && labels.severity === 'HIGH');
  assert.equal(ofComponents.length, 201);
  assert.equal(
    ofComponents.reduce((all, { value }) => all + value, 0),
    5_000,
  );
});
