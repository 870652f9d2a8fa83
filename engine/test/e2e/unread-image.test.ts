import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hardenSchema } from '../../../tools/docs/schemas/harden.ts';
import { hardenDiffSchema } from '../../../tools/docs/schemas/harden-diff.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-unread-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const run = (args: readonly string[]) =>
  runPlimsoll(args, { cwd: folder, env: { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' } });

const pod = (context: string) => `apiVersion: v1
kind: Pod
metadata: { name: gauge, namespace: tide }
spec: { containers: [{ name: c, image: "registry.example/tide/gauge:1"${context} }] }
`;
const configuration = 'product: Gauge\nversion: "1"\nsources: [{ yaml: pod.yaml }]\nimages: [{ oci-layout: store }]\n';
mkdirSync(join(folder, 'store'));
const files = {
  'plimsoll.yaml': configuration,
  'pod.yaml': pod(''),
  'before.yaml': pod(', securityContext: { runAsNonRoot: true, runAsUser: 7 }'),
  'store/oci-layout': '{"imageLayoutVersion":"1.0.0"}',
  'store/index.json': '{"schemaVersion":2,"manifests":[]}',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

test('of an image that could not be read nothing is said to be well, and nothing to have become better', async () => {
  assert.equal((await run(['scan', '--offline', '-o', 'now.plimsoll'])).code, 3);
  const { code, stdout } = await run(['harden', 'now.plimsoll', '-f', 'json']);
  const { gaps, nonRoot, provenance } = hardenSchema.parse(JSON.parse(stdout));
  assert.deepEqual(
    [code, gaps.map((gap) => gap.code), nonRoot.map(({ verdict }) => verdict)],
    [3, ['image-unread'], ['unknown']],
  );
  assert.ok(
    provenance?.coverage.every(
      ({ present, absent, unknown, fact }) =>
        fact.endsWith('tag') || fact === 'digest-pin' || (present === 0 && absent === 0 && unknown === 1),
    ),
  );
  const against = await run(['harden', 'now.plimsoll', '--against', 'before.yaml', '--offline', '-f', 'json']);
  const difference = hardenDiffSchema.parse(JSON.parse(against.stdout));
  assert.deepEqual(
    [against.code, difference.nonRoot.map(({ direction, before, after }) => [direction, before, after])],
    [3, [['other', 'enforced', 'unknown']]],
  );
  assert.equal(difference.provenance, undefined);
});
