import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hardenSchema } from '../../../tools/docs/schemas/harden.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-harden-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: gauge, namespace: tide }\nspec: ${spec}\n`;
const place = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return name;
};
const harden = async (args: readonly string[]) => {
  const { code, stdout } = await runPlimsoll(['harden', '-f', 'json', ...args], {
    cwd: folder,
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
  });
  return { code, ...hardenSchema.parse(JSON.parse(stdout)) };
};

test('harden judges manifests by a version of the Pod Security Standards', async () => {
  const file = place(
    'probe.yaml',
    pod('{ containers: [{ name: c, image: "a:1", livenessProbe: { httpGet: { host: 127.0.0.1, port: 80 } } }] }'),
  );
  const levels = await Promise.all(
    ['v1.33', 'v1.34', 'v1.99'].map(async (version) => (await harden([file, '--pod-security-version', version])).podSecurity),
  );
  assert.deepEqual(
    levels.map(([row]) => [row?.version, row?.level]),
    [
      ['v1.33', 'baseline'],
      ['v1.34', 'privileged'],
      ['v1.37', 'privileged'],
    ],
  );
});

test('harden judges API versions by a version of Kubernetes', async () => {
  const file = place('budget.yaml', 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: gauge }\n');
  const found = await Promise.all(
    ['v1.20', 'v1.24', 'v1.25', 'latest'].map(async (version) => (await harden([file, '--kubernetes-version', version])).checks),
  );
  assert.deepEqual(
    found.map((checks) => checks.map(({ check, severity, line }) => `${check} ${severity} ${line}`)),
    [[], ['deprecated-api LOW 1'], ['removed-api HIGH 1'], ['removed-api HIGH 1']],
  );
});

test('a manifest that cannot be read is a gap, never a pass', async () => {
  const { code, gaps } = await harden([place('broken.yaml', 'apiVersion: v1\nkind: [')]);
  assert.equal(code, 3);
  assert.ok(gaps.length > 0);
});

test('harden reads other reports beside its checks, and compares those of a benchmark', async () => {
  const file = place('gauge.yaml', pod('{ hostNetwork: true, containers: [{ name: c, image: "a:1" }] }'));
  const polaris = place(
    'polaris.json',
    JSON.stringify({
      PolarisOutputVersion: '1.0',
      Results: [
        {
          ...{ Kind: 'Pod', Namespace: 'tide', Name: 'gauge' },
          Results: {},
          PodResult: {
            Results: { hostNetworkSet: { ID: 'hostNetworkSet', Success: true }, hostPIDSet: { ID: 'hostPIDSet', Success: true } },
          },
        },
      ],
    }),
  );
  const bench = (name: string, status: string) =>
    place(
      name,
      JSON.stringify({
        Controls: [
          { node_type: 'node', version: 'cis-1.11', tests: [{ results: [{ test_number: '4.1.1', test_desc: 'a', status }] }] },
        ],
      }),
    );
  const args = [file, '--with-report', polaris, bench('before.json', 'PASS'), bench('after.json', 'WARN')];
  const { comparison } = await harden(args);
  assert.deepEqual(
    comparison?.rows.map(({ check, ours, theirs: [word] }) => `${check} ${ours} ${word?.class}`),
    ['host-network failed judged-differently', 'host-pid passed agreed'],
  );
  assert.deepEqual(comparison?.benchmarks.at(-1)?.notChecked, 1);
  assert.deepEqual(comparison?.changes[0]?.changes[0]?.change, 'no-longer-checked');
});

test('a report that says nothing of controls is refused', async () => {
  const { code, stderr } = await runPlimsoll(['harden', place('g.yaml', pod('{}')), '--with-report', place('no.json', '{}')], {
    cwd: folder,
    env: { XDG_CACHE_HOME: join(folder, 'cache') },
  });
  assert.equal(code, 2);
  assert.match(stderr, /no\.json is no report of controls/);
});
