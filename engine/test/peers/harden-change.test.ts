import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { Ajv } from 'ajv';
import { hardenChangeSchema } from '../../../tools/docs/schemas/harden-change.ts';
import { listAt, memberAt } from '../../formats/json/members.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { readKubernetesObjects } from '../../gather/sources/kubernetes-objects.ts';
import { judgePods } from '../../judge/hardening/find-failures.ts';
import { newestMinor } from '../../judge/hardening/pod-security/judge-pod-security.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const data = process.env.PLIMSOLL_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const [kubeflow, charts] = [join(data, 'kubeflow/v1.7.0/tree'), join(data, 'charts')];
const skip = !existsSync(kubeflow) && `${kubeflow} is not there; PLIMSOLL_DATA says where the data is`;
const top = mkdtempSync(join(tmpdir(), 'plimsoll-change-'));
after(() => rmSync(top, { recursive: true, force: true }));

async function change(cwd: string, args: readonly string[]) {
  const env = { XDG_CACHE_HOME: join(top, 'cache') };
  const { stdout, stderr } = await runPlimsoll(['harden', ...args, '--assume-non-root', '-f', 'json'], { cwd, env });
  assert.notEqual(stdout, '', stderr);
  return hardenChangeSchema.parse(JSON.parse(stdout));
}

type Made = Awaited<ReturnType<typeof change>>;
const nameOf = ({ kind, namespace, name }: { readonly kind: string; readonly namespace: string | null; readonly name: string }) =>
  [kind, namespace ?? '', name].join('/');
const promised = ({ workloads }: Made) => new Map(workloads.map(({ resource, after }) => [nameOf(resource), after]));

/** The levels of what a tool rendered, read with nothing that the change was made with but the judge. */
function levelsOf(text: string): ReadonlyMap<string, string> {
  const { items } = readKubernetesObjects(text, { unit: 'test', path: 'rendered', hasLines: false });
  const resources = items.map(({ identity, value }) => ({ identity, value, source: '', file: '', hook: false }));
  return new Map(judgePods(resources, newestMinor).map(({ resource, level }) => [nameOf(resource), level]));
}

for (const root of ['apps/katib/upstream/installs/katib-with-kubeflow', 'common/dex/overlays/istio'])
  test(`${root} of Kubeflow: what kubectl renders with the patches has every level that is promised`, {
    skip,
  }, async (context) => {
    if (spawnSync('kubectl', ['version', '--client']).status !== 0) return context.skip('kubectl is not installed');
    const [part = '', name = ''] = root.split('/');
    const tree = mkdtempSync(join(top, 'tree-'));
    cpSync(join(kubeflow, part, name), join(tree, part, name), { recursive: true });
    const original = readFileSync(join(tree, root, 'kustomization.yaml'));
    const made = await change(tree, [root, '--as', 'kustomize', '--write-patch', 'back']);
    assert.ok(made.workloads.some(({ before, after }) => before !== after));
    const rendered = spawnSync('kubectl', ['kustomize', join(tree, root)], { encoding: 'utf8', maxBuffer: 2 ** 28 });
    assert.deepEqual(levelsOf(rendered.stdout), promised(made));
    await runPlimsoll(['harden', '--revert', 'back'], { cwd: tree, env: {} });
    assert.deepEqual(readFileSync(join(tree, root, 'kustomization.yaml')), original);
    assert.ok(!existsSync(join(tree, root, 'plimsoll-hardening')));
  });

test('six charts: values are written where they raise a workload, and Helm then renders every level that is promised', {
  skip,
}, async () => {
  const raised: string[] = [];
  for (const chart of readdirSync(charts).filter((name) => existsSync(join(charts, name, 'Chart.yaml')))) {
    const made = await change(charts, [chart, '--as', 'helm', '--write-patch', join(top, chart)]);
    raised.push(
      ...made.workloads.filter(({ before, after }) => before !== after).map(({ resource }) => `${chart} ${resource.name}`),
    );
    assert.ok(
      made.workloads.every(({ before, after, settings }) => (before !== after) === settings.length > 0),
      chart,
    );
    const [values] = made.files;
    if (!values) continue;
    const file = join(top, chart, values.file);
    const configuration = join(top, 'plimsoll.yaml');
    writeFileSync(configuration, JSON.stringify({ product: 'six', sources: [{ helm: join(charts, chart), values: [file] }] }));
    const judged = await change(top, ['--as', 'helm', '--dry-run', '-c', configuration]);
    assert.deepEqual(new Map(judged.workloads.map(({ resource, before }) => [nameOf(resource), before])), promised(made));
  }
  assert.deepEqual(raised, ['lws-0.1.0 release-lws-controller-manager']);
});

