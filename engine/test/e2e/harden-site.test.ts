import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hardenSchema } from '../../../tools/docs/schemas/harden.ts';
import { writeRecord } from '../../compare/releases/write-record.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { sampleRelease } from '../sample-release.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-harden-site-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const run = (args: readonly string[]) => runPlimsoll(args, { cwd: folder, env: { XDG_DATA_HOME: join(folder, 'data') } });
const place = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return name;
};
const harden = async (args: readonly string[]) => {
  const { code, stdout, stderr } = await run(['harden', '-f', 'json', ...args]);
  assert.ok(code === 0 || code === 3, stderr);
  return hardenSchema.parse(JSON.parse(stdout));
};
const manifests = place(
  'gauge.yaml',
  [
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: tide, labels: { pod-security.kubernetes.io/enforce: baseline } }',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: gauge, namespace: tide }\nspec: { hostNetwork: true, containers: [{ name: c, image: "a:1" }] }',
  ].join('\n---\n'),
);

test('exceptions of checks are told with owner and reason, and what is over takes nothing out', async () => {
  const file = place(
    'exceptions.yaml',
    `checks:\n  - { id: TW-1, check: host-network, resources: tide/Pod/*, owner: crew, reason: sees it, expires: 2999-12-31 }
  - { id: TW-2, check: image-not-pinned, resources: Pod/gauge, owner: crew, reason: later, expires: 2001-01-01 }\n`,
  );
  const { checks, exceptions } = await harden([manifests, '--exceptions', file]);
  assert.deepEqual(
    exceptions?.map(({ id, state, places }) => `${id} ${state} ${places}`),
    ['TW-1 in-force 1', 'TW-2 expired 1'],
  );
  assert.equal(checks.find(({ check }) => check === 'host-network')?.suppression?.owner, 'crew');
  assert.equal(checks.find(({ check }) => check === 'image-not-pinned')?.suppressedBy, null);
  const { stdout } = await run(['harden', manifests, '--exceptions', file]);
  assert.match(stdout, /host-network +tide\/Pod\/gauge +TW-1 +crew +sees it/);
});

test('of a record the exceptions count that the configuration of its product names, and no other', async () => {
  const identity = { apiVersion: 'v1', kind: 'Pod', namespace: 'tide', name: 'gauge' };
  const value = { spec: { hostNetwork: true, containers: [{ name: 'c', image: 'a:1' }] } };
  const resources = [{ identity, value, source: 'yaml:gauge.yaml', file: 'gauge.yaml', line: 1, hook: false }];
  const record = join(folder, 'gauge.plimsoll');
  writeFileSync(record, writeRecord({ ...sampleRelease, product: 'Gauge', resources }));
  place(
    'checks.yaml',
    'checks:\n  - { id: TW-3, check: host-network, resources: tide/Pod/*, owner: crew, reason: sees it, expires: 2999-12-31 }\n',
  );
  const suppressed = async (product: string) => {
    const file = place(`${product}.yaml`, `product: ${product}\nsources: [{ yaml: gauge.yaml }]\nexceptions: checks.yaml\n`);
    const { checks } = await harden([record, '--config', file]);
    return checks.find(({ check }) => check === 'host-network')?.suppressedBy;
  };
  assert.deepEqual([await suppressed('Gauge'), await suppressed('Other')], ['TW-3', null]);
});

test('what a namespace admits is judged by its own labels', async () => {
  const { namespaces } = await harden([manifests]);
  const [enforce] = namespaces?.[0]?.policies ?? [];
  assert.deepEqual([enforce?.level, enforce?.refuses.flatMap(({ controls }) => controls)], ['baseline', ['hostNamespaces']]);
});

test('registries that are not allowed are found where some are named', async () => {
  const found = async (args: readonly string[]) =>
    (await harden([manifests, ...args])).checks.filter(({ check }) => check === 'registry-not-allowed').length;
  assert.deepEqual([await found([]), await found(['--allowed-registry', 'registry.example'])], [0, 1]);
});

test('a stated version of Kubernetes is held against the CVEs of the advisory database; without one nobody looked', async () => {
  const advisory = (id: string, fixed: string) => ({
    ...{ id, modified: '2030-01-01T00:00:00Z', schema_version: '1.6.0' },
    affected: [
      {
        package: { ecosystem: 'Kubernetes', name: 'k8s.io/kubelet' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '1.28.0' }, { fixed }] }],
      },
    ],
  });
  assert.equal((await harden([manifests])).clusterCves, undefined);
  assert.equal((await harden([manifests, '--kubernetes-version', 'v1.28'])).clusterCves, null);
  const feed = place(
    'feed.jsonl',
    ['CVE-2030-0001:1.28.4', 'CVE-2030-0002:1.29.0']
      .map((one) => JSON.stringify(advisory(...(one.split(':') as [string, string]))))
      .join('\n'),
  );
  const imported = await run(['advisories', 'import', feed, '--database', 'a.db']);
  assert.equal(imported.code, 0, imported.stderr);
  const of = async (version: string) =>
    (await harden([manifests, '--database', 'a.db', '--kubernetes-version', version])).clusterCves?.rows.map(
      ({ id, verdict }) => `${id} ${verdict}`,
    );
  assert.deepEqual(await of('v1.28'), ['CVE-2030-0001 unknown', 'CVE-2030-0002 affected']);
  assert.deepEqual(await of('1.28.4'), ['CVE-2030-0002 affected']);
  assert.deepEqual(await of('v1.29'), []);
});
