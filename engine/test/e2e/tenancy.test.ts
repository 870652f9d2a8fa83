import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { tenancySchema } from '../../../tools/docs/schemas/tenancy.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tenancy-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], cwd = folder) => runPlimsoll(['tenancy', ...args], { cwd, env });

const secretOf = (namespace: string, word: string) => `---
apiVersion: v1
kind: Secret
metadata: { name: store-key, namespace: ${namespace} }
stringData: { password: ${word} }
`;

const manifests = `apiVersion: v1
kind: Namespace
metadata: { name: blue, labels: { example.com/team: blue } }
---
apiVersion: v1
kind: Namespace
metadata: { name: red, labels: { example.com/team: red } }
${secretOf('blue', 'a-word-of-two')}${secretOf('red', 'a-word-of-two')}---
apiVersion: apps/v1
kind: Deployment
metadata: { name: store, namespace: tide }
spec:
  selector: { matchLabels: { app: store } }
  template:
    metadata: { labels: { app: store } }
    spec:
      containers:
        - { name: main, image: 'registry.example/ours/objects:1', ports: [{ containerPort: 9000 }] }
---
apiVersion: v1
kind: Service
metadata: { name: store, namespace: tide }
spec: { selector: { app: store }, ports: [{ port: 9000 }] }
`;

const configuration = `product: tide
version: 1.0.0
sources: [{ yaml: all.yaml }]
tenants: ['example.com/team=*']
tenancy:
  parameters:
    - { service: tide/store, parameter: tenant, in: header }
  stores:
    - { image: registry.example/ours/objects, product: minio }
`;

before(() => {
  writeFileSync(join(folder, 'all.yaml'), manifests);
  writeFileSync(join(folder, 'plimsoll.yaml'), configuration);
});

test('what tenants of a configuration share; no value of a Secret is told', async () => {
  const { code, stdout } = await run(['-f', 'json']);
  const { tenants, stores, parameters, findings, gaps } = tenancySchema.parse(JSON.parse(stdout));
  assert.deepEqual([code, gaps, tenants.map(({ name, by }) => `${name} ${by}`)], [0, [], ['blue label', 'red label']]);
  assert.deepEqual(
    stores.map(({ product, access, reachedBy }) => [product, access, ...reachedBy]),
    [['minio', 'open', 'blue', 'red']],
  );
  assert.deepEqual(
    parameters.map(({ verdict, file, line }) => [verdict, file, line]),
    [['open', 'plimsoll.yaml', 7]],
  );
  const codes = findings.map(({ code }) => code);
  for (const wanted of ['tenant-from-parameter', 'store-shared', 'secret-across-namespaces', 'token-unused'] as const)
    assert.ok(codes.includes(wanted), wanted);
  assert.ok(!stdout.includes('a-word-of-two'));
});

test('the same in a terminal and as Markdown', async () => {
  for (const format of ['terminal', 'md']) {
    const { code, stdout } = await run(['-f', format]);
    assert.equal(code, 0);
    assert.match(stdout, /Secret blue\/store-key, Secret red\/store-key hold the same value/);
    assert.match(stdout, /takes the tenant from the header parameter tenant/);
  }
});

test('a rule about nothing is a gap with its line, a misspelled one is refused, and without tenants the exit code is 3', async () => {
  writeFileSync(
    join(folder, 'gone.yaml'),
    configuration.replace('tide/store', 'tide/gone').replace('product: minio', 'product: mino'),
  );
  const { code, stdout } = await run(['--config', 'gone.yaml', '-f', 'json']);
  const { gaps } = tenancySchema.parse(JSON.parse(stdout));
  assert.deepEqual(
    [code, ...gaps.map((gap) => `${gap.code} ${gap.path}:${gap.line}`)],
    [3, 'store-product-unknown gone.yaml:9', 'parameter-service-missing gone.yaml:7'],
  );
  writeFileSync(join(folder, 'bad.yaml'), configuration.replace('in: header', 'in: cookie'));
  const bad = await run(['--config', 'bad.yaml']);
  assert.deepEqual([bad.code, /bad\.yaml:7/.test(bad.stderr)], [2, true]);
  assert.equal((await run(['all.yaml'])).code, 3);
  const idle = await run(['all.yaml', '--tenants', 'blue', 'gren-*', '-f', 'json']);
  assert.deepEqual(
    [idle.code, ...tenancySchema.parse(JSON.parse(idle.stdout)).gaps.map((gap) => gap.detail.split(',')[0])],
    [3, 'No namespace of the release fits gren-*'],
  );
});
