import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../../gather/sources/memory-files.ts';
import { Fault } from '../../model/fault.ts';
import type { Finding } from '../../model/finding.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Release } from '../../model/release.ts';
import type { Resource } from '../../model/resource.ts';
import { sampleRelease } from '../../test/sample-release.ts';
import { readTriageTable } from './read-triage-table.ts';
import { triageRecord } from './triage-record.ts';
import { withPriorities } from './triage-release.ts';

const all = { priorities: [], limit: 10 } as const;

function resource(kind: string, apiVersion: string, spec: JsonObject): Resource {
  const identity = { apiVersion, kind, namespace: 'tide', name: 'gauge' };
  return { identity, value: { spec }, source: 'yaml:a', file: 'deploy/gauge.yaml', line: 9, hook: false };
}

const labels = { app: 'gauge' };
const containers = [{ name: 'gauge', image: 'registry.example/tide/gauge:1.0' }];
const deployment = resource('Deployment', 'apps/v1', { template: { metadata: { labels }, spec: { containers } } });
const open = resource('Service', 'v1', { type: 'LoadBalancer', selector: labels, ports: [{ port: 443 }] });
const [finding] = sampleRelease.findings;
assert.ok(finding);
const { priority: _, why: __, ...untriaged } = finding;
const rce = [{ source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }];
const of = (findings: readonly Finding[], rest: Partial<Release> = {}): Release => ({ ...sampleRelease, findings, ...rest });

test('a record without resources and priorities is triaged, and says what it does not know', () => {
  const [item] = triageRecord(of([untriaged]), all).items;
  assert.deepEqual([item?.priority, item?.exposure], ['attend', 'unknown']);
  assert.ok(item?.why.includes('The record holds no manifests, so that nobody can say whether it is open to the outside.'));
});

test('what is open, as root, and fixed comes first, with the way to it', () => {
  const release = of([{ ...untriaged, severities: rce }], { resources: [deployment, open] });
  assert.deepEqual(triageRecord(release, all).items[0]?.why.slice(4), [
    'It is open to the outside: Service tide/gauge (deploy/gauge.yaml:9, type LoadBalancer, port 443) → Deployment tide/gauge (deploy/gauge.yaml:9).',
    'It runs as root: neither manifest nor image names a user.',
    'It is fixed in 3.0.11-1~deb12u2.',
  ]);
  assert.deepEqual(triageRecord(release, all).counts, { act: 1, attend: 0, 'track-closely': 0, track: 0 });
});

const rights = (verbs: readonly string[]): readonly Resource[] => {
  const of = (kind: string, value: JsonObject): Resource => ({
    ...resource(kind, 'rbac.authorization.k8s.io/v1', {}),
    ...{ identity: { apiVersion: 'rbac.authorization.k8s.io/v1', kind, namespace: null, name: 'reader' }, value },
  });
  return [
    of('ClusterRole', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs }] }),
    of('ClusterRoleBinding', {
      roleRef: { kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'tide' }],
    }),
  ];
};

test('who can read Secrets comes before an equal one who cannot, and says so', () => {
  const critical: Finding = { ...untriaged, severity: 'CRITICAL', severities: rce };
  const inventory = {
    ...sampleRelease.inventory,
    images: sampleRelease.inventory.images.map((image) => ({ ...image, tier: 'optional' as const })),
  };
  const [can, cannot] = [['get'], ['list-nothing']].map((verbs) =>
    triageRecord(of([critical], { inventory, resources: [deployment, open, ...rights(verbs)] }), all),
  );
  const [item] = can?.items ?? [];
  assert.deepEqual([item?.priority, cannot?.items[0]?.priority], ['act', 'track-closely']);
  assert.deepEqual([item?.exposure, item?.privilege, item?.rights], ['exposed', 'host', 'cluster']);
  assert.match(item?.why[0] ?? '', /2 steps up since it is critical, has a fix, and gives .* reads Secrets/);
  assert.deepEqual(item?.why.slice(5), [
    'Its service account may read Secrets in the whole cluster (get secrets): ClusterRoleBinding reader gives ClusterRole reader.',
    'It runs as root: neither manifest nor image names a user.',
    'It is fixed in 3.0.11-1~deb12u2.',
  ]);
});

test("CISA's values in the record's knowledge count, also where findings do not carry them", () => {
  const metadata = [
    { id: 'CVE-2023-5363', severities: [], cwes: [], ssvc: { exploitation: 'active', automatable: true } as const },
  ];
  const knowledge = { ...sampleRelease.knowledge, metadata };
  assert.equal(triageRecord(of([untriaged], { knowledge }), all).items[0]?.priority, 'act');
});

