import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Descriptor } from '../../formats/oci/descriptor.ts';
import { SampleBlobs, type SampleDescriptor, tarOf } from '../../test/sample-image.ts';
import { resolveImage } from './resolve-image.ts';

const platform = (architecture: string, variant?: string) => ({
  platform: { os: 'linux', architecture, ...(variant && { variant }) },
});
const configurationType = 'application/vnd.oci.image.config.v1+json';
const attestation = { platform: { os: 'unknown', architecture: 'unknown' } };

interface Case {
  readonly name: string;
  readonly build: (blobs: SampleBlobs) => SampleDescriptor | readonly SampleDescriptor[];
  readonly wanted?: string;
  /** `platform in-index?` when found. */
  readonly found?: string;
  readonly gaps?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'a single image', build: (b) => b.image(), found: 'linux/amd64' },
  {
    name: 'an index with an attestation in front',
    build: (b) =>
      b.index([
        { ...b.image({ architecture: 's390x' }), ...attestation },
        { ...b.image(), ...platform('amd64') },
      ]),
    found: 'linux/amd64 in an index',
  },
  {
    name: 'arm64 in its v8 spelling',
    build: (b) =>
      b.index([
        { ...b.image(), ...platform('amd64') },
        { ...b.image({ architecture: 'arm64' }), ...platform('arm64', 'v8') },
      ]),
    wanted: 'linux/arm64',
    found: 'linux/arm64 in an index',
  },
  {
    name: 'an index without platforms: configurations are read',
    build: (b) => b.index([b.image({ architecture: 'arm64' }), b.image()]),
    found: 'linux/amd64 in an index',
  },
  {
    name: 'an index in an index',
    build: (b) => b.index([b.index([{ ...b.image(), ...platform('amd64') }])]),
    found: 'linux/amd64 in an index',
  },
  {
    name: "Docker's manifest list",
    build: (b) => b.index([{ ...b.image(), ...platform('amd64') }], 'application/vnd.docker.distribution.manifest.list.v2+json'),
    found: 'linux/amd64 in an index',
  },
  {
    name: 'an image for another processor and nothing else',
    build: (b) => b.image({ architecture: 'arm64' }),
    found: 'linux/arm64',
    gaps: ['platform-differs'],
  },
  {
    name: 'an index without the platform',
    build: (b) => b.index([{ ...b.image({ architecture: 'arm64' }), ...platform('arm64') }]),
    gaps: ['platform-missing'],
  },
  { name: 'an empty index', build: (b) => b.index([]), gaps: ['not-an-image'] },
  { name: 'only attestations', build: (b) => b.index([{ ...b.image(), ...attestation }]), gaps: ['not-an-image'] },
  {
    name: 'a chart',
    build: (b) => b.image({ manifest: { config: b.add({}, 'application/vnd.cncf.helm.config.v1+json') } }),
    gaps: ['not-an-image'],
  },
  { name: 'schema 1', build: (b) => b.add({ schemaVersion: 1, fsLayers: [] }, 'x'), gaps: ['manifest-unsupported'] },
  { name: 'no JSON', build: (b) => b.add(Buffer.from('<html>'), 'x'), gaps: ['manifest-invalid'] },
  { name: 'indexes without end', build: (b) => deepIndex(b, 9), gaps: ['manifest-too-deep'] },
  {
    name: 'a configuration that is missing',
    build: (b) => b.image({ manifest: { config: { ...b.add({}, configurationType), digest: `sha256:${'0'.repeat(64)}` } } }),
    gaps: ['blob-missing'],
  },
  {
    name: 'fewer layers than the configuration says',
    build: (b) => b.image({ layers: [tarOf({ a: '1' })], manifest: { layers: [] } }),
    gaps: ['layers-differ'],
  },
  {
    name: 'a configuration without layers',
    build: (b) => b.image({ configuration: { rootfs: 1 } }),
    gaps: ['configuration-invalid'],
  },
  {
    name: 'an encrypted layer is listed and told',
    build: (b) =>
      b.image({ manifest: { layers: [b.add(Buffer.from('x'), 'application/vnd.oci.image.layer.v1.tar+encrypted')] } }),
    found: 'linux/amd64',
    gaps: ['layer-unsupported'],
  },
  {
    name: 'two images of one name',
    build: (b) => [b.image(), b.image({ layers: [tarOf({ b: '2' })] })],
    gaps: ['reference-ambiguous'],
  },
  { name: 'two platforms of one name', build: (b) => [b.image({ architecture: 'arm64' }), b.image()], found: 'linux/amd64' },
  { name: 'no platform at all', build: (b) => b.image({ configuration: { os: '', architecture: '' } }), found: 'linux/amd64' },
];

