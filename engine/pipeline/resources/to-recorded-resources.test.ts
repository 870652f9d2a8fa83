import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryWorld } from '../../gather/sources/memory-world.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { omitValues } from './omit-values.ts';
import { readResources } from './read-resources.ts';
import { toRecordedResources } from './to-recorded-resources.ts';

const secretValue = 'c2VjcmV0LXdvcmQ=';
const large = 'x'.repeat(4097);

const rows: readonly { name: string; value: JsonObject; kept: JsonObject; omitted: readonly string[] }[] = [
  {
    name: 'values of a Secret go, keys stay',
    value: { kind: 'Secret', data: { 'tls.key': secretValue }, stringData: { word: 'plain' }, type: 'Opaque' },
    kept: { kind: 'Secret', data: { 'tls.key': null }, stringData: { word: null }, type: 'Opaque' },
    omitted: ['data["tls.key"] secret', 'stringData.word secret'],
  },
  {
    name: 'data of a Secret that is no object',
    value: { kind: 'Secret', data: secretValue },
    kept: { kind: 'Secret', data: null },
    omitted: ['data secret'],
  },
  {
    name: 'a Secret in another object',
    value: { kind: 'Template', objects: [{ kind: 'Secret', data: { a: secretValue } }] },
    kept: { kind: 'Template', objects: [{ kind: 'Secret', data: { a: null } }] },
    omitted: ['objects[0].data.a secret'],
  },
  {
    name: 'a list of Secrets in another object',
    value: { kind: 'Bundle', spec: { kind: 'SecretList', items: [{ data: { a: secretValue } }] } },
    kept: { kind: 'Bundle', spec: { kind: 'SecretList', items: null } },
    omitted: ['spec.items secret'],
  },
  {
    name: 'a Secret in a text, as kubectl notes what it applied',
    value: { kind: 'Deployment', metadata: { annotations: { last: `{"apiVersion":"v1","kind":"Secret","data":{}}` } } },
    kept: { kind: 'Deployment', metadata: { annotations: { last: null } } },
    omitted: ['metadata.annotations.last secret'],
  },
  {
    name: 'a kind that only begins like it',
    value: { kind: 'ConfigMap', data: { a: 'kind: SecretStore' } },
    kept: { kind: 'ConfigMap', data: { a: 'kind: SecretStore' } },
    omitted: [],
  },
  {
    name: 'texts that are large, and none that is not',
    value: { kind: 'ConfigMap', data: { large, small: large.slice(1) }, binaryData: { image: 'AAAA' } },
    kept: { kind: 'ConfigMap', data: { large: null, small: large.slice(1) }, binaryData: { image: null } },
    omitted: ['data.large large 4097', 'binaryData.image binary 3'],
  },
  {
    name: 'what a cluster writes',
    value: { kind: 'Pod', metadata: { name: 'a', managedFields: [{ manager: 'x' }] }, status: { phase: 'Running' } },
    kept: { kind: 'Pod', metadata: { name: 'a' } },
    omitted: [],
  },
];

for (const { name, value, kept, omitted } of rows) {
  test(`left out: ${name}`, () => {
    const trimmed = omitValues(value);
    assert.deepEqual(trimmed.value, kept);
    assert.deepEqual(
      trimmed.omitted.map(({ path, why, sizeBytes }) => [path, why, sizeBytes].filter((part) => part !== undefined).join(' ')),
      omitted,
    );
  });
}

test('property: no value of a Secret is left, however deep it lies, and nothing throws', () => {
  const word = fc.constantFrom('data', 'stringData', 'kind', 'metadata', '__proto__', 'a');
  const tree = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('Secret', 'ConfigMap', 1, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(word, tie('value'), { maxKeys: 3 }),
      fc.dictionary(word, tie('value'), { maxKeys: 2 }).map((each) => ({ ...each, kind: 'Secret', data: { a: 'hidden!' } })),
    ),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(word, tree), (value) => {
      assert.ok(!JSON.stringify(omitValues(value as JsonObject).value).includes('hidden!'));
    }),
  );
});

const deployment = (name: string, extra: Partial<Resource> = {}): Resource => ({
  identity: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name },
  value: { kind: 'Deployment', metadata: { name } },
  source: 'yaml:one',
  file: 'one.yaml',
  line: 1,
  hook: false,
  ...extra,
});

test('one object once, definitions never, in an order of its own', () => {
  const definition = deployment('crd', { identity: { ...deployment('').identity, kind: 'CustomResourceDefinition' } });
  const again = deployment('a', { source: 'yaml:two', line: 4 });
  const other = deployment('a', { source: 'yaml:two', value: { kind: 'Deployment', spec: {} } });
  const all = [deployment('b'), definition, deployment('a'), again, other];
  const recorded = toRecordedResources(all);
  assert.deepEqual(
    recorded.map(({ identity, source, line }) => [identity.name, source, line]),
    [
      ['a', 'yaml:one', 1],
      ['a', 'yaml:two', 1],
      ['b', 'yaml:one', 1],
    ],
  );
});

test('values of Secrets are numbered: equal numbers for equal values, however they are written', () => {
  const secret = (name: string, value: object): Resource => ({
    ...deployment(name),
    identity: { apiVersion: 'v1', kind: 'Secret', namespace: 'a', name },
    value: { kind: 'Secret', ...value } as JsonObject,
  });
  const recorded = toRecordedResources([
    secret('one', { data: { a: Buffer.from('plain').toString('base64'), empty: '' } }),
    secret('two', { stringData: { b: 'plain', c: 'other' } }),
  ]);
  const numbers = recorded.flatMap(({ omitted = [] }) => omitted.map(({ path, same }) => `${path} ${same}`));
  assert.deepEqual(numbers, ['data.a 1', 'data.empty undefined', 'stringData.b 1', 'stringData.c 2']);
  assert.ok(!JSON.stringify(recorded).includes('plain'));
});

const manifest = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {word: plain}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n`;

test('resources are read from plain paths, kept, and taken again; a chart says where it is installed', async () => {
  const rendered = { chart: '# Source: chart/templates/a.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: db}\n' };
  const chart = { kind: 'helm', at: 'chart', values: [], set: [], release: 'r', namespace: 'data', apiVersions: [] } as const;
  const world = memoryWorld({ files: { 'a.yaml': manifest, 'chart/Chart.yaml': 'name: chart\nversion: 1.0.0\n' }, rendered });
  const sources = [{ kind: 'yaml', at: 'a.yaml' }, chart] as const;
  const first = await readResources({ sources }, { sources: world }, {});
  const runs = world.runs.length;
  assert.deepEqual(
    first.items.map(({ identity, file, line, defaultNamespace }) => [identity.kind, identity.name, file, line, defaultNamespace]),
    [
      ['Secret', 's', 'a.yaml', 1, undefined],
      ['Service', 'db', 'chart/templates/a.yaml', 1, 'data'],
      ['Service', 'web', 'a.yaml', 6, undefined],
    ],
  );
  assert.ok(!JSON.stringify(first).includes('plain'));
  assert.deepEqual(await readResources({ sources }, { sources: world }, {}), first);
  assert.equal(world.runs.length, runs);
});

test('a source that is not there is a gap', async () => {
  const { items, gaps } = await readResources(
    { sources: [{ kind: 'yaml', at: 'no.yaml' }] },
    { sources: memoryWorld({ files: {} }) },
    {},
  );
  assert.deepEqual([items, gaps.map(({ code }) => code)], [[], ['source-missing']]);
});
