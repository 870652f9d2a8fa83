import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { assertGolden } from '../../../test/golden.ts';
import { gem } from './gem.ts';

const folder = 'usr/local/bundle/specifications';
const readBytes = (bytes: Uint8Array, path = `${folder}/a-1.0.gemspec`) => gem.read({ path, content: contentOf(bytes) });
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: a specification as RubyGems writes it', () => {
  assertGolden(
    fixture('written-by-rubygems.expected.json'),
    readBytes(readFileSync(fixture('written-by-rubygems.gemspec')), `${folder}/harbor-light-1.4.0.rc1-x86_64-linux.gemspec`),
  );
});

const block = (...lines: string[]) =>
  `Gem::Specification.new do |spec|\n${lines.map((line) => `  spec.${line}\n`).join('')}end\n`;
const cases: { name: string; file: string; text: string; found?: string; gap?: string }[] = [
  { name: 'a stub', file: 'x', text: '# stub: b 2.0 ruby lib\n', found: 'b@2.0' },
  { name: 'settings by hand', file: 'a-1.0', text: block('name = "b"', "version = '2.0'"), found: 'b@2.0' },
  {
    name: 'a version object',
    file: 'a-1.0',
    text: block('name = %q{b}', 'version = Gem::Version.new("2.0")'),
    found: 'a@2.0 likely',
  },
  {
    name: 'a version that is computed',
    file: 'json-2.6.1',
    text: block('name = "json"', 'version = JSON::VERSION'),
    found: 'json@2.6.1 likely',
  },
  { name: 'a version put together', file: 'a-1.0', text: block('name = "a"', 'version = "#{x}.1"'), found: 'a@1.0 likely' },
  { name: 'a name with a number', file: 'net-http2-1.2.3', text: '', found: 'net-http2@1.2.3 likely' },
  { name: 'a name with a hyphen before a number', file: 'rack-3-compat-0.1', text: '', found: 'rack-3-compat@0.1 likely' },
  { name: 'a platform', file: 'nokogiri-1.13.9-x86_64-linux-gnu', text: '', found: 'nokogiri@1.13.9 likely x86_64-linux-gnu' },
  { name: 'the first of two names', file: 'x', text: block('name = "a"', 'name = "b"', 'version = "1"'), found: 'a@1' },
  { name: 'Windows line ends', file: 'x', text: block('name = "a"', 'version = "1"').replaceAll('\n', '\r\n'), found: 'a@1' },
  { name: 'a comment behind', file: 'x', text: block('name = "a" # here', 'version = "1"'), found: 'a@1' },
  { name: 'nothing, under no usable name', file: 'x', text: '', gap: 'gemspec-unreadable' },
  { name: 'a name that is a path', file: 'x', text: block('name = "../a"', 'version = "1"'), gap: 'gemspec-unreadable' },
  { name: 'another encoding', file: 'x', text: '# stub: a 1.0 ruby lib\n# J\xfcrgen\n', found: 'a@1.0' },
];

for (const { name, file, text, found, gap } of cases) {
  test(`reads ${name}`, () => {
    const { items, gaps } = readBytes(Buffer.from(text, 'latin1'), `${folder}/default/${file}.gemspec`);
    assert.deepEqual(
      items.map((one) =>
        [`${one.name}@${one.version}`, one.certainty === 'likely' ? 'likely' : '', one.architecture].filter(Boolean).join(' '),
      ),
      found ? [found] : [],
    );
    assert.deepEqual(
      gaps.map((one) => one.code),
      gap ? [gap] : [],
    );
  });
}

const paths: [path: string, wanted: boolean][] = [
  [`${folder}/rack-2.2.3.gemspec`, true],
  ['usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.1.gemspec', true],
  ['usr/share/rubygems-integration/all/specifications/rake-13.0.6.gemspec', true],
  ['usr/local/bundle/gems/rack-2.2.3/rack.gemspec', false],
  ['app/specifications/x/y.gemspec', false],
  [`${folder}/.gemspec`, false],
  ['srv/vendor/bundle/ruby/3.1.0/bundler/gems/crane-0123456789ab/crane.gemspec', true],
  ['usr/local/bundle/bundler/gems/crane-0123456789ab/parts/hook/hook.gemspec', true],
  ['usr/local/bundle/bundler/gems/crane-0123456789ab/a/b/c/hook.gemspec', false],
];
for (const [path, wanted] of paths)
  test(`${path}: ${wanted ? 'ours' : 'not ours'}`, () =>
    assert.equal(gem.wants({ path, sizeBytes: 1, mode: 0o644, head: new Uint8Array() }), wanted));

test('a gem from a repository is one where Bundler wrote its specification anew', () => {
  const path = 'srv/vendor/bundle/ruby/3.1.0/bundler/gems/crane-0123456789ab/crane.gemspec';
  const stated = block('name = "crane"', 'version = "0.4.2"');
  const { items, gaps } = readBytes(Buffer.from(`# stub: crane 0.4.2 ruby lib\n\n${stated}`), path);
  assert.deepEqual([items.map((one) => `${one.name}@${one.version} ${one.certainty}`), gaps], [['crane@0.4.2 certain'], []]);
  assert.deepEqual(readBytes(Buffer.from(stated), path), { items: [], gaps: [] });
});

test('names and lines made to be slow are read at once', () => {
  readBytes(Buffer.from(`  s.name = "${'a'.repeat(1_000_000)}`), `${folder}/${'a-1'.repeat(50_000)}.gemspec`);
  readBytes(Buffer.from('  s.licenses = ["\n'.repeat(200_000)));
});

test('property: any bytes give one package or one gap', () => {
  const line = fc.oneof(
    fc.constantFrom('# stub: a 1 ruby lib', '  s.name = "a"', '  s.version = "1"', '  s.licenses = ["MIT"]'),
    fc.string(),
  );
  const text = fc.array(line, { maxLength: 6 }).map((lines) => new TextEncoder().encode(lines.join('\n')));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), text), (bytes) => {
      const { items, gaps } = readBytes(bytes, `${folder}/x.gemspec`);
      assert.equal(items.length + gaps.length, 1);
    }),
  );
});
