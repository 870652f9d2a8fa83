import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { readConfiguration } from '../../pipeline/configuration/read-configuration.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const data = process.env.PLIMSOLL_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "registry.example/a:1"}]}\n';

function plant(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const known: readonly { readonly at: string; readonly sources: readonly string[] }[] = [
  { at: 'kubeflow/v1.7.0/tree', sources: ['kustomize example'] },
  { at: 'kubeflow/v1.5.0/tree', sources: ['kustomize example'] },
  {
    at: 'charts',
    sources: [
      'cert-manager-1.10.1',
      'external-dns-1.13.1',
      'gatekeeper-3.14.0',
      'kubeflow-katib',
      'kyverno-3.0.0',
      'lws-0.1.0',
    ].map((chart) => `helm ${chart}`),
  },
  { at: 'csm/v1.2.0-alpha.76', sources: ['loftsman manifests', 'skopeo-sync docker/index.yaml'] },
];

for (const { at, sources } of known) {
  const folder = join(data, at);
  test(`init proposes what ${at} installs`, {
    skip: !existsSync(folder) && `${folder} is not there; PLIMSOLL_DATA says where the data is`,
  }, async () => {
    const { code, stdout, stderr } = await runPlimsoll(['init', folder, '-o', '-']);
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      readConfiguration(stdout, 'plimsoll.yaml').sources.map(({ kind, at }) => `${kind} ${at}`),
      sources,
    );
    assert.equal(existsSync(join(folder, 'plimsoll.yaml')), false);
  });
}

test('init writes a file that images reads, and never over one that is there', async () => {
  const folder = plant('plain', {
    'deploy/kustomization.yaml': 'resources: [pod.yaml]\n',
    'deploy/pod.yaml': pod,
    'images.txt': 'registry.example/b:2\n',
  });
  const first = await runPlimsoll(['init'], { cwd: folder });
  assert.equal(first.code, 0, first.stderr);
  const images = await runPlimsoll(['images', '-f', 'list'], { cwd: folder });
  assert.equal(images.code, 0, images.stderr);
  assert.match(images.stdout, /registry\.example\/a:1[\s\S]*registry\.example\/b:2/);
  writeFileSync(join(folder, 'plimsoll.yaml'), '# mine\n');
  const second = await runPlimsoll(['init'], { cwd: folder });
  assert.equal(second.code, 2);
  assert.match(second.stderr, /plimsoll\.yaml is there already/);
  assert.equal(readFileSync(join(folder, 'plimsoll.yaml'), 'utf8'), '# mine\n');
  const forced = await runPlimsoll(['init', '--force', '--product', 'Tidewater'], { cwd: folder });
  assert.equal(forced.code, 0, forced.stderr);
  assert.match(readFileSync(join(folder, 'plimsoll.yaml'), 'utf8'), /^product: Tidewater$/m);
});

test('init says when there is nothing to propose, or no folder', async () => {
  const folder = plant('nothing', { 'README.md': '# x\n' });
  const empty = await runPlimsoll(['init'], { cwd: folder });
  assert.equal(empty.code, 2);
  assert.match(empty.stderr, /nothing in \. looks like what a release is made of/);
  const none = await runPlimsoll(['init', 'nowhere'], { cwd: folder });
  assert.equal(none.code, 2);
  assert.match(none.stderr, /nowhere is no folder/);
});

test('init survives links that lead in circles, and a repository of many files', async () => {
  const folder = plant('loops', { 'deploy/pod.yaml': pod, 'notes/OWNERS': 'approvers: [a]\n' });
  for (const name of ['one', 'two', 'three']) symlinkSync('.', join(folder, 'deploy', name));
  symlinkSync('gone', join(folder, 'dangling.yaml'));
  symlinkSync('/etc', join(folder, 'outside'));
  for (let count = 0; count < 50; count += 1) {
    const many = join(folder, 'many', String(count));
    mkdirSync(many, { recursive: true });
    for (let file = 0; file < 100; file += 1) writeFileSync(join(many, `${file}.bin`), '');
  }
  const begun = performance.now();
  const { code, stdout, stderr } = await runPlimsoll(['init', '-o', '-'], { cwd: folder });
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    readConfiguration(stdout, 'plimsoll.yaml').sources.map(({ at }) => at),
    ['deploy'],
  );
  assert.ok(performance.now() - begun < 20_000);
});
