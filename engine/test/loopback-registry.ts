import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SampleDescriptor, sha256 } from './sample-image.ts';
import type { SampleBlob } from './sample-signatures.ts';

/** Debian's docker-registry on loopback. It has no list of referrers, so that tags stand in for it. */
export interface LoopbackRegistry {
  readonly host: string;
  stop(): void;
  /** Stores an artifact of these blobs, under a tag where one is given. */
  attach(repository: string, blobs: readonly SampleBlob[], over?: ArtifactParts): Promise<SampleDescriptor>;
  /** Stores a manifest or index as it is. */
  put(repository: string, tag: string | undefined, manifest: object & { readonly mediaType: string }): Promise<SampleDescriptor>;
}

/** What an artifact is besides its blobs. */
export interface ArtifactParts {
  readonly tag?: string;
  readonly artifactType?: string;
  readonly subject?: SampleDescriptor;
}

/** Why it cannot be started here; false where it can. */
export function registryIsMissing(): string | false {
  const missing = ['docker-registry', 'skopeo'].filter((tool) => spawnSync(tool, ['--version']).error);
  return missing.length > 0 && `${missing.join(' and ')} not installed (Debian packages of these names)`;
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** Starts one that keeps its content below a folder. */
export async function startLoopbackRegistry(folder: string): Promise<LoopbackRegistry> {
  const host = `127.0.0.1:${await freePort()}`;
  const file = join(folder, 'registry.yml');
  mkdirSync(join(folder, 'store'));
  writeFileSync(
    file,
    `version: 0.1\nstorage: { filesystem: { rootdirectory: ${join(folder, 'store')} } }\nhttp: { addr: ${host} }\n`,
  );
  const server = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
  for (let tries = 0; tries < 100 && !(await isUp(host)); tries++) await sleep(100);
  const put: LoopbackRegistry['put'] = (repository, tag, manifest) =>
    putManifest(`http://${host}/v2/${repository}`, tag, manifest);
  return {
    host,
    stop: () => void server.kill(),
    put,
    async attach(repository, blobs, { tag, ...over } = {}) {
      const at = `http://${host}/v2/${repository}`;
      const config = await putBlob(at, {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        annotations: {},
        bytes: Buffer.from('{}'),
      });
      const layers = [];
      for (const blob of blobs) layers.push(await putBlob(at, blob));
      return put(repository, tag, { schemaVersion: 2, mediaType: manifestType, config, layers, ...over } as {
        mediaType: string;
      });
    },
  };
}

async function putBlob(at: string, { mediaType, annotations, bytes }: SampleBlob): Promise<SampleDescriptor> {
  const digest = sha256(bytes);
  const begun = await fetch(`${at}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(begun.headers.get('location') ?? '', at);
  place.searchParams.set('digest', digest);
  const stored = await fetch(place, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (stored.status !== 201) throw new Error(`the registry answered ${stored.status}: ${await stored.text()}`);
  return { mediaType, digest, size: bytes.length, annotations };
}

async function putManifest(
  at: string,
  tag: string | undefined,
  manifest: { readonly mediaType: string },
): Promise<SampleDescriptor> {
  const { mediaType } = manifest;
  const body = Buffer.from(JSON.stringify(manifest));
  const digest = sha256(body);
  const stored = await fetch(`${at}/manifests/${tag ?? digest}`, { method: 'PUT', body, headers: { 'content-type': mediaType } });
  if (stored.status !== 201) throw new Error(`the registry answered ${stored.status}: ${await stored.text()}`);
  return { mediaType, digest, size: body.length };
}

async function isUp(host: string): Promise<boolean> {
  return (await fetch(`http://${host}/v2/`).catch(() => undefined))?.ok === true;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}
