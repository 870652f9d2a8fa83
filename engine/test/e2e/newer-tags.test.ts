import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { planSchema } from '../../../tools/docs/schemas/plan.ts';
import { type LoopbackRegistry, registryIsMissing, startLoopbackRegistry } from '../loopback-registry.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { debianLayer, gaugeAdvisory } from '../sample-debian.ts';
import { SampleBlobs, type SampleDescriptor } from '../sample-image.ts';

const skip = registryIsMissing();
const folders = makeReleaseFolders('newer-tags');
const blobs = new SampleBlobs();
const held = (packages: Readonly<Record<string, string>>, name: string) =>
  blobs.image({ layers: [debianLayer(packages, { [name]: name })] });
const images = {
  old: held({ gauge: '1.0' }, 'old'),
  fixed: held({ gauge: '1.1' }, 'fixed'),
  worse: held({ gauge: '1.1', buoy: '2.0', rope: '1.0' }, 'worse'),
  broken: held({ gauge: '1.1' }, 'broken'),
};
/** Tag → image. The registry lists them by their spelling, four at a time. */
const tags: Readonly<Record<string, keyof typeof images>> = {
  '1.0.0-slim': 'old',
  '1.0.1-slim': 'old',
  '1.0.2-slim': 'broken',
  '1.1.0-slim': 'fixed',
  '1.2.0': 'fixed',
  '2.0.0-slim': 'worse',
  '2.1.0-bookworm': 'fixed',
  '2.1.0-rc.1-slim': 'fixed',
  latest: 'fixed',
  'sha-abcdef1': 'fixed',
};
const buoyAdvisory = {
  ...gaugeAdvisory,
  id: 'DEBIAN-CVE-2026-0002',
  upstream: ['CVE-2026-0002'],
  affected: ['buoy', 'rope'].map((name) => ({
    package: { ecosystem: 'Debian:12', name },
    ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
  })),
};
const brokenLayer = layersOf(images.broken)[0];
const running: {
  registry?: LoopbackRegistry;
  front?: ReturnType<typeof createServer>;
  host: string;
  /** Told of a question that is not answered. */
  onAsked?: (() => void) | undefined;
} = { host: '' };
const asked: string[] = [];
let at = '';

before(async () => {
  if (skip) return;
  running.registry = await startLoopbackRegistry(folders.folder);
  const { host, put } = running.registry;
  const named = Object.entries(images).map(([name, image]) => ({
    ...image,
    annotations: { 'org.opencontainers.image.ref.name': name },
  }));
  await blobs.writeLayout(join(folders.folder, 'layout'), named);
  for (const name of Object.keys(images))
    execFileSync('skopeo', [
      'copy',
      '-q',
      '--dest-tls-verify=false',
      `oci:${folders.folder}/layout:${name}`,
      `docker://${host}/tide/gauge:1.0.0-slim`,
    ]);
  for (const [tag, name] of Object.entries(tags)) await put('tide/gauge', tag, manifestOf(images[name]));
  const front = createFront(host);
  running.front = front;
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done));
  running.host = `127.0.0.1:${(front.address() as AddressInfo).port}`;
  at = folders.place({
    'pods/gauge.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: gauge }\nspec:\n  containers:\n    - name: gauge\n      image: ${running.host}/tide/gauge:1.0.0-slim\n`,
    'plimsoll.yaml': 'product: tide\nversion: "1"\nsources: [{ yaml: pods }]\nimages: [{ registry: {} }]\n',
    'gauge.json': JSON.stringify(gaugeAdvisory),
    'buoy.json': JSON.stringify(buoyAdvisory),
  });
  await run(0, 'advisories', 'import', '--database', 'known.db', 'gauge.json');
  await run(0, 'advisories', 'import', '--database', 'more.db', 'gauge.json', 'buoy.json');
  await run(0, 'scan', '--database', 'known.db', '-o', '1.plimsoll', '-q');
  asked.length = 0;
});
after(() => {
  running.registry?.stop();
  running.front?.close();
  folders.remove();
});

test('the tag that mends most is proposed, with the line to edit; the one that cannot be read is said', { skip }, async () => {
  const { actions, gaps, after: left } = await plan('--newer-tags', '--database', 'more.db');
  const [first, ...others] = actions.filter(({ kind }) => kind === 'image-tag');
  assert.deepEqual(others, []);
  assert.equal(first?.subject, `${running.host}/tide/gauge:1.0.0-slim → ${running.host}/tide/gauge:1.1.0-slim`);
  assert.deepEqual(
    [first?.edit, first?.removes.UNKNOWN, first?.brings.UNKNOWN, left.UNKNOWN],
    [{ file: 'pods/gauge.yaml', line: 7 }, 1, 0, 0],
  );
  assert.deepEqual(
    gaps?.map(({ code, image }) => [code, image?.split(':').at(-1)]),
    [['candidate-unread', '1.0.2-slim']],
  );
  assert.match(gaps?.[0]?.detail ?? '', /1\.0\.2-slim is not proposed: /);
  assert.equal(asked.filter((url) => url.includes('/tags/list')).length, 4, 'a question without a token, and three pages');
  const read = new Set(asked.flatMap((url) => /\/manifests\/([^/]+-slim)$/.exec(url)?.[1] ?? []));
  assert.deepEqual([...read].toSorted(), ['1.0.2-slim', '1.1.0-slim', '2.0.0-slim'], 'no other candidate is read');
});

