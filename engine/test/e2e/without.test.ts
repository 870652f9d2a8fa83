import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { spareSchema, withoutSchema } from '../../../tools/docs/schemas/without.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-without-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };
after(() => rmSync(folder, { recursive: true, force: true }));

const manifests = `apiVersion: apps/v1
kind: Deployment
metadata: { name: store, namespace: tide }
spec: { template: { metadata: { labels: { app: store } }, spec: { containers: [{ name: c, image: registry.example/store:1 }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: store, namespace: tide }
spec: { selector: { app: store }, ports: [{ port: 9000 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: gauge, namespace: tide }
data: { address: "http://store.tide.svc:9000" }
`;

const run = (args: readonly string[]) => runPlimsoll(args, { cwd: folder, env });

test('without says what goes, what still refers to it, and that an image was not read', async () => {
  writeFileSync(join(folder, 'all.yaml'), manifests);
  assert.equal((await run(['scan', 'all.yaml', '--offline', '--product', 'Tide', '-o', 'tide.plimsoll'])).code, 3);
  const { code, stdout } = await run(['without', 'tide.plimsoll', 'store', '-f', 'json']);
  const { resources, references, gaps } = withoutSchema.parse(JSON.parse(stdout));
  assert.deepEqual(
    [code, resources.map(({ resource, why }) => `${resource.kind} ${why}`), gaps.map((gap) => gap.code)],
    [3, ['Deployment subject', 'Service only-for-it'], ['image-unread']],
  );
  assert.deepEqual(
    references.map(({ manner, to, from, path, file, line, certainty }) => [manner, to, from?.name, path, file, line, certainty]),
    [['address', 'Service tide/store', 'gauge', 'data.address', 'all.yaml', 11, 'certain']],
  );
  assert.match(
    (await run(['without', 'tide.plimsoll', 'store'])).stdout,
    /without image registry\.example\/store:1; nothing was changed/,
  );
  assert.match(
    (await run(['without', 'tide.plimsoll', 'store', '-f', 'md'])).stdout,
    /^## Tide .* without image registry\.example/m,
  );
});

test('without says what there is where nothing has the name', async () => {
  const { code, stderr } = await run(['without', 'tide.plimsoll', 'stor']);
  assert.equal(code, 2);
  assert.match(stderr, /nothing of Tide .* is called stor; there is image:registry\.example\/store:1/);
});

test('without a subject it says what could go', async () => {
  const { code, stdout } = await run(['without', 'tide.plimsoll', '-f', 'json']);
  const { idle, images, gaps } = spareSchema.parse(JSON.parse(stdout));
  assert.deepEqual([code, idle, images, gaps.length], [3, [], { total: 1, withPrograms: 0, unknown: 1 }, 1]);
  assert.match((await run(['without', 'tide.plimsoll'])).stdout, /what it could do without/);
  assert.match((await run(['without', 'tide.plimsoll', '-f', 'md'])).stdout, /^## Tide .*: what it could do without$/m);
});