for (const { name, build, wanted = 'linux/amd64', found = 'nothing', gaps = [] } of cases) {
  test(`resolves ${name}`, async () => {
    const { blobs, roots } = made(build);
    const result = await resolveImage({ reference: 'r.example/a:1', platform: wanted }, roots, source(blobs));
    const told =
      result.kind === 'found' ? `${result.manifest.platform}${result.manifest.indexDigest ? ' in an index' : ''}` : 'nothing';
    assert.deepEqual([told, result.gaps.map(({ code }) => code)], [found, gaps]);
    assert.ok(result.gaps.every(({ image, detail }) => image === 'r.example/a:1' && detail.length > 20));
  });
}

test('an image knows every other that its index offers', async () => {
  const { blobs, roots } = made((b) =>
    b.index([
      { ...b.image(), ...platform('amd64') },
      { ...b.image({ architecture: 'arm64' }), ...platform('arm64') },
      { ...b.image(), ...attestation },
    ]),
  );
  const result = await resolveImage({ reference: 'r.example/a:1', platform: 'linux/arm64' }, roots, source(blobs));
  assert.ok(result.kind === 'found');
  const { variants = [], digest } = result.manifest;
  assert.deepEqual(
    variants.map((variant) => variant.platform),
    ['linux/amd64', 'linux/arm64'],
  );
  assert.equal(variants[1]?.digest, digest);
});

test('an index that lists itself ends', async () => {
  const digest = `sha256:${'b'.repeat(64)}`;
  const index = Buffer.from(
    JSON.stringify({ manifests: [{ mediaType: 'application/vnd.oci.image.index.v1+json', digest, size: 5 }] }),
  );
  const liar = { id: 'liar', read: async () => index };
  const result = await resolveImage(
    { reference: 'r.example/a:1', platform: 'linux/amd64' },
    [descriptor({ digest, size: index.length })],
    liar,
  );
  assert.deepEqual(
    result.gaps.map(({ code }) => code),
    ['digest-differs'],
  );
});

test('a blob of another digest or size is not believed', async () => {
  for (const change of [(b: Uint8Array) => b.with(0, 0x20), (b: Uint8Array) => b.subarray(1)]) {
    const { blobs, roots } = made((b) => b.image());
    const honest = source(blobs);
    const result = await resolveImage({ reference: 'r.example/a:1', platform: 'linux/amd64' }, roots, {
      id: 'liar',
      read: async (wanted) => {
        const bytes = await honest.read(wanted);
        return bytes instanceof Uint8Array ? change(new Uint8Array(bytes)) : bytes;
      },
    });
    assert.deepEqual([result.kind, result.gaps.map(({ code }) => code)], ['failed', ['digest-differs']]);
  }
});

test('layers carry digest, diff id, size and the step that made them', async () => {
  const { blobs, roots } = made((b) => b.image({ layers: [tarOf({ a: '1' }), tarOf({ b: '2' })] }));
  const result = await resolveImage({ reference: 'r.example/a:1', platform: 'linux/amd64' }, roots, source(blobs));
  assert.ok(result.kind === 'found');
  assert.deepEqual(
    result.manifest.layers.map(({ createdBy }) => createdBy),
    ['step 0', 'step 1'],
  );
  assert.ok(result.manifest.layers.every(({ digest, sizeBytes }) => blobs.get(digest)?.length === sizeBytes));
  assert.equal(result.manifest.configuration.user, '1000');
});

function deepIndex(blobs: SampleBlobs, depth: number): SampleDescriptor {
  return depth === 0 ? blobs.image() : blobs.index([deepIndex(blobs, depth - 1)]);
}

function made(build: Case['build']): { blobs: ReadonlyMap<string, Uint8Array>; roots: readonly Descriptor[] } {
  const sample = new SampleBlobs();
  return { roots: [build(sample)].flat().map(descriptor), blobs: sample.blobs };
}

function descriptor({ digest, size }: Pick<SampleDescriptor, 'digest' | 'size'>): Descriptor {
  return { digest, sizeBytes: size, mediaType: '', annotations: {} };
}

function source(blobs: ReadonlyMap<string, Uint8Array>) {
  return {
    id: 'memory',
    read: async ({ digest }: Descriptor) =>
      blobs.get(digest) ?? { code: 'blob-missing', unit: 'test', detail: `no ${digest}, as the test wants` },
  };
}
