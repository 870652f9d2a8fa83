import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { hardenChangeSchema } from '../../../tools/docs/schemas/harden-change.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const top = mkdtempSync(join(tmpdir(), 'plimsoll-change-'));
after(() => rmSync(top, { recursive: true, force: true }));

const deployment = (name: string, container = 'one') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n      - name: ${container}\n        image: a:1\n`;
const files: Readonly<Record<string, string>> = {
  'base/gauge.yaml': deployment('gauge'),
  'base/kustomization.yaml': 'resources:\n- gauge.yaml\n',
  'app/kustomization.yaml':
    '# What is installed.\nnamePrefix: tide-\nnamespace: sea\nresources:\n- ../base\n- buoy.yaml\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: buoy, namespace: other }\n    spec: { replicas: 2 }\n# The end, without a line end.',
  'app/buoy.yaml': `${deployment('buoy').replace('name: buoy', 'name: buoy\n  namespace: other')}      hostNetwork: true\n`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': 'podSecurityContext: {}\ncontext:\n  securityContext: {}\n',
  'chart/templates/all.yaml': [
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: gauge\nspec:\n  template:\n    spec:\n      securityContext:\n        {{- toYaml .Values.podSecurityContext | nindent 8 }}',
    '      containers:\n      - name: one\n        image: a:1\n        securityContext:\n          {{- toYaml .Values.context.securityContext | nindent 10 }}\n---',
    deployment('mute'),
  ].join('\n'),
};

function place(name: string): string {
  const folder = join(top, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

const run = (cwd: string, args: readonly string[]) =>
  runPlimsoll(['harden', ...args], { cwd, env: { XDG_CACHE_HOME: join(top, 'cache') } });
const change = async (cwd: string, args: readonly string[]) => {
  const { code, stdout, stderr } = await run(cwd, [...args, '--assume-non-root', '-f', 'json']);
  assert.equal(code, 0, stderr);
  return hardenChangeSchema.parse(JSON.parse(stdout));
};
const levels = ({
  workloads,
}: {
  readonly workloads: readonly {
    readonly resource: { readonly name: string };
    readonly before: string;
    readonly after: string;
  }[];
}) => workloads.map(({ resource, before, after }) => `${resource.name} ${before} ${after}`).sort();
interface Judged {
  readonly podSecurity: readonly { readonly level: string }[];
}
const content = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((file) => [file, file.includes('.') ? readFileSync(join(folder, file), 'latin1') : '']);

test('kustomize: patched through prefix and namespace, rendered again, taken back byte for byte', async () => {
  const folder = place('kustomize');
  const before = content(folder);
  const shown = await run(folder, ['app', '--as', 'kustomize', '--assume-non-root', '--dry-run']);
  assert.match(shown.stdout, /^\+- path: plimsoll-hardening\/deployment-sea-tide-gauge.yaml$/m);
  assert.deepEqual(content(folder), before);
  const made = await change(folder, ['app', '--as', 'kustomize', '--write-patch', 'back']);
  assert.deepEqual(levels(made), ['tide-buoy privileged privileged', 'tide-gauge baseline restricted']);
  assert.match(made.workloads.flatMap(({ remains }) => remains.map(({ because }) => because)).join(), /memory of its node/);
  const judged = JSON.parse((await run(folder, ['app', '-f', 'json'])).stdout) as Judged;
  assert.deepEqual(judged.podSecurity.map(({ level }) => level).sort(), ['privileged', 'restricted']);
  const again = await run(folder, ['app', '--as', 'kustomize', '--write-patch', 'back']);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /--revert back/);
  const copy = join(top, 'copy');
  cpSync(folder, copy, { recursive: true });
  execFileSync('git', ['apply', '-R', '--directory=app', 'back/change.patch'], { cwd: copy });
  rmSync(join(copy, 'back'), { recursive: true });
  assert.deepEqual(content(copy), before);
  assert.equal((await run(folder, ['--revert', 'back'])).code, 0);
  assert.deepEqual(content(folder), before);
});

test('what was edited since is not taken back', async () => {
  const folder = place('edited');
  await change(folder, ['app', '--as', 'kustomize', '--write-patch', 'back']);
  const file = join(folder, 'app/kustomization.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}# mine\n`);
  const now = content(folder);
  const { code, stderr } = await run(folder, ['--revert', 'back']);
  assert.equal(code, 2);
  assert.match(stderr, /kustomization\.yaml is not as the change found it/);
  assert.deepEqual(content(folder), now);
});

