import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { makeExample } from '../../../examples/tidewater/make.ts';
import { exampleReleases } from '../../../examples/tidewater/releases.ts';
import { triageSchema } from '../../../tools/docs/schemas/triage.ts';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import { readRecord } from '../../compare/releases/read-record.ts';
import { writeRecord } from '../../compare/releases/write-record.ts';
import { findExposures } from '../../judge/exposure/find-exposures.ts';
import type { Release } from '../../model/release.ts';
import { defaultConfiguration } from '../../pipeline/configuration/default-configuration.ts';
import { readResources } from '../../pipeline/resources/read-resources.ts';
import { rightsOfAccounts } from '../../pipeline/rights-of-resources.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-triage-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };
const records = new Map<string, string>();
after(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: readonly string[], codes: readonly number[] = [0]): Promise<string> {
  const { code, stdout, stderr } = await runPlimsoll(args, { cwd: folder, env });
  assert.ok(codes.includes(code ?? -1), `plimsoll ${args.join(' ')} ended with ${code}\n${stderr}`);
  return stdout;
}

before(async () => {
  makeExample();
  const database = join(folder, 'advisories.db');
  for (const { version, configuration, now, advisories } of exampleReleases) {
    await run(['advisories', 'import', '--database', database, ...advisories]);
    const record = join(folder, `${version}.plimsoll`);
    await run(['scan', '-c', configuration, '-o', record, '--database', database, '--now', now, '--offline'], [3]);
    records.set(version, record);
  }
});

const recordOf = (version: string): string => records.get(version) ?? assert.fail(`${version} was scanned`);
const releaseOf = (version: string): Release => readRecord(readFileSync(recordOf(version)), version);

async function triage(record: string, ...options: readonly string[]) {
  return triageSchema.parse(JSON.parse(await run(['triage', record, '-f', 'json', ...options])));
}

test('every finding has a priority in one place, and the numbers add up', async () => {
  const { counts, total, items, suppressed } = await triage(recordOf('1.1.0'), '--limit', '100000');
  const { findings } = releaseOf('1.1.0');
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count, suppressed),
    findings.length,
  );
  assert.deepEqual([items.length, items.reduce((sum, item) => sum + item.findings, suppressed)], [total, findings.length]);
  assert.ok(findings.every(({ priority, why = [] }) => priority && why.length > 0));
});

test('what is exploited and in the way of users comes first in 1.0.0; what is open and privileged in 1.1.0', async () => {
  const [[first], [last]] = [(await triage(recordOf('1.0.0'))).items, (await triage(recordOf('1.1.0'))).items];
  assert.deepEqual([first?.priority, first?.kev], ['act', true]);
  assert.deepEqual([last?.priority, last?.vulnerability, last?.exposure], ['act', 'CVE-2024-24790', 'exposed']);
  assert.ok(
    last?.why.some((sentence) => /DaemonSet harbor\/gauge-collector .*collector\.yaml:1\) on its node's network/.test(sentence)),
  );
});

test('an owner sees their own, and a priority alone', async () => {
  const { items, agenda, counts } = await triage(recordOf('1.1.0'), '--owner', 'beacon-crew', '--priority', 'attend');
  assert.ok(items.every(({ owners, priority }) => owners.includes('beacon-crew') && priority === 'attend'));
  assert.deepEqual([agenda.map(({ owner }) => owner), counts.act, counts.track], [['beacon-crew'], 0, 0]);
  const text = await run(['triage', recordOf('1.1.0'), '-f', 'md', '--component', 'navigation']);
  assert.match(text, /^## What comes first in Tidewater 1\.1\.0\n[\s\S]*### beacon-crew/);
});

test('a record without resources and priorities is triaged, and reported with priorities', async () => {
  const { resources: _, ...old } = releaseOf('1.1.0');
  const findings = old.findings.map(({ priority: _priority, why: _why, ...finding }) => finding);
  const record = join(folder, 'old.plimsoll');
  writeFileSync(record, writeRecord({ ...old, findings }));
  assert.ok((await triage(record)).items.every(({ exposure }) => exposure === 'unknown'));
  const report = JSON.parse(await run(['report', record, '-f', 'json']));
  assert.ok(report.findings.every((finding: { priority?: string }) => finding.priority !== undefined));
});

test('a record holds resources, and no value of a Secret', () => {
  const { resources = [] } = releaseOf('1.1.0');
  assert.ok(resources.some(({ identity }) => identity.kind === 'DaemonSet'));
  assert.ok(resources.every(({ identity }) => identity.kind !== 'CustomResourceDefinition'));
  for (const { identity, value } of resources)
    if (identity.kind === 'Secret')
      for (const part of [value.data, value.stringData]) assert.ok(Object.values(part ?? {}).every((each) => each === null));
});

const data = resolve(process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data'));
const tree = join(data, 'kubeflow/v1.7.0/tree');

test('the ways into Kubeflow v1.7.0', { skip: existsSync(tree) ? false : 'there is no Kubeflow v1.7.0' }, async () => {
  const configuration = defaultConfiguration('kubeflow', [{ kind: 'kustomize', at: 'example' }]);
  const { world, close } = openSourceWorld({ configuration, folder: tree }, { offline: true });
  const { items, gaps } = await readResources(configuration, { sources: world }, {}).finally(close);
  assert.deepEqual(gaps, []);
  const all = new Map(
    findExposures(items, { rightsOf: rightsOfAccounts(items) }).map((each) => [
      `${each.workload.namespace}/${each.workload.name}`,
      each,
    ]),
  );
  const named = (exposure: string) => [...all].filter(([, each]) => each.exposure === exposure).map(([name]) => name);
  assert.deepEqual(named('exposed'), [
    'auth/dex',
    'istio-system/cluster-local-gateway',
    'istio-system/istio-ingressgateway',
    'kubeflow/centraldashboard',
    'kubeflow/jupyter-web-app-deployment',
    'kubeflow/katib-ui',
    'kubeflow/kserve-models-web-app',
    'kubeflow/metadata-envoy-deployment',
    'kubeflow/ml-pipeline-ui',
    'kubeflow/profiles-deployment',
    'kubeflow/tensorboards-web-app-deployment',
    'kubeflow/volumes-web-app-deployment',
  ]);
  // An EnvoyFilter sends every connection of the gateway past it.
  assert.equal(all.get('istio-system/authservice')?.exposure, 'unknown');
  for (const name of ['kubeflow/minio', 'kubeflow/mysql', 'kubeflow/katib-mysql', 'cert-manager/cert-manager'])
    assert.equal(all.get(name)?.exposure, 'not-exposed', name);
  const profiles = all.get('kubeflow/profiles-deployment')?.containers[0]?.privilege;
  assert.deepEqual([profiles?.level, profiles?.rights], ['host', 'cluster']);
  assert.match(profiles?.reasons[0] ?? '', /do everything in the whole cluster: ClusterRoleBinding profiles-cluster-rolebinding/);
});
