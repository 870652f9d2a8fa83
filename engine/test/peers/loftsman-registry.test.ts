import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openSourceFiles } from '../../adapters/files/source-files.ts';
import { openRenderings } from '../../adapters/renderings/open-renderings.ts';
import { openRenderer } from '../../adapters/tools/open-renderer.ts';
import { createLocator, readSources } from '../../gather/sources/read-sources.ts';
import { findReferences } from '../../gather/sources/references/find-references.ts';
import { sha256, tarOf } from '../sample-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-loftsman-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const template = (tag: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  containers:\n  - name: app\n    image: "{{ .Values.image.repository }}:${tag}"\n`;
const chart = {
  'app/Chart.yaml':
    'apiVersion: v2\nname: app\nversion: 1.2.0\nannotations:\n  artifacthub.io/images: |\n    - image: z/extra:4\n',
  'app/values.yaml': 'image:\n  repository: ghcr.io/x/app\n  tag: "1"\n',
  'app/templates/pod.yaml': template('{{ .Values.image.tag }}'),
};
const packed = gzipSync(tarOf(chart));
const configuration = Buffer.from(JSON.stringify({ apiVersion: 'v2', name: 'app', version: '1.2.0' }));
const descriptor = (mediaType: string, bytes: Uint8Array) => ({ mediaType, digest: sha256(bytes), size: bytes.length });
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const manifest = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor('application/vnd.cncf.helm.config.v1+json', configuration),
    layers: [descriptor('application/vnd.cncf.helm.chart.content.v1.tar+gzip', packed)],
  }),
);
const contents = new Map<string, Uint8Array>([packed, configuration, manifest].map((bytes) => [sha256(bytes), bytes]));
contents.set('1.2.0', manifest);

const server = createServer(({ url = '', method }, response) => {
  const bytes = contents.get(decodeURIComponent(url.split('/').at(-1) ?? ''));
  if (!bytes || !url.startsWith('/v2/charts/app/')) return response.writeHead(url === '/v2/' ? 200 : 404).end();
  const type = bytes === manifest ? manifestType : 'application/octet-stream';
  const headers = { 'content-type': type, 'content-length': bytes.length, 'docker-content-digest': sha256(bytes) };
  return response.writeHead(200, headers).end(method === 'HEAD' ? undefined : bytes);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());

mkdirSync(join(folder, 'charts'));
writeFileSync(
  join(folder, 'platform.yaml'),
  'apiVersion: manifests/v1beta1\nspec:\n  charts:\n  - name: app\n    version: 1.2.0\n    namespace: n\n    values:\n      image:\n        tag: "7"\n  - name: gone\n    version: 3.0.0\n',
);

async function read(charts: string, offline: boolean, context: { skip(message: string): void; after(run: () => void): void }) {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const renderer = openRenderer({ folder, configured: {}, environment: process.env, cache, offline });
  context.after(() => renderer.close());
  if (!(await renderer.identify('helm'))) return context.skip('helm is not installed');
  const files = openSourceFiles(folder);
  const specs = [{ kind: 'loftsman', at: 'platform.yaml', charts }] as const;
  const [reading] = await readSources(specs, { files, renderer, cache: openRenderings(cache) });
  if (!reading) return undefined;
  const locate = await createLocator(specs, files);
  const found = findReferences(reading.resources).found.map((image) => ({ ...image, ...locate(image) }));
  return { reading, images: found.map(({ declared, file, line, resource }) => `${declared} ${resource?.name} ${file}:${line}`) };
}

const registry = (): string => `oci://127.0.0.1:${(server.address() as AddressInfo).port}/charts`;

test('a chart in a registry is pulled and rendered with the values of the manifest; what is not there is a gap', async (context) => {
  const done = await read(registry(), false, context);
  if (!done) return;
  assert.deepEqual(done.images, ['ghcr.io/x/app:7 app platform.yaml:4']);
  assert.deepEqual(
    done.reading.gaps.map(({ code, path, line }) => `${code} ${path}:${line}`),
    ['chart-missing platform.yaml:10'],
  );
  assert.doesNotMatch(JSON.stringify(done.reading), /plimsoll-/);
});

test('offline no registry is asked', async (context) => {
  const done = await read(registry(), true, context);
  if (!done) return;
  assert.deepEqual(
    done.reading.gaps.map(({ code }) => code),
    ['chart-missing', 'chart-missing'],
  );
});

test('a packed chart in a folder is rendered with the values of the manifest, and so is an unpacked one', async (context) => {
  writeFileSync(join(folder, 'charts/app-1.2.0.tgz'), packed);
  const done = await read('charts', true, context);
  if (!done) return;
  assert.deepEqual(
    done.images.map((image) => image.split(' ')[0]),
    ['ghcr.io/x/app:7'],
  );
  assert.deepEqual(
    done.reading.occurrences.map(({ declared, how, file, line }) => `${declared} ${how} ${file}:${line}`),
    ['z/extra:4 chart-annotation charts/app-1.2.0.tgz:6'],
  );
  rmSync(join(folder, 'charts/app-1.2.0.tgz'));
  for (const [path, text] of Object.entries(chart)) {
    mkdirSync(join(folder, 'charts', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'charts', path), text);
  }
  const unpacked = await read('charts', true, context);
  assert.deepEqual(unpacked?.images, ['ghcr.io/x/app:7 app platform.yaml:9']);
});