test('a promise that rendering does not keep is no change: a later transformer takes the setting away', async () => {
  const folder = place('undone');
  const undo =
    'apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: undo }\ntarget: { kind: Deployment }\npatch: |-\n  - { op: remove, path: /spec/template/spec/securityContext }\n';
  writeFileSync(join(folder, 'app/undo.yaml'), undo);
  const file = join(folder, 'base/gauge.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}      securityContext: { fsGroup: 1 }\n`);
  const root = 'resources:\n- ../base\ntransformers:\n- undo.yaml\n';
  writeFileSync(join(folder, 'app/kustomization.yaml'), root);
  const before = content(folder);
  const { code, stderr } = await run(folder, ['app', '--as', 'kustomize', '--assume-non-root', '--write-patch', 'back']);
  assert.equal(code, 2);
  assert.match(stderr, /Deployment tide-gauge|Deployment gauge/);
  assert.deepEqual(content(folder), before);
});

test('helm: values that are there and do not reach the level are told apart from none', async () => {
  const folder = place('half');
  const half = deployment('half').replace(
    '      containers:',
    '      securityContext: {{ toYaml .Values.halfSecurityContext | nindent 8 }}\n      containers:',
  );
  writeFileSync(join(folder, 'chart/templates/half.yaml'), half);
  writeFileSync(join(folder, 'chart/values.yaml'), `${files['chart/values.yaml']}halfSecurityContext: {}\n`);
  const reasons = ({ workloads }: Awaited<ReturnType<typeof change>>) => [
    ...new Set(workloads.find(({ resource }) => resource.name === 'half')?.remains.map(({ because }) => because)),
  ];
  const args = ['chart', '--as', 'helm', '--write-patch'];
  assert.deepEqual(reasons(await change(folder, [...args, 'back'])), [
    'What values of its chart set does not reach the level; --partial sets it.',
  ]);
  assert.deepEqual(reasons(await change(folder, [...args, 'part', '--partial'])), ['No value of its chart sets it there.']);
});

test('helm: values that reach a securityContext are found, and what has none says so', async () => {
  const folder = place('helm');
  const before = content(folder);
  const made = await change(folder, ['chart', '--as', 'helm', '--write-patch', 'back']);
  assert.deepEqual(levels(made), ['gauge baseline restricted', 'mute baseline baseline']);
  assert.match(
    made.workloads.find(({ resource }) => resource.name === 'mute')?.remains[0]?.because ?? '',
    /^No value of its chart sets it there\.$/,
  );
  const [values] = made.files;
  assert.equal(
    values?.after,
    'podSecurityContext:\n  runAsNonRoot: true\n  seccompProfile:\n    type: RuntimeDefault\ncontext:\n  securityContext:\n    allowPrivilegeEscalation: false\n    capabilities:\n      drop:\n      - ALL\n',
  );
  writeFileSync(join(folder, 'plimsoll.yaml'), `product: tide\nsources:\n- helm: chart\n  values: [back/${values?.file}]\n`);
  const judged = JSON.parse((await run(folder, ['-f', 'json'])).stdout) as Judged;
  assert.deepEqual(judged.podSecurity.map(({ level }) => level).sort(), ['baseline', 'restricted']);
  rmSync(join(folder, 'plimsoll.yaml'));
  assert.equal((await run(folder, ['--revert', 'back'])).code, 0);
  assert.deepEqual(content(folder), before);
});

test('helm: the values of a dependency beside the chart are found too, though another dependency is missing', async () => {
  const folder = place('umbrella');
  mkdirSync(join(folder, 'umbrella'));
  const about = 'apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies:\n';
  const dependencies =
    '- { name: chart, version: 1.0.0, repository: "file://../chart" }\n- { name: gone, version: 1.0.0, repository: "https://charts.example" }\n';
  writeFileSync(join(folder, 'umbrella/Chart.yaml'), about + dependencies);
  const { code, stdout } = await run(folder, ['umbrella', '--as', 'helm', '--assume-non-root', '--dry-run', '-f', 'json']);
  assert.equal(code, 3);
  const made = hardenChangeSchema.parse(JSON.parse(stdout));
  assert.deepEqual(levels(made), ['gauge baseline restricted', 'mute baseline baseline']);
  assert.match(made.files[0]?.after ?? '', /^chart:\n {2}podSecurityContext:\n {4}runAsNonRoot: true\n/);
});

test('kyverno: a policy for what is chosen, with the commands that take it back', async () => {
  const folder = place('kyverno');
  const made = await change(folder, ['app', '--as', 'kyverno', '--write-patch', 'back', '--workload', 'Deployment/tide-gauge']);
  assert.deepEqual(levels(made), ['tide-gauge baseline restricted']);
  assert.match(
    readFileSync(join(folder, 'back/revert.sh'), 'utf8'),
    /^kubectl patch deployment\.apps tide-gauge --namespace sea /m,
  );
  execFileSync('sh', ['-n', join(folder, 'back/revert.sh')]);
  assert.equal((await run(folder, ['--revert', 'back'])).code, 0);
  assert.equal(existsSync(join(folder, 'back')), false);
});

const wrong: readonly (readonly string[])[] = [
  ['app', '--as', 'kustomize'],
  ['app', '--write-patch', 'back'],
  ['--revert', 'nowhere'],
];

for (const args of wrong) test(`refused: ${args.join(' ')}`, async () => assert.equal((await run(place('wrong'), args)).code, 2));
