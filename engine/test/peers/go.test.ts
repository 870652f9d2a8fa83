import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { contentOf } from '../../formats/content.ts';
import { go } from '../../gather/packages/go/go.ts';
import type { Package } from '../../model/package.ts';

const skip = spawnSync('go', ['version']).status === 0 ? false : 'not installed: go';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-go-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const sources: Readonly<Record<string, string>> = {
  'rope/go.mod': 'module example.test/rope\n\ngo 1.20\n',
  'rope/rope.go': 'package rope\n\nfunc Length() int { return 7 }\n',
  'crane/go.mod':
    'module example.test/crane\n\ngo 1.20\n\nrequire example.test/rope v1.2.3\n\nreplace example.test/rope => ../rope\n',
  'crane/main.go': 'package main\n\nimport "example.test/rope"\n\nfunc main() { println(rope.Length()) }\n',
};

/** A program without network, cgo or a version control stamp. */
function build(name: string, settings: { flags?: string[]; env?: Record<string, string> }): string {
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const env = {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=mod -buildvcs=false',
    GOPROXY: 'off',
    GOTOOLCHAIN: 'local',
    ...settings.env,
  };
  const args = ['build', '-o', join(folder, name), ...(settings.flags ?? []), '.'];
  execFileSync('go', args, { cwd: join(folder, 'crane'), env, stdio: 'pipe' });
  return join(folder, name);
}

/** What Go itself says is in the program: `name@version`, a folder in place of a module without a version. */
function referee(file: string): string[] {
  const [first = '', ...lines] = execFileSync('go', ['version', '-m', file], { encoding: 'utf8' }).split('\n');
  const found: string[] = [];
  for (const line of lines) {
    const [key, name = '', version = ''] = line.trim().split('\t');
    if (key === 'mod' || key === 'dep') found.push(`${name}@${version}`);
    if (key === '=>') found.push(`${name.startsWith('.') ? found.pop()?.split('@', 1)[0] : name}@${version}`);
  }
  return [...found, `stdlib@${first.split(': go', 2)[1]}`];
}

const listed = (items: readonly Package[]) => items.map((one) => `${one.name}@${one.version}`);

const builds: { name: string; flags?: string[]; env?: Record<string, string> }[] = [
  { name: 'plain' },
  { name: 'stripped', flags: ['-ldflags=-s -w'] },
  { name: 'arm', env: { GOARCH: 'arm' } },
];

for (const { name, ...settings } of builds) {
  test(`the ${name} program holds what go version -m says`, { skip }, () => {
    const file = build(name, settings);
    const { items, gaps } = go.read({ path: name, content: contentOf(readFileSync(file)) });
    assert.deepEqual(gaps, []);
    assert.deepEqual(listed(items), referee(file));
  });
}

test('without its section table, and with a destroyed mark', { skip }, () => {
  const bytes = readFileSync(build('plain', {}));
  const whole = listed(go.read({ path: 'plain', content: contentOf(bytes) }).items);
  const bare = Buffer.from(bytes);
  bare.fill(0, 40, 48);
  bare.fill(0, 58, 64);
  assert.deepEqual(listed(go.read({ path: 'plain', content: contentOf(bare) }).items), whole);
  for (let at = bare.indexOf('\xff Go buildinf:', 0, 'latin1'); at >= 0; at = bare.indexOf('\xff Go buildinf:', 0, 'latin1'))
    bare.fill(0, at, at + 14);
  const destroyed = go.read({ path: 'plain', content: contentOf(bare) });
  assert.deepEqual([destroyed.items.length, destroyed.gaps.map((one) => one.code)], [0, ['go-build-info-missing']]);
});
