import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../model/json.ts';
import type { Resource } from '../model/resource.ts';
import { historyToMarkdown, historyToText } from '../tell/reports/history/history.ts';
import { sampleRelease } from '../test/sample-release.ts';
import { hardeningFigures } from './hardening-figures.ts';
import { historyOfRecords } from './history-of-records.ts';

const pod = (securityContext: JsonObject): Resource => ({
  identity: { apiVersion: 'v1', kind: 'Pod', namespace: 'tide', name: 'gauge' },
  value: { spec: { containers: [{ name: 'c', image: 'tide/gauge:1', securityContext }] } },
  ...{ source: 'yaml:a', file: 'a.yaml', line: 1, hook: false },
});
const { resources: _, ...older } = sampleRelease;
const worse = { ...older, version: '2', now: '2025-01-01T00:00:00Z', resources: [pod({ privileged: true })] };
const better = { ...older, version: '3', now: '2025-02-01T00:00:00Z', resources: [pod({ runAsNonRoot: true, runAsUser: 7 })] };

test('figures of a record are what its resources reach; a record without resources has none', () => {
  const [bad, good] = [hardeningFigures(worse), hardeningFigures(better)];
  assert.equal(hardeningFigures(older), undefined);
  assert.deepEqual([bad?.podSecurity.privileged, good?.podSecurity.baseline], [1, 1]);
  assert.deepEqual([bad?.nonRoot.unknown, good?.nonRoot.enforced, good?.nonRoot.containers], [1, 1, 1]);
  assert.ok((bad?.checks.HIGH ?? 0) > (good?.checks.HIGH ?? 0));
});

test('a history shows the trend, and a dash where nothing is known', () => {
  const history = historyOfRecords([better, older, worse], 'test');
  assert.deepEqual(
    history.points.map(({ hardening }) => hardening?.podSecurity.privileged),
    [1, 0, undefined],
  );
  for (const text of [historyToText(history), historyToMarkdown(history)]) {
    assert.match(text, /workloads restricted/);
    assert.match(text, /–[ |]+–[ |]+–/);
  }
  assert.doesNotMatch(historyToText(historyOfRecords([older], 'test')), /workloads restricted/);
});
