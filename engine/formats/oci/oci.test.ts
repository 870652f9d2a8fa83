import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { digestOf, isDigest } from './digest.ts';
import { makeManifest, readArchiveManifest } from './docker-archive.ts';
import { layoutNames } from './layout-names.ts';
import { normalizePlatform, platformDistance } from './platform.ts';
import { readConfiguration } from './read-configuration.ts';
import { readManifest } from './read-manifest.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };
const layer = { mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', digest, size: 3 };
const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

const manifests: readonly (readonly [name: string, document: unknown, kind: string])[] = [
  ['an OCI manifest', { schemaVersion: 2, config, layers: [layer] }, 'image'],
  ['a manifest without layers', { schemaVersion: 2, config, layers: [] }, 'image'],
  ['layers as null, as Go writes none', { schemaVersion: 2, config, layers: null, annotations: null }, 'image'],
  [
    'a configuration of a general type',
    { config: { ...config, mediaType: 'application/octet-stream' }, layers: [layer] },
    'image',
  ],
  [
    'an encrypted layer',
    { config, layers: [{ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted' }] },
    'image',
  ],
  ['an index', { schemaVersion: 2, manifests: [layer] }, 'index'],
  ['an empty index', { manifests: [] }, 'index'],
  ['a chart', { config: { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' }, layers: [layer] }, 'artifact'],
  ['a signature', { config, layers: [{ ...layer, mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }] }, 'artifact'],
  ['an artifact by its type', { config, artifactType: 'application/spdx+json', layers: [layer] }, 'artifact'],
  ['an artifact manifest', { mediaType: 'application/vnd.oci.artifact.manifest.v1+json', blobs: [] }, 'artifact'],
  ['schema 1', { schemaVersion: 1, fsLayers: [], history: [] }, 'unsupported'],
  ['index and manifest at once', { manifests: [], config, layers: [layer] }, 'invalid'],
  ['neither', { schemaVersion: 2 }, 'invalid'],
  ['an unknown digest', { config, layers: [{ ...layer, digest: 'md5:00' }] }, 'invalid'],
  ['a digest that climbs', { config, layers: [{ ...layer, digest: 'sha256:../../../etc/passwd' }] }, 'invalid'],
  ['a negative size', { config, layers: [{ ...layer, size: -1 }] }, 'invalid'],
  ['a list', [], 'invalid'],
  ['null', null, 'invalid'],
  ['no JSON', '{', 'invalid'],
  ['too large', `"${' '.repeat(5_000_000)}"`, 'invalid'],
];

for (const [name, document, kind] of manifests)
  test(`manifest: ${name} is ${kind}`, () => assert.equal(readManifest(bytes(document)).kind, kind));

test('an index keeps the entries that can be read and tells of the others', () => {
  const index = readManifest(
    bytes({ manifests: [{ ...layer, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } }, {}] }),
  );
  assert.ok(index.kind === 'index');
  assert.deepEqual([index.entries.map(({ platform }) => platform), index.unreadable.length], [['linux/arm64'], 1]);
});

test('a configuration is read whole', () => {
  const document = {
    os: 'linux',
    architecture: 'aarch64',
    created: '2023-11-14T22:13:20.5Z',
    config: {
      User: 'app',
      Entrypoint: ['/a'],
      Cmd: null,
      ExposedPorts: { '80/tcp': {} },
      Volumes: { '/v': {} },
      Labels: { __proto__x: 'y' },
    },
    rootfs: { type: 'layers', diff_ids: [digest, digest] },
    history: [{ created_by: 'one' }, { created_by: 'ENV', empty_layer: true }, { created_by: 'two' }],
  };
  assert.deepEqual(readConfiguration(bytes(document)), {
    platform: 'linux/arm64',
    diffIds: [digest, digest],
    createdBy: ['one', 'two'],
    configuration: {
      user: 'app',
      entrypoint: ['/a'],
      command: [],
      workingDirectory: '',
      volumes: ['/v'],
      exposedPorts: ['80/tcp'],
      labels: { __proto__x: 'y' },
      createdAt: '2023-11-14T22:13:20.500Z',
    },
    troubles: [],
  });
});

test('a part of a configuration that is wrong does not take the others along, and is told', () => {
  const read = readConfiguration(bytes({ rootfs: { diff_ids: [] }, config: { User: 7, Cmd: ['a'] } }));
  assert.ok(typeof read !== 'string');
  assert.deepEqual([read.configuration.user, read.configuration.command, read.troubles.length], ['', ['a'], 1]);
});

test('history that does not fit the layers is not guessed at', () => {
  const read = readConfiguration(bytes({ rootfs: { diff_ids: [digest] }, history: [{ created_by: 'a' }, { created_by: 'b' }] }));
  assert.ok(typeof read !== 'string');
  assert.deepEqual(read.createdBy, []);
});

test('property: any bytes are a manifest of some kind and a configuration or a sentence', () => {
  const key = fc.constantFrom(
    'config',
    'layers',
    'manifests',
    'rootfs',
    'diff_ids',
    'digest',
    'size',
    'platform',
    'history',
    '__proto__',
  );
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(anyJson(), fc.constant(digest)),
    tree: fc.oneof({ depthSize: 'small' }, tie('leaf'), fc.array(tie('tree')), fc.dictionary(key, tie('tree'))),
  }));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), tree.map(bytes)), (content) => {
      readManifest(content);
      readConfiguration(content);
      readArchiveManifest(content);
    }),
  );
});

