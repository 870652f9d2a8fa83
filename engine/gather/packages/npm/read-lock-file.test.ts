import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentOf } from '../../../formats/content.ts';
import { anyJson } from '../../../test/any-json.ts';
import { npm } from './npm.ts';

const read = (text: string | Uint8Array, path = 'app/package-lock.json') =>
  npm.read({ path, content: contentOf(typeof text === 'string' ? new TextEncoder().encode(text) : text) });
const told = ({ items, gaps, locked = [] }: ReturnType<typeof read>) => {
  assert.deepEqual(items, [], 'what a lock file names is not installed for that');
  return [
    ...locked.map(({ name, version, isDevelopment }) => `${name}@${version}${isDevelopment ? ' dev' : ''}`),
    ...gaps.map(({ code }) => code),
  ].join(', ');
};

const places: readonly (readonly [path: string, isRead: boolean])[] = [
  ['app/package-lock.json', true],
  ['yarn.lock', true],
  ['srv/app/pnpm-lock.yaml', true],
  ['app/npm-shrinkwrap.json', true],
  ['app/node_modules/.package-lock.json', true],
  ['srv/test/app/node_modules/.package-lock.json', true],
  ['usr/lib/node_modules/crane/npm-shrinkwrap.json', true],
  ['app/node_modules/@harbour/crane/npm-shrinkwrap.json', true],
  ['app/.package-lock.json', false],
  ['app/node_modules/crane/yarn.lock', false],
  ['app/node_modules/crane/docs/package-lock.json', false],
  ['app/node_modules/crane/test/node_modules/.package-lock.json', false],
  ['app/test/fixtures/x/yarn.lock', false],
  ['srv/www/vendor/harbour/crane/yarn.lock', false],
  ['usr/lib/ruby/gems/3.1.0/gems/crane-1.0/yarn.lock', false],
  ['opt/venv/lib/python3.12/site-packages/crane/package-lock.json', false],
  ['app/my-yarn.lock', false],
  ['app/poetry.lock', false],
];
for (const [path, isRead] of places)
  test(`${path} is ${isRead ? '' : 'not '}read`, () =>
    assert.equal(npm.wants({ path, sizeBytes: 1, mode: 0o644, head: new Uint8Array() }), isRead));

const json = (value: unknown) => JSON.stringify(value);
const npmLocks: readonly (readonly [name: string, text: string, says: string])[] = [
  [
    'by place: the project, its folders and what it links are none',
    json({
      lockfileVersion: 3,
      packages: {
        '': { name: 'app', version: '1.0.0' },
        'parts/winch': { version: '1.0.0' },
        'node_modules/winch': { resolved: 'parts/winch', link: true },
        'node_modules/@harbour/crane': { version: '1.2.0' },
        'node_modules/@harbour/crane/node_modules/rope': { version: '2.0.0', dev: true },
        'parts/winch/node_modules/rope': { version: '3.0.0' },
        'node_modules/cable': { name: 'rope', version: '4.0.0' },
      },
      dependencies: { ignored: { version: '1.0.0' } },
    }),
    '@harbour/crane@1.2.0, rope@2.0.0 dev, rope@3.0.0, rope@4.0.0',
  ],
  [
    'in each other',
    json({
      lockfileVersion: 1,
      dependencies: {
        crane: { version: '1.2.0', dev: true, dependencies: { rope: { version: '2.0.0' } } },
        cable: { version: 'npm:@harbour/rope@4.0.0' },
        hook: { version: 'git+ssh://git@host.test/hook.git#0a' },
        part: { version: 'file:../part' },
      },
    }),
    'crane@1.2.0 dev, @harbour/rope@4.0.0, rope@2.0.0',
  ],
  [
    'needed in one place, for development in another',
    json({ packages: { 'node_modules/a': { version: '1', dev: true }, 'x/node_modules/a': { version: '1' } } }),
    'a@1',
  ],
  [
    'the other way round',
    json({ packages: { 'node_modules/a': { version: '1' }, 'x/node_modules/a': { version: '1', dev: true } } }),
    'a@1',
  ],
  ['keys of a prototype', '{"packages":{"__proto__":{"version":"1"},"node_modules/__proto__":{"version":"2"}}}', '__proto__@2'],
  ['names that are none', json({ packages: { 'node_modules/a b': { version: '1' }, 'node_modules/c': { version: 7 } } }), ''],
  ['nothing', '{}', ''],
  ['no object', '[]', 'lock-file-unreadable'],
  ['what is cut off', '{"packages":', 'lock-file-unreadable'],
  ['nested as deep as it likes', '{"dependencies":{"a":{"version":"1",'.repeat(20_000), 'lock-file-unreadable'],
];
for (const [name, text, says] of npmLocks) test(`npm: ${name}`, () => assert.equal(told(read(text)), says));