let policyOfKatib: Promise<Made> | undefined;

/** Newest first; the fields that are written are in each. */
for (const version of ['v1.19.1', 'v1.13.4'])
  test(`the policy is one by the schema that Kyverno ${version} publishes`, { skip }, async (context) => {
    const module = `github.com/kyverno/kyverno@${version}`;
    const fetched = spawnSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8', cwd: top });
    if (fetched.status !== 0)
      return context.skip(`${module} cannot be had: ${fetched.error?.message ?? fetched.stderr.slice(-300)}`);
    const { Dir } = JSON.parse(fetched.stdout) as { Dir: string };
    const definition = parseYaml(readFileSync(join(Dir, 'config/crds/kyverno/kyverno.io_clusterpolicies.yaml'), 'utf8')).value;
    const served = listAt(definition, 'spec', 'versions').find((one) => memberAt(one, 'name') === 'v1');
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
      structural(memberAt(served, 'schema', 'openAPIV3Schema')) as object,
    );
    policyOfKatib ??= change(kubeflow, ['apps/katib/upstream/installs/katib-with-kubeflow', '--as', 'kyverno', '--dry-run']);
    const made = await policyOfKatib;
    const text = made.files.find(({ file }) => file === 'policy.yaml')?.after ?? '';
    const policy = parseYaml(text).value as { readonly spec: object };
    assert.ok(validate(policy), JSON.stringify(validate.errors?.slice(0, 3)));
    assert.ok(!validate({ ...policy, spec: { ...policy.spec, rulez: [] } }), 'a field that is not there is refused');
    assert.ok(!validate({ ...policy, spec: { rules: [{ name: 'x'.repeat(64) }] } }), 'a name that is too long is refused');
  });

/**
 * A structural schema as an API server reads it: fields that it does not name are refused, where it does not preserve them.
 */
function structural(schema: unknown, isRoot = true): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((each) => structural(each, false));
  const entries = Object.entries(schema).map(([key, value]) => [key, key === 'enum' ? value : structural(value, false)]);
  const inside = Object.fromEntries(entries) as Record<string, unknown>;
  const isOpen = inside['x-kubernetes-preserve-unknown-fields'] === true || inside.additionalProperties !== undefined;
  const isClosed = !isOpen && typeof inside.properties === 'object' && inside.type === 'object' && !isRoot;
  return isClosed ? { ...inside, additionalProperties: false } : inside;
}

test('the kyverno program makes of a manifest what we say that the policy makes of it', { skip }, async (context) => {
  if (spawnSync('kyverno', ['version']).status !== 0) return context.skip('the kyverno program is not installed');
  const root = 'apps/katib/upstream/installs/katib-with-kubeflow';
  const made = await change(kubeflow, [root, '--as', 'kyverno', '--write-patch', join(top, 'policy')]);
  const rendered = spawnSync('kubectl', ['kustomize', join(kubeflow, root)], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  writeFileSync(join(top, 'manifests.yaml'), rendered.stdout);
  const args = [
    'apply',
    join(top, 'policy/policy.yaml'),
    '--resource',
    join(top, 'manifests.yaml'),
    '-o',
    join(top, 'mutated.yaml'),
  ];
  const applied = spawnSync('kyverno', args, { encoding: 'utf8' });
  assert.equal(applied.status, 0, applied.stderr);
  const levels = levelsOf(readFileSync(join(top, 'mutated.yaml'), 'utf8'));
  for (const { resource, after, settings } of made.workloads)
    if (settings.length > 0) assert.equal(levels.get(nameOf(resource)), after, nameOf(resource));
});
