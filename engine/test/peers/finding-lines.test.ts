import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { helm } from '../../gather/sources/helm/helm.ts';
import { memoryWorld } from '../../gather/sources/memory-world.ts';
import { yaml } from '../../gather/sources/yaml/yaml.ts';
import { findFailures } from '../../judge/hardening/find-failures.ts';
import { assertLines } from './assert-lines.ts';

const repository = resolve(import.meta.dirname, '../../..');
const data = resolve(repository, process.env.PLIMSOLL_DATA ?? '../shared/data');
const folder = join(data, 'charts');
const skip = !existsSync(folder) && `${folder} is not there; PLIMSOLL_DATA says where the data is`;
const charts = skip ? [] : readdirSync(folder).filter((name) => existsSync(join(folder, name, 'Chart.yaml')));
const cache = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(cache, { recursive: true, force: true }));

test('there are charts', { skip }, () => assert.ok(charts.length > 0));

for (const at of charts)
  test(`${at}: the line of every finding says what it is about, and so does the value's`, async (context) => {
    const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache });
    context.after(() => renderer.close());
    if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
    const spec = { kind: 'helm', at, values: [], set: [], release: 'rel', namespace: 'test', apiVersions: [] } as const;
    const world = { files: openSourceFiles(folder), renderer, cache: openRenderings(cache) };
    const { resources } = await helm.read(spec, world);
    const findings = findFailures(resources);
    const counts = assertLines(folder, findings, resources);
    const share = (counts.get('key') ?? 0) / findings.length;
    assert.ok(share > 0.85, `${share} of the lines are those of the key itself`);
    context.diagnostic([...counts].map(([sort, count]) => `${sort} ${count}`).join(', '));
  });

const trees = join(data, 'kubeflow/v1.7.0/tree');
for (const at of ['common/istio-1-16', 'apps/katib'])
  test(`${at}: so does that of plain files`, { skip: !existsSync(trees) && `${trees} is not there` }, async (context) => {
    const world = { ...memoryWorld({ files: {} }), files: openSourceFiles(trees) };
    const { resources } = await yaml.read({ kind: 'yaml', at }, world);
    const counts = assertLines(trees, findFailures(resources), resources);
    context.diagnostic([...counts].map(([sort, count]) => `${sort} ${count}`).join(', '));
  });
