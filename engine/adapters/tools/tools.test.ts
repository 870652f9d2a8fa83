import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findTools } from './find-tool.ts';
import { helmArguments } from './helm-arguments.ts';
import { openRenderer } from './open-renderer.ts';
import { runTool } from './run-tool.ts';
import { toolEnvironment } from './tool-environment.ts';
import { toolWords } from './tool-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, script: string): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
  return path;
};
const run = (script: string, limits: { timeoutMs?: number; maxOutputBytes?: number; signal?: AbortSignal } = {}) =>
  runTool({
    path: process.execPath,
    arguments: ['-e', script],
    folder,
    environment: {},
    timeoutMs: 20_000,
    maxOutputBytes: 1000,
    ...limits,
  });

test('a program runs to its end, without a shell and without our environment', async () => {
  const { end, output } = await run(
    'process.stdout.write(JSON.stringify([process.argv.slice(1), Object.keys(process.env).length]))',
  );
  assert.deepEqual([end, JSON.parse(output.toString())[0]], ['done', []]);
});

const ends: readonly { name: string; script: string; limits?: Parameters<typeof run>[1]; end: string; words?: RegExp }[] = [
  { name: 'a failure', script: 'console.error("no such base"); process.exit(3)', end: 'failed', words: /no such base/ },
  { name: 'too much output', script: 'process.stdout.write("x".repeat(5000)); setTimeout(() => {}, 60000)', end: 'too-large' },
  { name: 'too much time', script: 'setTimeout(() => {}, 60000)', limits: { timeoutMs: 50 }, end: 'timed-out' },
  {
    name: 'nobody wants it any more',
    script: 'setTimeout(() => {}, 60000)',
    limits: { signal: AbortSignal.abort() },
    end: 'stopped',
  },
];

for (const { name, script, limits, end, words = /^/ } of ends) {
  test(`a program ends: ${name}`, async () => {
    const result = await run(script, limits);
    assert.equal(result.end, end);
    assert.equal(result.output.length, 0);
    assert.match(result.words, words);
  });
}

test('a program is ended with what it started, and nobody waits for that', { skip: process.platform === 'win32' }, async () => {
  const began = join(folder, 'began');
  const child = `require("child_process").spawn("sh", ["-c", "echo $$ > ${began}; sleep 60"], { stdio: "inherit" })`;
  const controller = new AbortController();
  const ended = run(`${child}; setTimeout(() => {}, 60000)`, { timeoutMs: 50_000, signal: controller.signal });
  const pidOf = () => Number(existsSync(began) && readFileSync(began, 'utf8'));
  while (pidOf() === 0) await sleep(10);
  const pid = pidOf();
  controller.abort();
  assert.equal((await ended).end, 'stopped');
  for (let tries = 0; tries < 100 && isRunning(pid); tries++) await sleep(20);
  assert.equal(isRunning(pid), false);
});

function isRunning(pid: number): boolean {
  try {
    // Ended, but not yet waited for by whoever adopted it, is ended too.
    return !/^State:\s+Z/m.test(existsSync('/proc') ? readFileSync(`/proc/${pid}/status`, 'utf8') : '') && process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a program that cannot be started has failed', async () => {
  const limits = { timeoutMs: 1000, maxOutputBytes: 10 };
  const result = await runTool({ path: join(folder, 'nowhere'), arguments: [], folder, environment: {}, ...limits });
  assert.equal(result.end, 'failed');
  assert.match(result.words, /ENOENT/);
});

test('secrets are not inherited', () => {
  const environment = toolEnvironment({ PATH: '/bin', AWS_SECRET_ACCESS_KEY: 's', HOME: '/root', HTTPS_PROXY: 'p' }, '/scratch');
  assert.deepEqual([environment.PATH, environment.HOME, environment.HTTPS_PROXY], ['/bin', '/scratch', 'p']);
  assert.equal('AWS_SECRET_ACCESS_KEY' in environment, false);
});

test('what a tool says is one line without its warnings', () => {
  assert.equal(toolWords("# Warning: 'vars' is deprecated.\nError: a\n\n  b\nI1122 09:00:00.1 1 log.go:1] x\n"), 'a; b');
  assert.equal(toolWords('merging from generator &{0xc002764410 0xc00260a300}: no'), 'merging from generator &{0x… 0x…}: no');
  assert.equal(toolWords('level=INFO msg="found symbolic link"\nwalk.go:75: found symbolic link\nError: no\n'), 'no');
  assert.equal(toolWords(''), 'the tool said nothing');
  assert.ok(toolWords('x'.repeat(9000)).length < 2000);
  const logged = 'E1122 23:30:53.206285   13047 run.go:72] "command failed" err="no \\"a\\" here"\n';
  assert.equal(toolWords(logged), 'no "a" here');
});