const yarnLocks: readonly (readonly [name: string, text: string, says: string])[] = [
  [
    'Yarn 1',
    '# yarn lockfile v1\n\n\n"@harbour/crane@^1.0.0", "@harbour/crane@^1.1.0":\n  version "1.2.0"\n  resolved "x"\n  dependencies:\n    version "^9.0.0"\n\nrope@2:\n  version "2.0.0"\n\n"cable@npm:@harbour/rope@4":\n  version "4.0.0"',
    '@harbour/crane@1.2.0, rope@2.0.0, @harbour/rope@4.0.0',
  ],
  [
    'Yarn 4',
    '__metadata:\n  version: 8\n\n"@harbour/crane@npm:^1.0.0, @harbour/crane@npm:^1.1.0":\n  version: 1.2.0\n  resolution: "@harbour/crane@npm:1.2.0"\n  checksum: 0a\n\n"cable@npm:rope@^2.0.0":\n  version: 2.0.0\n  resolution: "rope@npm:2.0.0"\n\n"hook@patch:hook@npm%3A3.0.0#~/x.patch":\n  version: 3.0.0\n  resolution: "hook@patch:hook@npm%3A3.0.0#~/x.patch::version=3.0.0"\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n\n"part@https://host.test/part.git":\n  version: 1.0.0\n  resolution: "part@https://host.test/part.git#commit=0a"\n',
    '@harbour/crane@1.2.0, rope@2.0.0, hook@3.0.0',
  ],
  ['line ends of Windows', 'rope@2:\r\n  version "2.0.0"\r\n', 'rope@2.0.0'],
  ['nothing', '', ''],
];
for (const [name, text, says] of yarnLocks) test(`yarn: ${name}`, () => assert.equal(told(read(text, 'yarn.lock')), says));

const pnpmLocks: readonly (readonly [name: string, text: string, says: string])[] = [
  [
    'pnpm 9',
    "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      rope: x\n\npackages:\n\n  '@harbour/crane@1.2.0':\n    resolution: {integrity: x}\n\n  rope@2.0.0:\n    resolution: {integrity: x}\n\n  hook@https://host.test/hook.tgz:\n    version: 1.0.0\n\nsnapshots:\n\n  gone@1.0.0:\n",
    '@harbour/crane@1.2.0, rope@2.0.0',
  ],
  [
    'pnpm 8',
    "lockfileVersion: '6.0'\n\npackages:\n\n  /@harbour/crane@1.2.0(rope@2.0.0):\n    dev: true\n\n  /rope@2.0.0:\n    dev: false\n\n  file:part:\n    name: part\n",
    '@harbour/crane@1.2.0 dev, rope@2.0.0',
  ],
  [
    'pnpm 7',
    'lockfileVersion: 5.4\n\npackages:\n\n  /@harbour/crane/1.2.0_rope@2.0.0:\n    dev: true\n\n  /rope/2.0.0:\n    dev: false\n\n  host.test/hook/0a:\n    name: hook\n',
    '@harbour/crane@1.2.0 dev, rope@2.0.0',
  ],
  ['nothing', 'lockfileVersion: 5.4\n', ''],
];
for (const [name, text, says] of pnpmLocks) test(`pnpm: ${name}`, () => assert.equal(told(read(text, 'pnpm-lock.yaml')), says));

test('what is not UTF-8 is a gap', () => {
  assert.equal(told(read(Buffer.from('r\xf6pe@2:\n  version "2"\n', 'latin1'), 'yarn.lock')), 'lock-file-unreadable');
});

test('more packages than anybody has are a gap, and the rest counts', () => {
  const { locked, gaps } = read(Array.from({ length: 100_002 }, (_, at) => `a${at}@1:\n  version "1"\n`).join(''), 'yarn.lock');
  assert.deepEqual([locked?.length, gaps.map(({ code }) => code)], [100_000, ['too-many-packages']]);
});

test('lines made to be slow are read at once', () => {
  for (const line of [
    '@'.repeat(1e6),
    `"${'@a/'.repeat(3e5)}`,
    `  version "${' '.repeat(1e6)}x`,
    `  ${'/a@1('.repeat(2e5)}`,
    `  /a/1_${'_'.repeat(1e6)}`,
  ])
    for (const path of ['yarn.lock', 'pnpm-lock.yaml']) assert.equal(told(read(`packages:\n${line}\n`, path)), '');
  assert.equal(told(read(json({ packages: { ['node_modules/@a/'.repeat(6e4)]: { version: '1' } } }))), '');
});

test('property: whatever stands in a lock file, it gives a reading', () => {
  const texts = fc.constantFrom(
    ...[...npmLocks, ...yarnLocks, ...pnpmLocks].map(([, text]) => text).filter((text) => text.length < 5000),
  );
  const paths = fc.constantFrom('package-lock.json', 'yarn.lock', 'pnpm-lock.yaml');
  const whole = (bytes: Uint8Array, path: string) =>
    assert.ok(read(bytes, path).locked?.every(({ name, version }) => name !== '' && version !== '') ?? true);
  fc.assert(
    fc.property(texts, paths, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }), (text, path, edits) => {
      const bytes = Buffer.from(text);
      for (const [at, value] of edits) bytes[at % Math.max(bytes.length, 1)] = value;
      whole(bytes, path);
    }),
  );
  fc.assert(
    fc.property(fc.record({ packages: anyJson(), dependencies: anyJson() }), (value) =>
      whole(Buffer.from(json(value)), 'package-lock.json'),
    ),
  );
});
