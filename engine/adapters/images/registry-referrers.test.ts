import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { SampleBlobs, type SampleDescriptor } from '../../test/sample-image.ts';
import { type Handler, serveImages } from '../../test/serve-images.ts';
import { openRegistry } from './registry.ts';

const blobs = new SampleBlobs();
const image = { ...blobs.image(), platform: { os: 'linux', architecture: 'amd64' } };
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const emptyConfig = blobs.add({}, 'application/vnd.oci.empty.v1+json');

function artifact(type: string, content: object): SampleDescriptor {
  const layers = [blobs.add(content, type)];
  const made = blobs.add(
    { schemaVersion: 2, mediaType: manifestType, artifactType: type, config: emptyConfig, layers, subject: image },
    manifestType,
  );
  return { ...made, artifactType: type };
}

const sbom = artifact('application/spdx+json', { spdxVersion: 'SPDX-2.3' });
const signature = artifact('application/vnd.dev.sigstore.bundle.v0.3+json', { signed: true });
const attestation = {
  ...artifact('application/vnd.in-toto+json', { predicate: {} }),
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: { 'vnd.docker.reference.digest': image.digest, 'vnd.docker.reference.type': 'attestation-manifest' },
};
const index = blobs.index([image, attestation]);
const listOf = (...entries: readonly object[]) => JSON.stringify({ schemaVersion: 2, manifests: entries });
const tagged = blobs.index([sbom]);
const indexType = 'application/vnd.oci.image.index.v1+json';

const send = (response: ServerResponse, status: number, body: string, link?: string): true => {
  response.writeHead(status, { 'content-type': indexType, ...(link && { link }) }).end(body);
  return true;
};
/** Answers the API of OCI 1.1; every other question is passed on. */
const api =
  (respond: (response: ServerResponse, url: string) => true): Handler =>
  (request, response) =>
    request.url?.includes('/referrers/') === true && respond(response, request.url);

async function list(handler: Handler, tags: Readonly<Record<string, string>> = {}, root = image.digest, reach?: 'tags') {
  const server = await serveImages({ blobs: blobs.blobs, tags: { 'team/app:1': root, ...tags } }, handler);
  const store = openRegistry({ credentialFiles: [], waiting: { now: () => 0, random: () => 0, sleep: async () => {} } });
  try {
    const found = await store.find({ reference: `${server.host}/team/app:1`, platform: 'linux/amd64' });
    assert.ok(found.kind === 'found' && found.attached);
    const listed = await found.attached.list(undefined, reach);
    const contents: string[] = [];
    for (const one of listed.items) {
      const { items, gaps } = await found.attached.read(one);
      contents.push(...items.map(({ bytes }) => String(bytes)), ...gaps.map(({ code }) => code));
    }
    const told = [...listed.items.map(({ type }) => type), ...listed.gaps.map(({ code }) => code)];
    return { told, contents, asked: server.seen.map(({ url }) => url ?? '') };
  } finally {
    await store.close();
    server.close();
  }
}

const spdx = 'application/spdx+json';
const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const tag = { [`team/app:${image.digest.replace(':', '-')}`]: tagged.digest };
const second = '</v2/team/app/referrers/x?page=2>; rel="next"';
const cases: readonly (readonly [
  name: string,
  handler: Handler,
  tags: Readonly<Record<string, string>>,
  told: readonly string[],
])[] = [
  ['through the API', api((response) => send(response, 200, listOf(sbom, signature))), {}, [spdx, bundle]],
  ['none', api((response) => send(response, 200, listOf())), {}, []],
  [
    'in pages',
    api((response, url) =>
      send(response, 200, url.includes('page') ? listOf(signature) : listOf(sbom), url.includes('page') ? undefined : second),
    ),
    {},
    [spdx, bundle],
  ],
  ['by the tag, where there is no API', () => false, tag, [spdx]],
  ['neither API nor tag', () => false, {}, []],
  ['a page in place of the API', api((response) => send(response, 200, '<html>')), tag, [spdx]],
  ['an API that is broken', api((response) => send(response, 500, '')), tag, ['referrers-unreadable']],
  ['pages without end', api((response) => send(response, 200, listOf(sbom), second)), {}, [spdx, 'referrers-unreadable']],
];
for (const [name, handler, tags, told] of cases)
  test(`referrers: ${name}`, async () => assert.deepEqual((await list(handler, tags)).told, told));

test('what is attached is read and verified', async () => {
  const { contents } = await list(api((response) => send(response, 200, listOf(sbom))));
  assert.deepEqual(contents, ['{"spdxVersion":"SPDX-2.3"}']);
  const liar = { ...sbom, digest: `sha256:${'0'.repeat(64)}` };
  assert.deepEqual((await list(api((response) => send(response, 200, listOf(liar))))).contents, ['blob-missing']);
});

test('attestations that an index holds are attached to their image', async () => {
  const { told } = await list(() => false, {}, index.digest);
  assert.deepEqual(told, ['application/vnd.in-toto+json']);
});

test('that a registry has no API is asked once', async () => {
  const { asked } = await list(() => false, {}, index.digest);
  assert.equal(asked.filter((url) => url.includes('/referrers/')).length, 1);
  assert.equal(asked.filter((url) => url.includes('/manifests/sha256-')).length, 2);
});

test('what cosign puts beside an image under a tag is listed where it is asked for', async () => {
  const cosign = { [`team/app:${image.digest.replace(':', '-')}.sig`]: signature.digest };
  assert.deepEqual((await list(() => false, cosign)).told, []);
  const { told, contents } = await list(() => false, cosign, image.digest, 'tags');
  assert.deepEqual(told, ['application/vnd.dev.cosign.artifact.sig.v1+json']);
  assert.deepEqual(contents, ['{"signed":true}']);
  const refusing: Handler = (request, response) => request.url?.endsWith('.att') === true && send(response, 403, '');
  assert.deepEqual((await list(refusing, cosign, image.digest, 'tags')).told, [...told, 'referrers-unreadable']);
});
