import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { reachDiffSchema, reachProposalSchema, reachSchema } from '../../../tools/docs/schemas/reach.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-reach-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };
after(() => rmSync(folder, { recursive: true, force: true }));

const pods = ['web', 'store']
  .map(
    (name) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: tide, labels: { app: ${name} } }\nspec: { containers: [{ name: c, image: a }] }\n`,
  )
  .join('---\n');
const policy = (cidr: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: store, namespace: tide }
spec:
  podSelector: { matchLabels: { app: store } }
  ingress: [{ from: [{ ipBlock: { cidr: ${cidr} } }], ports: [{ port: 5432 }] }]
`;

function write(name: string, text: string): string {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'all.yaml'), text);
  return name;
}

async function run(args: readonly string[], expected: number): Promise<string> {
  const { code, stdout, stderr } = await runPlimsoll(['reach', ...args], { cwd: folder, env });
  assert.equal(code, expected, stderr);
  return stdout;
}

const [open, closed, broken] = [
  write('open', pods),
  write('closed', `${pods}${policy('10.0.0.0/8')}`),
  write('broken', `${pods}${policy('A')}`),
];

test('JSON is as the contract says; one side can be asked for', async () => {
  const { connections } = reachSchema.parse(JSON.parse(await run([closed, '-f', 'json', '--to', 'tide/store'], 0)));
  assert.deepEqual(connections, [
    {
      from: { ipBlock: '10.0.0.0/8' },
      to: { namespace: 'tide', kind: 'Pod', name: 'store' },
      ports: [{ protocol: 'TCP', from: 5432, to: 5432 }],
    },
  ]);
});

test('a policy that a cluster refuses protects nothing, and the exit code says that something is open', async () => {
  const { connections, gaps } = reachSchema.parse(
    JSON.parse(await run([broken, '-f', 'json', '--from', 'web', '--to', 'store'], 3)),
  );
  assert.deepEqual(
    [connections.map(({ ports }) => ports), gaps.map(({ code, line }) => [code, line])],
    [['all'], [['policy-refused', 16]]],
  );
});

test('what changed is told in every form', async () => {
  const { changes } = reachDiffSchema.parse(JSON.parse(await run([closed, '--against', open, '-f', 'json'], 0)));
  assert.ok(changes.some(({ change, from }) => change === 'removed' && 'name' in from && from.name === 'web'));
  assert.ok(changes.some(({ change, from }) => change === 'changed' && 'ipBlock' in from && from.ipBlock === '10.0.0.0/8'));
  assert.match(await run([closed, '--against', open], 0), /Changes\nchange\s+from/);
  assert.match(await run([closed, '-f', 'md'], 0), /^## Reach of closed/);
  assert.match(await run([open], 0), /Decided by no policy\n/);
});

test('policies for declared connections are proposed, and do what was declared when they are applied', async () => {
  writeFileSync(join(folder, 'wanted.txt'), '- { from: tide/web, to: tide/store, ports: [5432] }\n');
  const { policies, isProven } = reachProposalSchema.parse(
    JSON.parse(await run([open, '--propose', 'wanted.txt', '-f', 'json'], 0)),
  );
  assert.deepEqual([isProven, policies.length], [true, 2]);
  const applied = write('applied', `${pods}---\n${await run([open, '--propose', 'wanted.txt'], 0)}`);
  const { connections } = reachSchema.parse(JSON.parse(await run([applied, '-f', 'json'], 0)));
  assert.deepEqual(connections, [
    {
      from: { namespace: 'tide', kind: 'Pod', name: 'web' },
      to: { namespace: 'tide', kind: 'Pod', name: 'store' },
      ports: [{ protocol: 'TCP', from: 5432, to: 5432 }],
    },
  ]);
});
