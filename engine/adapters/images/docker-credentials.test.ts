import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { credentialFiles, findCredentials } from './docker-credentials.ts';

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-credentials-'));
const path = process.env.PATH;
after(() => {
  process.env.PATH = path;
  return rm(folder, { recursive: true });
});
process.env.PATH = `${folder}:${path}`;

const auth = Buffer.from('ann:s:t').toString('base64');
const ann = { credentials: { kind: 'password', username: 'ann', password: 's:t' } };
const helpers: Readonly<Record<string, string>> = {
  good: `read server; printf '{"Username":"%s","Secret":"x"}' "$server"`,
  token: `printf '{"Username":"<token>","Secret":"long"}'`,
  empty: 'echo "credentials not found in native keychain"; exit 1',
  broken: 'echo no; exit 3',
  babbling: 'echo "{"',
};
for (const [name, script] of Object.entries(helpers)) {
  const file = join(folder, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}
const byHelper = (username: string) => ({ credentials: { kind: 'password', username, password: 'x' } });

const cases: readonly (readonly [name: string, config: unknown, registry: string, out: object])[] = [
  ['by host', { auths: { 'r.example': { auth } } }, 'r.example', ann],
  ['by address', { auths: { 'https://r.example/v2/': { auth } } }, 'r.example', ann],
  ['by host with a port', { auths: { 'r.example:5000': { auth } } }, 'r.example:5000', ann],
  ['of another port', { auths: { 'r.example:5000': { auth } } }, 'r.example', {}],
  ['of a host that ends alike', { auths: { 'r.example': { auth } } }, 'evil-r.example', {}],
  ['of Docker Hub', { auths: { 'https://index.docker.io/v1/': { auth } } }, 'docker.io', ann],
  ['as two fields', { auths: { r: { username: 'ann', password: 's:t' } } }, 'r', ann],
  [
    'as a token',
    { auths: { r: { auth, identitytoken: 'long' } } },
    'r',
    { credentials: { kind: 'identity-token', token: 'long' } },
  ],
  ['empty, as a helper leaves it', { auths: { r: {} } }, 'r', {}],
  ['from a helper for the host', { credHelpers: { r: 'good' }, credsStore: 'broken' }, 'r', byHelper('r')],
  ['from the helper for all', { credsStore: 'good' }, 'docker.io', byHelper('https://index.docker.io/v1/')],
  ['a token from a helper', { credsStore: 'token' }, 'r', { credentials: { kind: 'identity-token', token: 'long' } }],
  ['a helper that has none, then the file', { credsStore: 'empty', auths: { r: { auth } } }, 'r', ann],
  ['a helper that has none', { credsStore: 'empty' }, 'r', {}],
  ['a helper that fails', { credsStore: 'broken' }, 'r', { trouble: 'docker-credential-broken ended with exit code 3' }],
  [
    'a helper that babbles',
    { credsStore: 'babbling' },
    'r',
    { trouble: 'docker-credential-babbling gave no credentials that can be read' },
  ],
  ['a helper that is not there', { credsStore: 'absent' }, 'r', { trouble: 'docker-credential-absent cannot be started' }],
  [
    'a helper that climbs',
    { credsStore: '../../bin/sh' },
    'r',
    { trouble: 'the credential helper "../../bin/sh" has no usable name' },
  ],
  ['of a namespace', { auths: { 'q.example': {}, 'q.example/team': { auth } } }, 'q.example/team/app', ann],
  ['of a repository', { auths: { 'q.example/team/app': { auth } } }, 'q.example/team/app', ann],
  ['of another namespace', { auths: { 'q.example/team': { auth } } }, 'q.example/teams/app', {}],
  ['of a namespace, asked for the host', { auths: { 'q.example/team': { auth } } }, 'q.example/other', {}],
  ['a file that is no object', 'x', 'r', { trouble: 'config.json, where sign-ins are kept, cannot be read' }],
];

for (const [name, config, registry, out] of cases)
  test(`credentials ${name}`, async () => {
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    const [host = '', ...path] = registry.split('/');
    assert.deepEqual(
      await findCredentials([join(folder, 'config.json')], { registry: host, name: path.join('/') || 'team/app' }),
      out,
    );
  });

test('no configuration, no credentials', async () =>
  assert.deepEqual(await findCredentials([join(folder, 'none')], { registry: 'r', name: 'x' }), {}));

test('the first file that has credentials counts, and one that is broken is told only where none has', async () => {
  const at = (name: string) => join(folder, name);
  await writeFile(at('broken.json'), '{');
  await writeFile(at('other.json'), JSON.stringify({ auths: { other: { auth } } }));
  await writeFile(at('right.json'), JSON.stringify({ auths: { r: { auth } } }));
  const subject = { registry: 'r', name: 'team/app' };
  assert.deepEqual(await findCredentials([at('broken.json'), at('other.json'), at('right.json')], subject), ann);
  const without = await findCredentials([at('other.json'), at('broken.json')], subject);
  assert.match(without.trouble ?? '', /^broken\.json/);
});

const places: readonly (readonly [name: string, environment: Record<string, string>, files: readonly string[]])[] = [
  ['at home', {}, ['/home/a/.config/containers/auth.json', '/home/a/.docker/config.json']],
  [
    'of a session',
    { XDG_RUNTIME_DIR: '/run/user/1', XDG_CONFIG_HOME: '/c' },
    ['/run/user/1/containers/auth.json', '/c/containers/auth.json', '/home/a/.docker/config.json'],
  ],
  ['named', { REGISTRY_AUTH_FILE: '/x/auth.json', DOCKER_CONFIG: '/d' }, ['/x/auth.json', '/d/config.json']],
];
for (const [name, environment, files] of places)
  test(`sign-ins ${name}`, () => assert.deepEqual(credentialFiles(environment, '/home/a'), files));
