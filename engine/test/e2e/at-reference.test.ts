import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { materializeTree } from '../../adapters/git/materialize-tree.ts';
import { Fault } from '../../model/fault.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const skip = !hasGit() && 'git is not installed';
const pod = (image: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - image: ${image}\n`;
const configuration = 'product: Test\nsources: [{ kustomize: deploy }]\n';

function hasGit(): boolean {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A repository without anybody's configuration. */
function repository(name: string) {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: scratch,
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((who) => [
        [`GIT_${who}_NAME`, 'T'],
        [`GIT_${who}_EMAIL`, 't@example.org'],
      ]),
    ),
  };
  const git = (args: readonly string[], input = ''): string =>
    execFileSync('git', args, {
      cwd: folder,
      env: environment,
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    }).trim();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const commit = (tag: string): void => {
    git(['add', '--all']);
    git(['commit', '-q', '-m', tag]);
    git(['tag', tag]);
  };
  git(['init', '-q']);
  return { folder, git, write, commit };
}

test('--at reads the sources and the configuration of a tag, and leaves the work tree alone', { skip }, async () => {
  const { folder, git, write, commit } = repository('tags');
  write('deploy/kustomization.yaml', 'resources: [pod.yaml]\n');
  write('deploy/pod.yaml', pod('registry.example/web:1'));
  commit('v0');
  write('plimsoll.yaml', configuration);
  commit('v1');
  write('deploy/pod.yaml', pod('registry.example/web:2'));
  write('plimsoll.yaml', `${configuration}version: two\n`);
  commit('v2');
  write('deploy/pod.yaml', pod('registry.example/web:3 # not committed'));
  const before = git(['status', '--porcelain']);
  const temporary = mkdtempSync(join(scratch, 'temporary-'));
  const images = async (at: string) => {
    const { code, stdout, stderr } = await runPlimsoll(['images', '--at', at, '-f', 'json'], {
      cwd: folder,
      env: { TMPDIR: temporary },
    });
    assert.equal(code, 0, stderr);
    const { product, version, images } = JSON.parse(stdout);
    const [{ reference, occurrences }] = images;
    return [product, version, reference, `${occurrences[0].file}:${occurrences[0].line}`];
  };
  assert.deepEqual(await images('v1'), ['Test', 'v1', 'registry.example/web:1', 'deploy/pod.yaml:6']);
  assert.deepEqual(await images('v2'), ['Test', 'two', 'registry.example/web:2', 'deploy/pod.yaml:6']);
  assert.deepEqual(
    await images('v0'),
    ['Test', 'v0', 'registry.example/web:1', 'deploy/pod.yaml:6'],
    'the present configuration, the reference as version',
  );
  assert.equal(git(['status', '--porcelain']), before);
  const paths = await runPlimsoll(['images', 'deploy', '--at', 'v1', '-f', 'list'], { cwd: folder });
  assert.match(paths.stdout, /registry\.example\/web:1/, paths.stderr);
  assert.deepEqual(
    readdirSync(temporary).filter((name) => name.startsWith('plimsoll-')),
    [],
    'nothing is left behind',
  );
});

test('--at in a folder of the repository: paths are relative to the configuration', { skip }, async () => {
  const { folder, write, commit } = repository('inner');
  write('base/kustomization.yaml', 'resources: [pod.yaml]\n');
  write('base/pod.yaml', pod('registry.example/web:1'));
  write('release/deploy/kustomization.yaml', 'resources: [../../base]\n');
  write('release/plimsoll.yaml', configuration);
  commit('v1');
  const { code, stdout, stderr } = await runPlimsoll(['images', '--at', 'v1', '-c', 'release/plimsoll.yaml', '-f', 'json'], {
    cwd: folder,
  });
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).images[0].occurrences[0].file, '../base/pod.yaml');
});

const refused: readonly { readonly name: string; readonly args: readonly string[]; readonly says: RegExp }[] = [
  { name: 'a reference that is not there', args: ['--at', 'v9'], says: /knows no tag, branch or commit `v9`/ },
  { name: 'a reference that looks like an option', args: ['--at=--output=x'], says: /knows no tag, branch or commit/ },
  { name: 'an edit of the past', args: ['--at', 'v1', '--set-tag', 'a:1=2'], says: /edits the work tree/ },
];

for (const { name, args, says } of refused) {
  test(`--at refuses ${name}`, { skip }, async () => {
    const { folder, write, commit } = repository(`refused-${name.replaceAll(' ', '-')}`);
    write('plimsoll.yaml', configuration);
    commit('v1');
    const { code, stderr } = await runPlimsoll(['images', ...args], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, says);
  });
}

test('--at refuses a folder that is in no repository', { skip }, async () => {
  const folder = mkdtempSync(join(scratch, 'plain-'));
  writeFileSync(join(folder, 'plimsoll.yaml'), configuration);
  const { code, stderr } = await runPlimsoll(['images', '--at', 'v1'], {
    cwd: folder,
    env: { GIT_CEILING_DIRECTORIES: scratch },
  });
  assert.equal(code, 2);
  assert.match(stderr, /in none/);
});

test('nothing of a repository is run, and nothing leads out of the tree', { skip }, async () => {
  const { folder, git, write, commit } = repository('hostile');
  const trap = join(scratch, 'sprung');
  write('.gitattributes', '* filter=trap\nsecret.yaml export-ignore\n');
  write('secret.yaml', 'a: $Format:%H$\n');
  write('deep/a/b/file.yaml', 'a: 1\n');
  symlinkSync('/etc', join(folder, 'absolute'));
  symlinkSync('../..', join(folder, 'above'));
  symlinkSync('../../..', join(folder, 'deep/a/b/top'));
  symlinkSync('deep/a/b/top/../..', join(folder, 'sly'));
  symlinkSync('deep', join(folder, 'fine'));
  commit('v1');
  for (const side of ['smudge', 'process', 'clean']) git(['config', `filter.trap.${side}`, `touch ${trap}`]);
  git(['config', 'core.fsmonitor', `touch ${trap}`]);
  git(['config', 'core.hooksPath', join(folder, 'hooks')]);
  const tree = await materializeTree(folder, 'v1');
  try {
    assert.equal(existsSync(trap), false);
    assert.equal(readFileSync(join(tree.folder, 'secret.yaml'), 'utf8'), 'a: $Format:%H$\n');
    assert.deepEqual(
      tree.gaps.map(({ code, path }) => `${code} ${path}`).toSorted(),
      ['link-outside above', 'link-outside absolute', 'link-outside sly'].toSorted(),
    );
    assert.equal(readFileSync(join(tree.folder, 'fine/a/b/file.yaml'), 'utf8'), 'a: 1\n');
    assert.deepEqual(readdirSync(tree.folder).toSorted(), ['.gitattributes', 'deep', 'fine', 'secret.yaml']);
  } finally {
    tree.close();
  }
  assert.equal(existsSync(tree.folder), false);
});

test('names that lead elsewhere, links as folders and submodules are gaps', { skip }, async () => {
  const { folder, git } = repository('names');
  const blob = git(['hash-object', '-w', '--stdin'], 'x: 1\n');
  const target = git(['hash-object', '-w', '--stdin'], '.');
  const inner = git(['mktree'], `100644 blob ${blob}\tevil.yaml\n`);
  const links = git(['mktree'], `120000 blob ${target}\tinside\n`);
  const dots = git(['mktree', '--missing'], `040000 tree ${inner}\t..\n`);
  const root = git(
    ['mktree', '--missing'],
    `120000 blob ${target}\ta\n040000 tree ${links}\ta\n040000 tree ${dots}\tb\n160000 commit ${'1'.repeat(40)}\tmodule\n100644 blob ${blob}\tok.yaml\n040000 tree ${inner}\t.GIT\n`,
  );
  const commit = git(['commit-tree', root, '-m', 'x']);
  const tree = await materializeTree(folder, commit);
  try {
    const codes = tree.gaps.map(({ code, path }) => `${code} ${path}`).toSorted();
    assert.deepEqual(codes, [
      'path-refused .GIT/evil.yaml',
      'path-refused a/inside',
      'path-refused b/../evil.yaml',
      'submodule-unread module',
    ]);
    assert.deepEqual(readdirSync(tree.folder).toSorted(), ['a', 'ok.yaml']);
  } finally {
    tree.close();
  }
});

test('an unknown reference is a fault', { skip }, async () => {
  const { folder } = repository('empty');
  await assert.rejects(materializeTree(folder, 'main'), (error) => error instanceof Fault && error.code === 'reference-unknown');
});
