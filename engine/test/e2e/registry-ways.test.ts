import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlain, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openRegistry, type RegistryOptions } from '../../adapters/images/registry.ts';
import { SampleBlobs } from '../sample-image.ts';
import { serveImages } from '../serve-images.ts';

const skip = spawnSync('openssl', ['version']).error !== undefined && 'openssl is not installed';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-e2e-ways-'));
const at = (name: string) => join(folder, name);
const blobs = new SampleBlobs();
const image = blobs.image();
const ports = { plain: 0, secure: 0, strict: 0, proxy: 0 };
const proxied: string[] = [];
const closing: (() => void)[] = [];

before(async () => {
  if (skip) return;
  certify('server');
  certify('client');
  const plain = await serveImages({ blobs: blobs.blobs, tags: { 'team/app:1': image.digest } });
  closing.push(() => plain.close());
  ports.plain = plain.port;
  ports.secure = await listen(createSecure(keys('server'), passOn));
  const asking = { ca: readFileSync(at('client.crt')), requestCert: true, rejectUnauthorized: true };
  ports.strict = await listen(createSecure({ ...keys('server'), ...asking }, passOn));
  ports.proxy = await listen(createProxy());
});

after(() => {
  for (const close of closing) close();
  rmSync(folder, { recursive: true, force: true });
});

function certify(name: string): void {
  const names = 'subjectAltName=DNS:registry.example,DNS:strict.example';
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-addext', names];
  const { status, stderr } = spawnSync('openssl', [...args, '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)]);
  assert.equal(status, 0, String(stderr));
}
const keys = (name: string) => ({ key: readFileSync(at(`${name}.key`)), cert: readFileSync(at(`${name}.crt`)) });

async function listen(server: ReturnType<typeof createPlain>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Asks the registry that holds the image, whatever the address says. */
function passOn({ url = '', method = 'GET' }: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(url, 'http://registry.example/');
  send({ host: '127.0.0.1', port: ports.plain, method, path: pathname }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }).end();
}

/** Remembers what goes through it; every tunnel leads to a registry with TLS. */
function createProxy() {
  const server = createPlain((request, response) => {
    proxied.push(request.url ?? '');
    passOn(request, response);
  });
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
    proxied.push(url);
    const onward = connect(url.startsWith('strict.') ? ports.strict : ports.secure, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return server;
}

async function find(host: string, options: RegistryOptions): Promise<string> {
  const store = openRegistry({ credentialFiles: [], environment: {}, ...options });
  try {
    const found = await store.find({ reference: `${host}/team/app:1`, platform: 'linux/amd64' });
    return found.kind === 'found' ? found.manifest.digest : found.gaps.map(({ detail }) => detail).join('; ');
  } finally {
    await store.close();
  }
}

const throughProxy = (more: Record<string, string> = {}): RegistryOptions => {
  const proxy = `http://127.0.0.1:${ports.proxy}`;
  return { environment: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ...more } };
};
/** A folder as XDG_CONFIG_HOME, with the certificates of one host as podman keeps them. */
function keep(host: string, files: Readonly<Record<string, string>>): string {
  const place = join(mkdtempSync(at('config-')), 'containers/certs.d', host);
  mkdirSync(place, { recursive: true });
  for (const [name, file] of Object.entries(files)) cpSync(at(file), join(place, name));
  return join(place, '../../..');
}
const insecure = ['registry.example'];

const cases: readonly (readonly [name: string, host: string, options: () => RegistryOptions, says: RegExp])[] = [
  ['a certificate that nobody trusts is refused', 'registry.example', throughProxy, /self.signed certificate/],
  [
    'an authority that is configured is trusted',
    'registry.example',
    () => ({ ...throughProxy(), certificates: [at('server.crt')] }),
    /^sha256:/,
  ],
  [
    'an authority in certs.d is trusted for its host',
    'registry.example',
    () => throughProxy({ XDG_CONFIG_HOME: keep('registry.example', { 'ca.crt': 'server.crt' }) }),
    /^sha256:/,
  ],
  [
    'an authority in certs.d is not trusted for another host',
    'registry.example',
    () => throughProxy({ XDG_CONFIG_HOME: keep('other.example', { 'ca.crt': 'server.crt' }) }),
    /self.signed certificate/,
  ],
  [
    'a certificate that we show',
    'strict.example',
    () => {
      const files = { 'ca.crt': 'server.crt', 'client.cert': 'client.crt', 'client.key': 'client.key' };
      return throughProxy({ XDG_CONFIG_HOME: keep('strict.example', files) });
    },
    /^sha256:/,
  ],
  ['http by name, through a proxy', 'registry.example', () => ({ ...throughProxy(), insecure }), /^sha256:/],
  [
    'a host that NO_PROXY names is not reached through it',
    'registry.example',
    () => ({ ...throughProxy({ NO_PROXY: 'registry.example' }), insecure }),
    /ENOTFOUND|EAI_AGAIN/,
  ],
  [
    'a file of certificates that is not there',
    'registry.example',
    () => ({ ...throughProxy(), certificates: [at('none.crt')] }),
    /ENOENT.*none\.crt/,
  ],
];
for (const [name, host, options, says] of cases)
  test(name, { skip }, async () => {
    const waiting = { now: Date.now, random: () => 0, sleep: async () => {} };
    assert.match(await find(host, { waiting, ...options() }), says);
  });

test('a certificate is shown or the handshake fails', { skip }, async () => {
  const waiting = { now: Date.now, random: () => 0, sleep: async () => {} };
  const told = await find('strict.example', { waiting, ...throughProxy(), certificates: [at('server.crt')] });
  assert.doesNotMatch(told, /^sha256:/);
});

test('loopback is never reached through a proxy', { skip }, async () => {
  const before = proxied.length;
  assert.match(await find(`127.0.0.1:${ports.plain}`, throughProxy()), /^sha256:/);
  assert.equal(proxied.length, before);
});