const platforms: readonly (readonly [wanted: string, offered: string, distance: number | undefined])[] = [
  ['linux/amd64', 'linux/amd64', 0],
  ['linux/x86_64', 'linux/amd64', 0],
  ['linux/arm64', 'linux/arm64/v8', 0],
  ['linux/arm64/8', 'linux/aarch64', 0],
  ['linux/arm', 'linux/arm/v7', 0],
  ['linux/armhf', 'linux/arm/v7', 0],
  ['linux/arm/v7', 'linux/arm/v6', 1],
  ['linux/arm/v7', 'linux/arm/v5', 2],
  ['linux/arm/v6', 'linux/arm/v7', undefined],
  ['linux/amd64', 'linux/amd64/v3', undefined],
  ['linux/amd64/v3', 'linux/amd64', 2],
  ['linux/arm64/v9', 'linux/arm64', 1],
  ['linux/arm64', 'linux/arm', undefined],
  ['linux/amd64', 'windows/amd64', undefined],
];

for (const [wanted, offered, distance] of platforms)
  test(`platform: ${wanted} is served by ${offered}: ${distance}`, () =>
    assert.equal(platformDistance(normalizePlatform(wanted), normalizePlatform(offered)), distance));

const full = 'io.containerd.image.name';
const short = 'org.opencontainers.image.ref.name';
const names: readonly (readonly [name: string, annotations: Record<string, string>, folder: string, out: readonly string[]])[] = [
  ['a full name and a tag', { [full]: 'quay.io/a/b:1', [short]: '1' }, '', ['quay.io/a/b:1']],
  ['a reference name in full', { [short]: 'nginx:1.27' }, 'x', ['docker.io/library/nginx:1.27']],
  ['a tag and a folder', { [short]: '1.27' }, 'quay.io/a/b', ['quay.io/a/b:1.27']],
  ['a tag and a folder of one name', { [short]: '1.27' }, 'nginx', ['docker.io/library/nginx:1.27']],
  ['a folder with a tag', {}, 'quay.io/a/b:1', ['quay.io/a/b:1']],
  ['a folder without a tag says nothing', {}, 'nginx', []],
  ['a folder that is no repository', { [short]: '1' }, 'My Images', []],
  ['a tag without a folder', { [short]: '1' }, '', []],
];

for (const [name, annotations, folder, out] of names)
  test(`layout names: ${name}`, () => assert.deepEqual([...layoutNames({ mediaType: '', digest, annotations }, folder)], out));

test('digests', () => {
  assert.ok(isDigest(digest) && isDigest(`sha512:${'0'.repeat(128)}`));
  for (const text of [
    '',
    'sha256:',
    `sha256:${'A'.repeat(64)}`,
    `${digest}:`,
    `sha512:${'a'.repeat(64)}`,
    `md5:${'a'.repeat(32)}`,
    'a'.repeat(64),
  ])
    assert.ok(!isDigest(text), text);
  assert.equal(digestOf(bytes('')), 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('a manifest that was made reads back', () => {
  const made = readManifest(makeManifest({ digest, sizeBytes: 5 }, [{ mediaType: layer.mediaType, digest, sizeBytes: 3 }]));
  assert.ok(made.kind === 'image' && made.configuration.sizeBytes === 5 && made.layers[0]?.sizeBytes === 3);
});
