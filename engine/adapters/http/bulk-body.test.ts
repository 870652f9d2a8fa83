import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { noise, sha256 } from '../../test/sample-image.ts';
import { createHttpClient, type HttpClient, type HttpLimits } from './http-client.ts';

const mebibyte = 1024 * 1024;
const body = noise(5 * mebibyte + 12_345);
const small = noise(300_000);

const opened: (Server | HttpClient)[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) {
    if ('closeAllConnections' in one) one.closeAllConnections();
    one.close();
  }
});

/** A server's address, and a client for it. */
async function serve(listener: RequestListener, limits: HttpLimits = {}, server: Server = createServer(listener)) {
  const client = createHttpClient(limits);
  opened.push(server, client);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/`);
  return {
    url,
    get: (signal?: AbortSignal) => client.send({ method: 'GET', url, headers: {}, isBulk: true, ...(signal && { signal }) }),
  };
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts;
}

const whole = (response: ServerResponse) => void response.writeHead(200, { 'content-length': body.length }).end(body);
/** In pieces that no reader expects, with the head cut too. */
const inPieces = (response: ServerResponse) => {
  const { socket } = response;
  const text = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket?.write(text.slice(0, 20));
  setTimeout(() => {
    socket?.write(Buffer.concat([Buffer.from(text.slice(20)), body.subarray(0, 7)]));
    for (let at = 7; at < body.length; at += 77_777) socket?.write(body.subarray(at, at + 77_777));
  }, 20);
};
const chunked = (response: ServerResponse) => {
  for (let at = 0; at < body.length; at += 100_000) response.write(body.subarray(at, at + 100_000));
  response.end();
};
const withMore = (response: ServerResponse) =>
  void response.socket?.end(
    Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), body, Buffer.from('more')]),
  );

const read: readonly (readonly [name: string, answer: (response: ServerResponse) => void, inParts: boolean])[] = [
  ['at once', whole, true],
  ['in pieces', inPieces, true],
  ['of no stated length', chunked, false],
  ['with more behind it', withMore, true],
];
for (const [name, answer, inParts] of read)
  test(`a large body ${name} is read whole`, async () => {
    const { get } = await serve((_, response) => answer(response));
    const parts = await readAll((await get()).body);
    assert.equal(sha256(Buffer.concat(parts)), sha256(body));
    const owned = parts.filter(({ length, buffer }) => length === mebibyte && buffer.byteLength === mebibyte);
    assert.equal(owned.length, inParts ? 5 : 0);
  });

test('memory of a part can change hands while the next is read', async () => {
  const { get } = await serve((_, response) => whole(response));
  const parts: Uint8Array[] = [];
  for await (const chunk of (await get()).body) parts.push(structuredClone(chunk, { transfer: [chunk.buffer as ArrayBuffer] }));
  assert.equal(sha256(Buffer.concat(parts)), sha256(body));
});

test('small bodies leave their connection to the next request', async () => {
  const connections = new Set<unknown>();
  const { get } = await serve(({ socket }, response) => {
    connections.add(socket);
    response.writeHead(200, { 'content-length': small.length }).end(small);
  });
  for (let time = 0; time < 3; time++) assert.equal(sha256(Buffer.concat(await readAll((await get()).body))), sha256(small));
  assert.equal(connections.size, 1);
});

test('a reader that takes its time is waited for, and little is read ahead', async () => {
  let sent = 0;
  const large = noise(mebibyte);
  const { get } = await serve(async (_, response) => {
    response.writeHead(200, { 'content-length': 64 * mebibyte });
    for (; sent < 64; sent++)
      if (!response.write(large)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  });
  const chunks = (await get()).body[Symbol.asyncIterator]();
  await chunks.next();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(sent < 40, `${sent} MiB were taken from the server`);
  await chunks.return?.();
});

const half = (response: ServerResponse, then: () => void) => {
  response.writeHead(200, { 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => setTimeout(then, 50));
};
const broken: readonly (readonly [name: string, answer: (response: ServerResponse) => void, told: RegExp])[] = [
  ['is cut', (response) => half(response, () => response.destroy()), /aborted|closed|reset/i],
  ['ends early', (response) => half(response, () => response.socket?.end()), /aborted|closed|reset/i],
  ['stalls', (response) => half(response, () => undefined), /no data for 0\.2 s/],
];
for (const [name, answer, told] of broken)
  test(`a large body that ${name} rejects after what came`, async () => {
    const { get } = await serve((_, response) => answer(response), { stallMs: 200 });
    let received = 0;
    await assert.rejects(async () => {
      for await (const chunk of (await get()).body) received += chunk.length;
    }, told);
    assert.equal(received, 2 * mebibyte);
  });

test('an abort ends a large body', async () => {
  const { get } = await serve((_, response) => half(response, () => undefined));
  const abort = new AbortController();
  const { body: chunks } = await get(abort.signal);
  setTimeout(() => abort.abort(), 50);
  await assert.rejects(readAll(chunks), /abort/i);
});

test('a large body comes over TLS too', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bulk-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const words = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost'.split(' ');
  if (spawnSync('openssl', [...words, '-keyout', key, '-out', certificate]).status !== 0)
    return context.skip('openssl is not installed');
  const server = createSecure({ key: readFileSync(key), cert: readFileSync(certificate) }, (_, response) => whole(response));
  const { url } = await serve(() => undefined, {}, server);
  const authorities = [readFileSync(certificate, 'utf8')];
  const client = createHttpClient({}, { certificatesOf: async () => ({ authorities }) });
  opened.push(client);
  const address = new URL(`https://localhost:${url.port}/`);
  const parts = await readAll((await client.send({ method: 'GET', url: address, headers: {}, isBulk: true })).body);
  assert.equal(sha256(Buffer.concat(parts)), sha256(body));
  assert.equal(parts.length, 6);
});
