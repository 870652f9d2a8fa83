import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { makeExample } from '../../../examples/tidewater/make.ts';
import { exampleReleases } from '../../../examples/tidewater/releases.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { type RunResult, runPlimsoll } from '../run-plimsoll.ts';

const repository = resolve(import.meta.dirname, '../../..');
const folders = makeReleaseFolders('pack');
const at = (path: string) => join(folders.folder, path);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** What `npm pack --json` tells of the one tarball. */
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}
const made: { packed?: Packed; why: string } = { why: '' };

before(() => {
  const packed = pack();
  mkdirSync(at('elsewhere'));
  writeFileSync(at('elsewhere/package.json'), '{ "private": true }');
  const installed = runNpm(['install', '--no-audit', '--no-fund', '--loglevel=error', at(packed.filename)], at('elsewhere'));
  if (offline.test(installed.stderr)) made.why = 'no npm registry can be reached';
  else assert.equal(installed.status, 0, installed.stderr);
  made.packed = packed;
});
after(() => folders.remove());

test('the package holds JavaScript and papers, no source and no test', () => {
  const paths = made.packed?.files.map(({ path }) => path) ?? [];
  const kinds = new Set(paths.map((path) => path.replace(/^(bin|dist)\/.*(\.[a-z]+)$/, '$1/*$2')));
  assert.deepEqual([...kinds].toSorted(), ['LICENSE', 'README.md', 'bin/*.js', 'dist/*.js', 'package.json']);
  assert.deepEqual(
    paths.filter((path) => /test/.test(path)),
    [],
  );
  const { scripts } = JSON.parse(readFileSync(join(repository, 'engine/package.json'), 'utf8'));
  assert.match(scripts.prepack, / tools\/pack\.ts$/);
});

test('installed without the repository, it scans the example into the same bytes as the checkout', async (t) => {
  if (made.why) return t.skip(made.why);
  const example = copyExample();
  const tools = await findTools();
  const program = at('elsewhere/node_modules/plimsoll/bin/plimsoll.js');
  const { version, now, configuration, advisories } = exampleReleases.at(-1) ?? assert.fail();
  const scan = async (name: string, entry: { readonly program?: string }) => {
    const env = { ...folders.env, ...tools, XDG_CACHE_HOME: at(`cache-${name}`) };
    const run = (...args: readonly string[]) => runPlimsoll(args, { cwd: example, env, ...entry });
    const database = at(`${name}.db`);
    const feeds = advisories.map(within);
    expectCode(await run('advisories', 'import', '--database', database, ...feeds), 0);
    const record = at(`${name}.plimsoll`);
    expectCode(await run('scan', '-c', within(configuration), '--database', database, '--now', now, '-o', record), 3);
    return { record: readFileSync(record), report: (await run('report', record, '-f', 'json')).stdout };
  };
  const ours = await scan('checkout', {});
  const theirs = await scan('packed', { program });
  assert.equal(JSON.parse(theirs.report).version, version);
  assert.equal(theirs.report, ours.report);
  assert.ok(theirs.record.equals(ours.record));
});

/** In a copy, so that two at once do not meet and the checkout stays as it is. */
function pack(): Packed {
  const copy = at('copy');
  const left = /^engine\/(node_modules|dist|test)$|(^|\/)fixtures$|\.test\.ts$/;
  const filter = (path: string) => !left.test(relative(repository, path).replaceAll('\\', '/'));
  for (const part of ['engine', 'tools', 'package.json', 'tsconfig.json', 'tsconfig.pack.json'])
    cpSync(join(repository, part), join(copy, part), { recursive: true, filter });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const emitted = spawnSync(process.execPath, ['tools/pack.ts'], { cwd: copy, encoding: 'utf8' });
  assert.equal(emitted.status, 0, emitted.stderr);
  const { status, stdout, stderr } = runNpm(
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folders.folder],
    join(copy, 'engine'),
  );
  assert.equal(status, 0, stderr);
  return (JSON.parse(stdout) as readonly Packed[])[0] ?? assert.fail(stdout);
}

function runNpm(args: readonly string[], cwd: string) {
  return spawnSync(npm, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
}

function copyExample(): string {
  const copy = at('tidewater');
  const root = join(repository, 'examples/tidewater');
  for (const part of ['advisories', 'charts', 'manifests', 'releases'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  makeExample({ folder: join(copy, 'build') });
  return copy;
}

/** A path of the example in its copy, which runs have as their folder. */
function within(path: string): string {
  return relative(join(repository, 'examples/tidewater'), path);
}

/** Those of the checkout, since the package brings none. */
async function findTools(): Promise<Readonly<Record<string, string>>> {
  const renderer = openRenderer({ folder: folders.folder, configured: {}, environment: process.env, cache: at('tools') });
  const tools = [await renderer.identify('helm'), await renderer.identify('kustomize')];
  renderer.close();
  return Object.fromEntries(tools.flatMap((tool) => (tool ? [[`PLIMSOLL_${tool.name.toUpperCase()}`, tool.path]] : [])));
}

function expectCode({ code, stderr }: RunResult, expected: number): void {
  assert.equal(code, expected, stderr);
}