test('items are findings that share everything, and their numbers add up', () => {
  const other = { ...untriaged, image: 'registry.example/tide/lost:2' };
  const decided = { ...untriaged, vulnerability: 'CVE-2024-9', suppressedBy: 'lock-1' };
  const triage = triageRecord(of([untriaged, other, decided]), all);
  assert.deepEqual([triage.items.length, triage.items[0]?.findings, triage.counts.attend, triage.suppressed], [1, 2, 2, 1]);
  assert.deepEqual(triage.items[0]?.images, ['registry.example/tide/gauge:1.0', 'registry.example/tide/lost:2']);
  assert.deepEqual(
    triage.agenda.map(({ owner, counts }) => [owner, counts.attend]),
    [['wg-tide', 2]],
  );
});

const asked: readonly { name: string; request: Parameters<typeof triageRecord>[1]; count: number }[] = [
  { name: 'an owner', request: { ...all, owner: 'wg-tide' }, count: 1 },
  { name: 'another owner', request: { ...all, owner: 'x' }, count: 0 },
  { name: 'nobody', request: { ...all, owner: 'not said' }, count: 0 },
  { name: 'a component', request: { ...all, component: 'tide' }, count: 1 },
  { name: 'a priority', request: { ...all, priorities: ['attend'] }, count: 1 },
  { name: 'another priority', request: { ...all, priorities: ['act', 'track'] }, count: 0 },
];
for (const { name, request, count } of asked)
  test(`asked for ${name}`, () => assert.equal(triageRecord(of([untriaged]), request).total, count));

test('a limit bounds what is shown, not what is counted', () => {
  const many = Array.from({ length: 5 }, (_, index) => ({ ...untriaged, vulnerability: `CVE-2024-${index}` }));
  const { items, total, counts } = triageRecord(of(many), { ...all, limit: 2 });
  assert.deepEqual([items.length, total, counts.attend], [2, 5, 5]);
});

test('a record holds the decision alone', () => {
  const low = { ...untriaged, severities: [], severity: 'LOW' } as const;
  assert.deepEqual(
    withPriorities(of([low, untriaged])).map(({ priority, why }) => [priority, why?.length]),
    [
      ['track', 1],
      ['attend', 1],
    ],
  );
});

const read = (text: string) => readTriageTable('t.yaml', memoryFiles({ 't.yaml': text }));

test("a project's table decides, is named, and travels in the record", () => {
  const table = read(
    'title: Our table\ndecisions:\n  - { exploitation: active, priority: act }\n  - { automatable: yes, priority: track-closely }\n  - { priority: track }\nadjustments: []\n',
  );
  const policy = { triage: JSON.parse(JSON.stringify(table)) as JsonValue };
  const [item] = triageRecord(of([untriaged], { policy }), all).items;
  assert.equal(item?.priority, 'track-closely');
  assert.match(item?.why[0] ?? '', /^Our table says track-closely \(/);
});

test('what a table leaves out is as in CISA’s', () => {
  const table = read('prevalence: { test: essential }\nepss: { poc: 0.5, active: 0.9 }\n');
  assert.deepEqual(
    [table.rows.length, table.prevalence.test, table.prevalence.core, table.epss.active],
    [36, 'essential', 'essential', 0.9],
  );
});

const wrong: readonly { name: string; text: string; says: RegExp }[] = [
  {
    name: 'a combination without outcome',
    text: 'decisions:\n  - { exploitation: active, priority: act }\n',
    says: /t\.yaml:1:.* no row holds for exploitation none/,
  },
  { name: 'an outcome that is none', text: 'decisions:\n  - { priority: panic }\n', says: /t\.yaml:2:.*panic.*act, attend/ },
  { name: 'a threshold beyond its end', text: 'epss: { poc: 2 }\n', says: /t\.yaml:1:/ },
  { name: 'thresholds that contradict each other', text: 'epss: { poc: 0.5, active: 0.1 }\n', says: /below/ },
  { name: 'a key that nobody knows', text: 'decision: []\n', says: /decisions/ },
];
for (const { name, text, says } of wrong) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => read(text),
      (error) => error instanceof Fault && error.code === 'configuration-invalid' && says.test(error.message),
    );
  });
}

test('a table that is not there is a fault', () => {
  assert.throws(
    () => readTriageTable('no.yaml', memoryFiles({})),
    (error) => error instanceof Fault && error.code === 'file-unreadable',
  );
});