const spoken: readonly (readonly [words: string, told: string])[] = [
  ['no /home/me/tree/app/x in /home/me/tree', 'no app/x in .'],
  ["'/home/me/base': not there, nor /home/me/tree.old", "'../base': not there, nor ../tree.old"],
  ['../../home/me/tree/app and ../../home/me/base', 'app and ../base'],
  ['/run/of/today/values.json: bad', 'values.json: bad'],
  ['x/home/me/tree stays', 'x/home/me/tree stays'],
  ['/usr/bin/git stays', '/usr/bin/git stays'],
];
for (const [words, told] of spoken) {
  test(`what a tool says names no folder of this machine: ${words}`, () => {
    const here = ['/home/me/tree', '../../home/me/tree'];
    assert.equal(toolWords(words, { here, passing: ['/run/of/today'] }), told);
  });
}

test('the configuration comes before the environment, and that before the PATH', async () => {
  const path = program('bin/kustomize', '');
  const find = async (configured: object, environment: object) => {
    const { value: first } = await findTools('kustomize', {
      configured,
      environment: { PATH: join(folder, 'bin'), ...environment },
      cache: folder,
    }).next();
    return first;
  };
  assert.deepEqual((await find({ kubectl: '/c/kubectl' }, { PLIMSOLL_KUSTOMIZE: '/e/k' }))?.from, 'environment');
  assert.deepEqual(await find({ kustomize: '/c/k' }, { PLIMSOLL_KUSTOMIZE: '/e/k' }), {
    name: 'kustomize',
    path: '/c/k',
    from: 'configuration',
  });
  assert.deepEqual(await find({}, {}), { name: 'kustomize', path, from: 'path' });
});

test('no value can be taken for an option or an address', () => {
  const spec = {
    kind: 'helm',
    at: '-chart',
    values: ['https://x'],
    set: ['-a=b'],
    release: '-r',
    namespace: '-n',
    apiVersions: ['v1'],
  } as const;
  const given = helmArguments({ spec }, '/f');
  assert.deepEqual(given.slice(given.indexOf('--') + 1), ['-r', '/f/-chart']);
  assert.ok(given.slice(1, given.indexOf('--')).every((one) => one.startsWith('--')));
  assert.ok(given.includes('--values=/f/https:/x'));
});

test('a kustomization is rendered through a wrapper, the version is asked once, and nothing is left behind', async () => {
  const script = `const fs = require('node:fs'), path = require('node:path');
    if (process.argv[2] === 'version') { fs.appendFileSync('${folder}/asked', 'x'); console.log('v9.8.7'); }
    else { console.error('# Warning: old'); console.log(fs.readFileSync(path.join(process.argv[3], 'kustomization.yaml'), 'utf8')); }`;
  const kustomize = program('tools/kustomize', script);
  mkdirSync(join(folder, 'tree', 'app'), { recursive: true });
  const open = () =>
    openRenderer({
      folder: join(folder, 'tree'),
      configured: { kustomize },
      environment: { PATH: '' },
      cache: join(folder, 'cache'),
    });
  const renderer = open();
  const result = await renderer.kustomize({ folder: 'app', rootFields: { buildMetadata: ['originAnnotations'] } });
  assert.ok(result.kind === 'rendered');
  const [resource = ''] = JSON.parse(String(result.bytes)).resources;
  assert.equal(result.toSourcePath(`${resource}/x.yaml`), 'app/x.yaml');
  renderer.close();
  const again = open();
  assert.equal((await again.identify('kustomize'))?.version, 'v9.8.7');
  assert.equal(readdirSync(folder).filter((name) => name === 'asked').length, 1);
});

test('a tool that is configured and not there is missing, whatever else there is', async () => {
  const renderer = openRenderer({
    folder,
    configured: { helm: join(folder, 'no-helm') },
    environment: {},
    cache: join(folder, 'cache'),
  });
  const spec = { kind: 'helm', at: 'x', values: [], set: [], release: 'r', namespace: 'n', apiVersions: [] } as const;
  const result = await renderer.helm({ spec });
  assert.ok(result.kind === 'failed' && result.code === 'tool-missing');
});
