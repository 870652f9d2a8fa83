import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hardenDiffSchema } from '../../../tools/docs/schemas/harden-diff.ts';
import { rightsDiffSchema } from '../../../tools/docs/schemas/rights.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-against-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const run = async (args: readonly string[], expected = 0) => {
  const { code, stdout, stderr } = await runPlimsoll([...args, '--offline'], {
    cwd: folder,
    env: { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' },
  });
  assert.equal(code, expected, stderr);
  return stdout;
};

const pod = (context: string) => `apiVersion: v1
kind: Pod
metadata: { name: gauge, namespace: tide }
spec: { serviceAccountName: gauge, containers: [{ name: c, image: "tide/gauge:1", securityContext: ${context} }] }
`;
const budget = (version: string) => `---
apiVersion: ${version}
kind: PodDisruptionBudget
metadata: { name: gauge, namespace: tide }
spec: { maxUnavailable: 1, selector: { matchLabels: { a: b } } }
`;
const rights = (verbs: string) => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: gauge }
rules: [{ apiGroups: [""], resources: [secrets, pods], verbs: [${verbs}] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: gauge }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gauge }
subjects: [{ kind: ServiceAccount, name: gauge, namespace: tide }]
`;
const strict =
  '{ runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, seccompProfile: { type: RuntimeDefault } }';
writeFileSync(join(folder, 'old.yaml'), pod(strict) + budget('policy/v1beta1') + rights('list-nothing'));
writeFileSync(join(folder, 'new.yaml'), pod('{ privileged: true }') + budget('policy/v1') + rights('get, create'));

test('harden --against says what got better and worse, with the place', async () => {
  const found = hardenDiffSchema.parse(JSON.parse(await run(['harden', 'new.yaml', '--against', 'old.yaml', '-f', 'json'])));
  assert.deepEqual(
    found.podSecurity.map(({ direction, before, after }) => [direction, before, after]),
    [['worse', 'restricted', 'privileged']],
  );
  const of = (change: string) => found.checks.filter((row) => row.change === change).map(({ check, line }) => `${check}:${line}`);
  assert.ok(of('gained').includes('privileged-container:4'));
  assert.deepEqual(of('lost'), ['removed-api:6']);
  for (const format of ['terminal', 'md']) {
    const text = await run(['harden', 'new.yaml', '--against', 'old.yaml', '-f', format]);
    assert.match(text, /levels and verdicts: [12] worse, 0 better; places that fail a check: \d+ new, 1 gone/);
    assert.match(text, /no longer fails .*removed-api/);
  }
});

test('rights --against says who can do more, and the way that came', async () => {
  const args = ['rights', 'new.yaml', '--against', 'old.yaml', '--subject', 'tide/gauge'];
  const { powers, paths } = rightsDiffSchema.parse(JSON.parse(await run([...args, '-f', 'json'])));
  assert.deepEqual(
    powers.map(({ change, power }) => `${change} ${power.kind} ${power.file}:${power.line}`),
    ['gained read-secrets new.yaml:20', 'gained create-secrets new.yaml:20', 'gained create-pods new.yaml:20'],
  );
  assert.match(powers[0]?.sentence ?? '', /^ServiceAccount tide\/gauge can now read Secrets in the whole cluster/);
  assert.deepEqual(
    paths.map(({ change, to, before }) => [change, to, before]),
    [['gained', 'cluster-admin', null]],
  );
  for (const format of ['terminal', 'md'])
    assert.match(await run([...args, '-f', format]), /ServiceAccount tide\/gauge → cluster-admin came/);
});