test('a candidate with packages that nobody knows is not called better', { skip }, async () => {
  const list = `# what may be taken\n${running.host}/tide/gauge:2.0.0-slim\nregistry.example/other:9\n`;
  writeFileSync(join(at, 'candidates.txt'), list);
  const unknown = await plan('--tags-from', 'candidates.txt');
  assert.deepEqual(
    [unknown.actions.filter(({ kind }) => kind === 'image-tag'), unknown.gaps?.map(({ code }) => code)],
    [[], ['candidate-undecided']],
  );
  const known = await plan('--tags-from', 'candidates.txt', '--database', 'more.db');
  assert.deepEqual([known.actions.filter(({ kind }) => kind === 'image-tag'), known.gaps], [[], undefined]);
});

test('predicted is what a scan of the changed manifest finds', { skip }, async () => {
  const { after: left } = await plan('--newer-tags', '--database', 'more.db', '--actions', '1');
  const file = join(at, 'pods/gauge.yaml');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('1.0.0-slim', '1.1.0-slim'));
  const { stdout } = await run(0, 'scan', '--database', 'known.db', '-o', '2.plimsoll', '-q', '-f', 'json').finally(() =>
    writeFileSync(file, before),
  );
  assert.deepEqual(JSON.parse(stdout).totals.findings, left);
});

const refusals: readonly (readonly [name: string, args: readonly string[], says: RegExp])[] = [
  ['newer tags without the network', ['--newer-tags', '--offline'], /--newer-tags asks registries.*\n.*--tags-from/],
  ['a list that is not there', ['--tags-from', 'gone.txt'], /gone\.txt does not exist/],
  ['no number', ['--newer-tags', '--tags-per-image', 'x'], /'x' is invalid/],
];
for (const [name, args, says] of refusals) {
  test(`plan refuses ${name}`, { skip }, async () => {
    asked.length = 0;
    const { stderr } = await run(2, 'plan', '1.plimsoll', ...args);
    assert.match(stderr, says);
    assert.deepEqual(asked, []);
  });
}

test('SIGINT while a registry does not answer ends it with a sentence', { skip }, async () => {
  const { child, ended } = folders.start(at, 'plan', '1.plimsoll', '--newer-tags');
  running.onAsked = () => void child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  running.onAsked = undefined;
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /ended by SIGINT/);
});

test('a registry that is gone is said, and the rest of the plan is made', { skip }, async () => {
  const stopped = running.front;
  stopped?.close();
  stopped?.closeAllConnections();
  const { actions, gaps } = await plan('--newer-tags');
  assert.deepEqual(
    gaps?.map(({ code }) => code),
    ['registry-unreachable'],
  );
  assert.ok(actions.length > 0);
});

async function run(expected: number, ...args: readonly string[]) {
  const result = await folders.run(at, ...args);
  assert.equal(result.code, expected, result.stderr);
  return result;
}

async function plan(...args: readonly string[]) {
  return planSchema.parse(JSON.parse((await run(0, 'plan', '1.plimsoll', '-f', 'json', ...args)).stdout));
}

function manifestOf({ digest, mediaType }: SampleDescriptor) {
  return { ...(JSON.parse(String(blobs.blobs.get(digest))) as { layers: readonly SampleDescriptor[] }), mediaType };
}

function layersOf(image: SampleDescriptor): readonly string[] {
  return manifestOf(image).layers.map(({ digest }) => digest);
}

/** Stands before the registry: wants a token, lists four tags at a time, and has lost a layer. */
function createFront(host: string) {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    asked.push(url.pathname + url.search);
    if (running.onAsked) return running.onAsked();
    const answer = (status: number, body: object = {}, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    if (url.pathname === '/token') return void answer(200, { token: 'abc' });
    if (request.headers.authorization !== 'Bearer abc')
      return void answer(
        401,
        {},
        { 'www-authenticate': `Bearer realm="${url.origin}/token",service="s",scope="repository:tide/gauge:pull"` },
      );
    if (url.pathname.endsWith(`/${brokenLayer}`)) return void answer(404);
    const { method, headers } = request;
    const passed = send(`http://${host}${request.url}`, { method, headers }, (real) => {
      if (url.pathname.endsWith('/tags/list')) return void sendPage(real, url, answer);
      response.writeHead(real.statusCode ?? 502, real.headers);
      real.pipe(response);
    });
    passed.on('error', () => response.destroy()).end();
  });
}

async function sendPage(
  real: IncomingMessage,
  url: URL,
  answer: (status: number, body: object, headers?: Record<string, string>) => void,
) {
  const chunks: Buffer[] = [];
  for await (const chunk of real) chunks.push(chunk as Buffer);
  const { name, tags: all } = JSON.parse(String(Buffer.concat(chunks))) as { name: string; tags: string[] };
  const last = url.searchParams.get('last') ?? '';
  const rest = all.toSorted().filter((tag) => tag > last);
  const page = rest.slice(0, 4);
  const next = `<${url.pathname}?last=${page.at(-1)}&n=4>; rel="next"`;
  answer(200, { name, tags: page }, rest.length > page.length ? { link: next } : {});
}
