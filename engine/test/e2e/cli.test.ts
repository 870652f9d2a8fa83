import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { imagesSchema } from '../../../tools/docs/schemas/images.ts';
import { commands } from '../../cli/commands.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cli-'));
const env = { XDG_CACHE_HOME: join(folder, 'cache'), XDG_DATA_HOME: join(folder, 'data'), NO_COLOR: '1' };
after(() => rmSync(folder, { recursive: true, force: true }));

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: gauge, namespace: tide }
spec:
  template:
    spec:
      containers:
        - name: gauge
          image: ${image}
`;

function place(files: Readonly<Record<string, string>>): string {
  const at = mkdtempSync(join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(at, name, '..'), { recursive: true });
    writeFileSync(join(at, name), text);
  }
  return at;
}

const run = (args: readonly string[], cwd = folder) => runPlimsoll(args, { cwd, env });

test('--version is the version, and nothing else', async () => {
  assert.deepEqual(await run(['--version']), { code: 0, stdout: '0.1.0\n', stderr: '' });
});

test('--help lists every command', async () => {
  const { code, stdout } = await run(['--help']);
  assert.equal(code, 0);
  for (const { name } of commands) assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
});

for (const { name } of commands) {
  test(`${name} --help shows its options`, async () => {
    const { code, stdout, stderr } = await run([name, '--help']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`^Usage: plimsoll ${name} `));
  });
}

const refused: readonly { name: string; args: readonly string[]; files?: Readonly<Record<string, string>>; says: RegExp }[] = [
  { name: 'an unknown command', args: ['scam'], says: /^plimsoll: unknown command 'scam'\n\(Did you mean scan\?\)/ },
  { name: 'no command', args: [], says: /plimsoll: no command was given\n/ },
  { name: 'an unknown flag', args: ['images', '--formt', 'json'], says: /unknown option '--formt'\n\(Did you mean --format\?\)/ },
  {
    name: 'an unknown format',
    args: ['images', '-f', 'yaml'],
    says: /'yaml' is invalid\. Allowed choices are terminal, json, list/,
  },
  { name: 'no configuration', args: ['scan'], says: /there is no plimsoll\.yaml in this folder\n {2}Write one/ },
  { name: 'a configuration that is not there', args: ['images', '-c', 'no.yaml'], says: /no\.yaml does not exist/ },
  { name: 'a path that is not there', args: ['images', 'nowhere'], says: /nowhere does not exist/ },
  {
    name: 'a configuration with a misspelled key',
    args: ['images'],
    files: { 'plimsoll.yaml': 'product: A\nsource: []\n' },
    says: /plimsoll\.yaml:2:1: `source` is not a key here; did you mean `sources`\?/,
  },
  { name: 'a record that is not there', args: ['report', 'no.plimsoll'], says: /no\.plimsoll does not exist/ },
  {
    name: 'a record that is none',
    args: ['report', 'a.plimsoll'],
    files: { 'a.plimsoll': 'hello' },
    says: /a\.plimsoll is not a release record/,
  },
  {
    name: 'a database that is named and not there',
    args: ['scan', 'a.yaml', '--database', 'no.db'],
    files: { 'a.yaml': deployment('a:1') },
    says: /no advisory database at .*no\.db/,
  },
  {
    name: 'a time that is none',
    args: ['scan', 'a.yaml', '--now', 'yesterday'],
    files: { 'a.yaml': deployment('a:1') },
    says: /'yesterday' is invalid\. write 2026-01-31/,
  },
  {
    name: 'a platform that is none',
    args: ['scan', 'a.yaml', '--platform', 'amd64'],
    files: { 'a.yaml': deployment('a:1') },
    says: /`amd64` is not a platform/,
  },
  {
    name: 'a scheme that is none',
    args: ['versions', 'cpan', '1', '2'],
    says: /`cpan` is no version scheme; there are dpkg, rpm/,
  },
  { name: 'one version only', args: ['versions', 'rpm', '1'], says: /two versions are needed/ },
  { name: 'an unknown shell', args: ['completion', 'csh'], says: /`csh` is not one of bash, zsh, fish/ },
];

for (const { name, args, files, says } of refused) {
  test(`${name} is refused with a sentence and exit code 2`, async () => {
    const { code, stdout, stderr } = await run(args, files ? place(files) : folder);
    assert.match(stderr, says);
    assert.doesNotMatch(stderr, /^ +at /m);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  });
}

test('images reads a rendered stream on standard input, with the lines of the stream', async () => {
  const input = `# rendered\n---\n${deployment('ghcr.io/tide/gauge:1')}`;
  const { code, stdout } = await runPlimsoll(['images', '-', '-f', 'json'], { cwd: folder, env, input });
  const [image] = imagesSchema.parse(JSON.parse(stdout)).images;
  const [occurrence] = image?.occurrences ?? [];
  assert.deepEqual([code, occurrence?.file, occurrence?.line], [0, '-', 11]);
  const at = place({ 'plimsoll.yaml': 'product: Tide\nversion: "1"\nsources: [{ yaml: "-" }]\n' });
  const configured = await runPlimsoll(['images', '-f', 'list'], { cwd: at, env, input });
  assert.deepEqual([configured.code, configured.stdout], [0, 'ghcr.io/tide/gauge:1\n']);
  const broken = await runPlimsoll(['images', '-', '-f', 'list'], { cwd: folder, env, input: 'a: "b' });
  assert.equal(broken.code, 3);
});

