import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { answer, isLayer, serve, tryRead } from '../../test/sample-registry.ts';
import type { Handler } from '../../test/serve-images.ts';

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-sign-in-'));
const credentialFiles = [join(folder, 'config.json')];
after(() => rm(folder, { recursive: true }));

test('a token is fetched once, with the credentials kept for the host, and the layer at another host gets neither', async () => {
  const elsewhere = await serve();
  const handler: Handler = (request, response) => {
    if (request.url?.startsWith('/token')) return answer(200, {}, '{"access_token":"abc","expires_in":300}')(response);
    if (request.headers.authorization !== 'Bearer abc') {
      const header = `Bearer realm="http://${request.headers.host}/token",service="s",scope="repository:team/app:pull"`;
      return answer(401, { 'www-authenticate': header })(response);
    }
    return isLayer(request) && answer(307, { location: `http://${elsewhere.host}${request.url}` })(response);
  };
  const registry = await serve(handler);
  const auths = { [registry.host]: { auth: Buffer.from('user:secret').toString('base64') } };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths }));
  const tried = await tryRead(registry.host, { credentialFiles }).finally(registry.close).finally(elsewhere.close);
  assert.equal(tried.told, 'read', tried.details);
  const tokens = registry.seen.filter(({ url }) => url?.startsWith('/token'));
  assert.deepEqual(
    tokens.map(({ url, headers }) => [url, headers.authorization]),
    [['/token?service=s&scope=repository%3Ateam%2Fapp%3Apull', `Basic ${Buffer.from('user:secret').toString('base64')}`]],
  );
  assert.deepEqual(
    elsewhere.seen.map(({ headers }) => headers.authorization),
    [undefined],
  );
});

test('basic sign-in', async () => {
  const right = `Basic ${Buffer.from('user:pass:word').toString('base64')}`;
  const handler: Handler = (request, response) =>
    request.headers.authorization !== right && answer(401, { 'www-authenticate': 'Basic realm="here"' })(response);
  const { host, close } = await serve(handler);
  await writeFile(join(folder, 'config.json'), '{"auths":{}}');
  const without = await tryRead(host, { credentialFiles });
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ auths: { [`http://${host}/v2/`]: { username: 'user', password: 'pass:word' } } }),
  );
  const tried = await tryRead(host, { credentialFiles }).finally(close);
  assert.deepEqual([without.told, tried.told], ['failed unauthorized', 'read']);
  assert.match(without.details, /Sign in with `docker login 127\.0\.0\.1:\d+`/);
});

test('an identity token is exchanged for an access token', async () => {
  const handler: Handler = (request, response) => {
    if (request.url === '/token') return answer(request.method === 'POST' ? 200 : 405, {}, '{"token":"abc"}')(response);
    const isIn = request.headers.authorization === 'Bearer abc';
    return !isIn && answer(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` })(response);
  };
  const { host, close } = await serve(handler);
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { identitytoken: 'long' } } }));
  const tried = await tryRead(host, { credentialFiles }).finally(close);
  assert.equal(tried.told, 'read', tried.details);
});

test('a registry over plain http cannot send credentials to another host', async () => {
  const thief = await serve();
  const header = `Bearer realm="http://localhost:${thief.port}/token"`;
  const { host, close } = await serve((_, response) => answer(401, { 'www-authenticate': header })(response));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { username: 'u', password: 'p' } } }));
  const tried = await tryRead(host, { credentialFiles }).finally(close).finally(thief.close);
  assert.deepEqual([tried.told, thief.seen.length], ['failed unauthorized', 0]);
});
