import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { rightsSchema } from '../../../tools/docs/schemas/rights.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rights-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), NO_COLOR: '1' };
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], cwd = folder) => runPlimsoll(['rights', ...args], { cwd, env });

const account = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: gauge }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ROLE }
subjects: [{ kind: ServiceAccount, name: gauge, namespace: tide }]
`;

test('rights of plain manifests, by subject; nobody of that name is refused', async () => {
  writeFileSync(join(folder, 'good.yaml'), account.replace('ROLE', 'cluster-admin'));
  const { code, stdout } = await run(['good.yaml', '-f', 'json', '--subject', 'tide/gauge', '--to', 'cluster-admin']);
  const { paths, subjects, cuts } = rightsSchema.parse(JSON.parse(stdout));
  assert.deepEqual([code, subjects.length, paths[0]?.steps[0]?.file, cuts[0]?.edges?.length], [0, 1, 'good.yaml', 1]);
  assert.equal((await run(['good.yaml', '--subject', 'tide/nobody'])).code, 2);
});

test('a binding to a role that is nowhere is a gap with its place, and exit code 3', async () => {
  writeFileSync(join(folder, 'bad.yaml'), account.replace('ROLE', 'gone'));
  for (const format of ['terminal', 'md']) {
    const { code, stdout } = await run(['bad.yaml', '-f', format]);
    assert.equal(code, 3);
    assert.match(stdout, /ClusterRole gone, which neither the release nor every cluster has/);
    assert.match(stdout, /bad\.yaml(?::| \()?/);
  }
});

const tree = join(
  resolve(process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data')),
  'kubeflow/v1.7.0/tree',
);

test('the known problems of Kubeflow v1.7.0', { skip: existsSync(tree) ? false : 'there is no Kubeflow v1.7.0' }, async () => {
  const { code, stdout } = await run([join(tree, 'example'), '-f', 'json', '--offline']);
  const { gaps, tenants, issues, paths, sharing, cuts } = rightsSchema.parse(JSON.parse(stdout));
  assert.deepEqual([code, gaps, tenants], [0, [], ['kubeflow-user-example-com']]);
  const titles = issues.map(({ title }) => title);
  for (const name of ['kubeflow/meta-controller-service', 'kubeflow/profiles-controller-service-account'])
    assert.ok(titles.includes(`ServiceAccount ${name} is cluster-admin`), name);
  for (const name of ['notebook-controller-role', 'training-operator', 'ml-pipeline-viewer-controller-role'])
    assert.ok(titles.includes(`ClusterRole ${name} has asterisks`), name);
  const makers = sharing.filter(({ kind }) => kind === 'create-pods').map(({ subject }) => subject.name);
  for (const name of [
    'argo',
    'jupyter-web-app-service-account',
    'katib-controller',
    'ml-pipeline',
    'notebook-controller-service-account',
    'training-operator',
  ])
    assert.ok(makers.includes(name), name);
  const argo = issues.find(({ title }) => title === 'ServiceAccount kubeflow/argo can create pods in every namespace');
  assert.match(
    argo?.sentence ?? '',
    /Deployment workflow-controller runs as, may create pods in every namespace, those of tenants \(kubeflow-user-example-com\) among them/,
  );
  const direct = paths.find(({ from, to }) => from.endsWith('profiles-deployment') && to === 'cluster-admin');
  assert.equal(direct?.steps.length, 2);
  assert.ok(paths.some(({ start, to }) => start === 'tenant' && to === 'cluster-admin'));
  assert.ok(cuts.every(({ edges }) => edges !== null && edges.length > 0));
});