test('images tells file and line, and its JSON keeps the contract', async () => {
  const at = place({ 'deploy/gauge.yaml': deployment('gauge:1.10') });
  const { code, stdout } = await run(['images', '.', '-f', 'json'], at);
  assert.equal(code, 0);
  const [image] = imagesSchema.parse(JSON.parse(stdout)).images;
  assert.equal(image?.reference, 'docker.io/library/gauge:1.10');
  assert.deepEqual([image?.occurrences[0]?.file, image?.occurrences[0]?.line], ['deploy/gauge.yaml', 9]);
});

test('a source that cannot be read is a gap and exit code 3, and the others are read', async () => {
  const at = place({
    'plimsoll.yaml': 'product: A\nsources: [{ yaml: a.yaml }, { yaml: gone }]\n',
    'a.yaml': deployment('gauge:1'),
  });
  const { code, stdout } = await run(['images'], at);
  assert.equal(code, 3);
  assert.match(stdout, /docker\.io\/library\/gauge:1/);
  assert.match(stdout, /Not read \(1\)[\s\S]*gone/);
});

test('an image that no store has is a gap, the record is written, and exit code is 3', async () => {
  const at = place({
    'plimsoll.yaml': 'product: A\nversion: 1.10\nsources: [{ yaml: a.yaml }]\n',
    'a.yaml': deployment('gauge:1'),
  });
  const { code, stdout, stderr } = await run(['scan', '--offline', '--now', '2026-01-01'], at);
  assert.equal(code, 3, stderr);
  assert.match(stdout, /1 image expected on linux\/amd64: 0 read, 1 failed/);
  assert.deepEqual(readdirSync(join(at, 'releases')), ['1.10.plimsoll']);
  const shown = await run(['report', 'releases/1.10.plimsoll'], at);
  assert.deepEqual([shown.code, shown.stdout], [0, stdout]);
});

test('stdout carries data only, and nothing moves on a stderr that is no terminal', async () => {
  const at = place({ 'a.yaml': deployment('gauge:1') });
  const { stdout, stderr } = await run(['images', '.', '-f', 'list'], at);
  assert.deepEqual([stdout, stderr], ['docker.io/library/gauge:1\n', '']);
});

test('options can be set in the environment', async () => {
  const at = place({ 'a.yaml': deployment('gauge:1') });
  const { stdout } = await runPlimsoll(['images', '.'], { cwd: at, env: { ...env, PLIMSOLL_FORMAT: 'list' } });
  assert.equal(stdout, 'docker.io/library/gauge:1\n');
});

test('versions are compared one by one, or line by line', async () => {
  assert.equal((await run(['versions', 'deb', '1.0~rc1', '1.0'])).stdout, 'before\n');
  const many = await runPlimsoll(['versions', 'npm', '--stdin'], { env, input: '2.0.0 1.0.0\nhello\n1.0.0 1.0.0\n' });
  assert.deepEqual([many.code, many.stdout], [0, 'after\nunknown\nsame\n']);
});

test('bash takes the completion script', async () => {
  const { stdout } = await run(['completion', 'bash']);
  assert.match(stdout, /complete -o default -F _plimsoll plimsoll/);
  for (const { name } of commands) assert.match(stdout, new RegExp(`^ {4}${name}\\) words="`, 'm'));
  assert.match(stdout, /advisories\) words="update import .*--database/);
});
