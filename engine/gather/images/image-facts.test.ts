import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paxHeader } from '../../formats/tar/write-tar.ts';
import type { ImageConfiguration, ImageFacts } from '../../model/image.ts';
import { type LayerLine, layersOf } from '../../test/layer-of.ts';
import { findFacts } from './image-facts.ts';
import { placeLayers } from './place-layers.ts';

const configuration: ImageConfiguration = {
  user: '',
  entrypoint: [],
  command: [],
  workingDirectory: '',
  volumes: [],
  exposedPorts: [],
  labels: {},
};

function facts(layers: readonly (readonly LayerLine[])[], over: Partial<ImageConfiguration> = {}): ImageFacts {
  const found = findFacts(placeLayers(layersOf(...layers)), { ...configuration, ...over });
  assert.ok(found);
  return found;
}

const mode = (path: string, bits: number): LayerLine => ({ path, mode: bits, ...(path.endsWith('/') && { type: '5' }) });
const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nx\n';
const capability = paxHeader([
  ['SCHILY.xattr.security.capability', Uint8Array.of(1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
]);

const rows: readonly (readonly [
  name: string,
  layers: readonly (readonly LayerLine[])[],
  list: 'setuid' | 'worldWritable' | 'capabilities' | 'credentials' | 'shells' | 'packageManagers' | 'compilers' | 'interpreters',
  expected: readonly string[],
])[] = [
  ['setuid and setgid', [[mode('a', 0o4755), mode('b', 0o2755), mode('c', 0o755)]], 'setuid', ['a', 'b']],
  ['setgid of a directory is none', [[mode('a/', 0o2755)]], 'setuid', []],
  ['setuid that a later layer takes', [[mode('a', 0o4755)], [mode('a', 0o755)]], 'setuid', []],
  ['setuid that a later layer gives', [[mode('a', 0o755)], [mode('a', 0o4755)]], 'setuid', ['a']],
  ['setuid in both', [[mode('a', 0o4755)], [mode('a', 0o4711)]], 'setuid', ['a']],
  ['setuid that is removed', [[mode('d/a', 0o4755)], ['.wh.d']], 'setuid', []],
  ['world-writable', [[mode('tmp/', 0o1777), mode('d/', 0o777), mode('f', 0o666), 'l -> f']], 'worldWritable', ['d', 'f', 'tmp']],
  ['a directory that a later layer only fills', [[mode('d/', 0o777)], ['d/a']], 'worldWritable', ['d']],
  ['a directory that a later layer closes', [[mode('d/', 0o777)], [mode('d/', 0o755)]], 'worldWritable', []],
  ['capabilities', [[capability, 'usr/bin/ping']], 'capabilities', ['usr/bin/ping cap_net_raw=ep']],
  ['capabilities of a file that is replaced', [[capability, 'usr/bin/ping'], ['usr/bin/ping']], 'capabilities', []],
  [
    'shells',
    [['bin/sh -> dash', 'bin/dash', 'usr/local/bin/bash', 'bin/shell', 'srv/sh']],
    'shells',
    ['bin/dash', 'bin/sh', 'usr/local/bin/bash'],
  ],
  ['a shell that is removed', [['bin/sh'], ['bin/.wh.sh']], 'shells', []],
  [
    'package managers',
    [['usr/bin/apt-get', 'sbin/apk', 'usr/local/bin/pip3.11']],
    'packageManagers',
    ['sbin/apk', 'usr/bin/apt-get', 'usr/local/bin/pip3.11'],
  ],
  [
    'compilers',
    [['usr/bin/gcc-12', 'usr/bin/x86_64-linux-gnu-gcc-12', 'usr/bin/gcc-ar', 'usr/local/go/bin/go']],
    'compilers',
    ['usr/bin/gcc-12', 'usr/bin/x86_64-linux-gnu-gcc-12', 'usr/local/go/bin/go'],
  ],
  [
    'interpreters',
    [['usr/bin/python3.11', 'usr/bin/node', 'usr/bin/perl5.36.0', 'usr/bin/py3compile']],
    'interpreters',
    ['usr/bin/node', 'usr/bin/perl5.36.0', 'usr/bin/python3.11'],
  ],
  [
    'a key by its header',
    [[`etc/k = ${key}`, 'etc/c = -----BEGIN CERTIFICATE-----\n']],
    'credentials',
    ['etc/k private-key header'],
  ],
  [
    'a key after a certificate',
    [['p.pem = -----BEGIN CERTIFICATE-----\nx\n-----BEGIN PRIVATE KEY-----\n']],
    'credentials',
    ['p.pem private-key header'],
  ],
  ['a public key', [['p.pem = -----BEGIN PUBLIC KEY-----\n', 'q.pem = -----BEGIN RSA PUBLIC KEY-----\n']], 'credentials', []],
  ['a key that is removed', [[`etc/k = ${key}`], ['etc/.wh.k']], 'credentials', []],
  [
    'by name',
    [['root/.docker/config.json', 'app/config.json', 'root/.ssh/id_rsa', 'a.jks', 'root/.npmrc']],
    'credentials',
    [
      'a.jks key-store name',
      'root/.docker/config.json registry-credentials name',
      'root/.npmrc registry-credentials name',
      'root/.ssh/id_rsa private-key name',
    ],
  ],
];

for (const [name, layers, list, expected] of rows) {
  test(`facts: ${name}`, () => {
    const items = facts(layers)[list].map((item) => {
      if (typeof item === 'string') return item;
      if ('capabilities' in item) return `${item.path} ${item.capabilities}`;
      return 'what' in item ? `${item.path} ${item.what} ${item.by}` : item.path;
    });
    assert.deepEqual(items, expected);
  });
}

const passwd = 'etc/passwd = root:x:0:0:root:/root:/bin/sh\n# c\nbroken\napp:x:1000:1001::/:/bin/sh\n';

test('facts: users and groups, of the topmost file that stands', () => {
  const { users, groups } = facts([[passwd, 'etc/group = app:x:1001:root\n'], ['etc/group = app:x:7:\n']]);
  assert.deepEqual(users, [
    { name: 'root', uid: 0, gid: 0 },
    { name: 'app', uid: 1000, gid: 1001 },
  ]);
  assert.deepEqual(groups, [{ name: 'app', gid: 7 }]);
});

for (const [name, above] of [
  ['removed', 'etc/.wh.passwd'],
  ['a link', 'etc/passwd -> ../users'],
] as const) {
  test(`facts: no users where the file is ${name}`, () => assert.equal(facts([[passwd], [above]]).users, null));
}

test('facts: passwords are never kept', () => {
  const [layer] = layersOf(['etc/shadow = root:$6$secret:1::::::\n', 'etc/passwd = root:$1$secret:0:0:Jane Doe:/root:/bin/sh\n']);
  const kept = JSON.stringify(layer);
  assert.ok(!kept.includes('secret') && !kept.includes('Jane'), kept);
});

const tool: LayerLine = { path: 'usr/bin/tool', mode: 0o755, uid: 5, gid: 6 };
const programs: readonly (readonly [name: string, over: Partial<ImageConfiguration>, expected: string | null])[] = [
  ['none', {}, null],
  ['an absolute entrypoint', { entrypoint: ['/usr/bin/tool'], command: ['x'] }, '/usr/bin/tool found'],
  ['the command', { command: ['/usr/bin/tool'] }, '/usr/bin/tool found'],
  ['by PATH', { command: ['tool'] }, '/usr/bin/tool found'],
  ["by the image's own PATH", { command: ['tool'], searchPath: '/nowhere:/usr/bin' }, '/usr/bin/tool found'],
  ['not on the PATH', { command: ['tool'], searchPath: '/nowhere' }, 'tool missing'],
  ['relative to the working directory', { command: ['bin/tool'], workingDirectory: '/usr' }, '/usr/bin/tool found'],
  ['not there', { command: ['/x'] }, '/x missing'],
];

for (const [name, over, expected] of programs) {
  test(`facts: the program: ${name}`, () => {
    const { program } = facts([[tool]], over);
    assert.equal(program && `${program.path} ${program.state}`, expected);
    if (program?.state === 'found') assert.deepEqual([program.mode, program.uid, program.gid], [0o755, 5, 6]);
  });
}

test('facts: working directory and volumes', () => {
  const { workingDirectory, volumes } = facts([[{ path: 'data/', type: '5', uid: 9 }, 'v -> data']], {
    workingDirectory: '/data/',
    volumes: ['/v', '/w'],
  });
  assert.deepEqual(workingDirectory, { state: 'found', path: '/data/', kind: 'directory', mode: 0o755, uid: 9, gid: 0 });
  assert.deepEqual(volumes, [
    { state: 'found', path: '/v', resolved: 'data', kind: 'directory', mode: 0o755, uid: 9, gid: 0 },
    { state: 'missing', path: '/w' },
  ]);
});

test('facts: directories on the way that not everybody may pass, those of links too', () => {
  const { program } = facts([[mode('a/', 0o750), 'a/l -> ../b/t', mode('b/', 0o711), mode('c/', 0o700), 'b/t']], {
    command: ['/a/l'],
  });
  assert.ok(program?.state === 'found');
  assert.deepEqual(program.closed, [{ path: 'a', mode: 0o750, uid: 0, gid: 0 }]);
});

test('facts: a layer that was not read makes them incomplete and what it may hold unknown', () => {
  const [layer] = layersOf([mode('a', 0o4755), passwd]);
  const found = findFacts([layer, undefined], { ...configuration, command: ['/a'] });
  assert.deepEqual(
    [found?.complete, found?.program?.state, found?.users, found?.setuid.map(({ path }) => path)],
    [false, 'unknown', null, ['a']],
  );
  assert.equal(findFacts([undefined], configuration), undefined);
});

test('facts: lists are bounded, and say how many more there are', () => {
  const files = Array.from({ length: 120 }, (_, index) => mode(`f${String(index).padStart(3, '0')}`, 0o666));
  const { worldWritable, omitted } = facts([files]);
  assert.deepEqual([worldWritable.length, worldWritable.at(-1)?.path, omitted], [100, 'f099', { worldWritable: 20 }]);
});
