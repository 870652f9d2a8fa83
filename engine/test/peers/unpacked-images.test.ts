import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openOciLayout } from '../../adapters/images/oci-layout.ts';
import { defaultLayerLimits } from '../../adapters/layers/layer-input.ts';
import { readBlob } from '../../adapters/layers/read-blob.ts';
import { unpackDigests } from '../../formats/file-digests/file-digests.ts';
import { findStandingEntry, type LayerStack } from '../../gather/images/find-entry.ts';
import { foldLayers } from '../../gather/images/fold-layers.ts';
import { findHiddenFiles } from '../../gather/images/hidden-files.ts';
import type { FoundImage } from '../../gather/images/store.ts';
import { catalogers } from '../../gather/packages/all.ts';
import { memorySpool } from '../../gather/packages/memory-spool.ts';
import type { EntryKind, LayerReading } from '../../model/layer.ts';
import type { InstalledPackage } from '../../model/package.ts';
import { openCorpus } from '../corpus.ts';
import { unpackImage, whyNotUnpack } from '../unpack-image.ts';

/** Whiteouts, opaque directories, links over layers, a purge, setuid, merged directories, packages that Debian ships. */
const images = ['links', 'node-opaque', 'python-whiteout', 'debian-purged', 'debian-setuid', 'debian-usrmerge', 'egg-devlock'];
const ofDebian = new Set(['python-whiteout', 'debian-purged', 'debian-setuid', 'debian-usrmerge']);

const corpus = await openCorpus();
const without = spawnSync('dpkg-query', ['--version']).status === 0 ? undefined : 'there is no dpkg-query';
const skip = typeof corpus === 'string' ? corpus : (whyNotUnpack() ?? without ?? false);
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-unpacked-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const known = new Map<string, Promise<LayerReading>>();

for (const name of images) {
  test(`${name}: what stands is what umoci unpacks, and has the digests that sha256sum takes`, { skip }, async () => {
    if (typeof corpus === 'string') return;
    const layout = join(corpus.folder, 'images', name);
    const { reference, found } = await findOnly(corpus.references, name, layout);
    const digests = found.manifest.layers.map(({ digest }) => digest);
    const readings = new Map(await Promise.all(digests.map(async (digest) => [digest, await read(found, digest)] as const)));
    const { stack, packages } = foldLayers({ image: reference, layers: digests, readings, baseLayers: 0 });
    const root = unpackImage(layout, scratch, name);
    const disk = new Map([...walk(root)].map(([path, stats]) => [path, describe(stats)]));
    const ours = new Map(
      [...new Set([...readings.values()].flatMap((each) => [...each.paths, ...(each.facts?.entries.directories ?? [])]))].flatMap(
        (path) => {
          const standing = findStandingEntry(stack, path);
          if (standing.kind !== 'found' || path === '') return [];
          const { kind, mode, uid, gid } = standing.entry;
          return [[path, toText(kind === 'hardlink' ? 'file' : kind, mode, uid, gid)] as const];
        },
      ),
    );
    assert.ok(disk.size > 5, 'something was unpacked');
    assert.deepEqual(differences(ours, disk), []);
    assert.deepEqual(differences(digestsOf(stack), sumsOf(root)), []);
    if (ofDebian.has(name)) assert.deepEqual(ownersOf(packages), ownersByDpkg(packages, root));
    rmSync(join(scratch, name), { recursive: true, force: true });
  });
}

async function findOnly(references: readonly string[], name: string, layout: string) {
  const reference = references.find((each) => each.includes(`/${name}:`)) ?? '';
  const found = await openOciLayout({ at: layout, folder: '/' }).find({ reference, platform: 'linux/amd64' });
  assert.ok(found.kind === 'found');
  return { reference, found };
}

function read(image: FoundImage, digest: string): Promise<LayerReading> {
  const reading = known.get(digest) ?? readNew(image, digest);
  known.set(digest, reading);
  return reading;
}

async function readNew(image: FoundImage, digest: string): Promise<LayerReading> {
  const layer = image.manifest.layers.find((each) => each.digest === digest);
  assert.ok(layer);
  const pass = async (linkTargets: readonly string[]) =>
    readBlob({
      layer,
      chunks: await image.open(layer),
      catalogers,
      spool: memorySpool(),
      limits: defaultLayerLimits,
      linkTargets,
      fileDigests: true,
    });
  const { reading, again } = await pass([]);
  return again.length > 0 ? (await pass(again)).reading : reading;
}

function* walk(root: string, folder = ''): Generator<[path: string, stats: Stats]> {
  for (const name of readdirSync(join(root, folder))) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const stats = lstatSync(join(root, path));
    yield [path, stats];
    if (stats.isDirectory()) yield* walk(root, path);
  }
}

function describe(stats: Stats): string {
  const kind = stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'symlink' : stats.isFile() ? 'file' : 'other';
  return toText(kind, stats.mode & 0o7777, stats.uid, stats.gid);
}

/** The mode of a symlink is the file system's own affair. */
function toText(kind: EntryKind, mode: number, uid: number, gid: number): string {
  return `${kind} ${kind === 'symlink' ? '' : mode.toString(8)} ${uid}:${gid}`;
}

/** Of every file that stands in the image, by path. */
function digestsOf(stack: LayerStack): ReadonlyMap<string, string> {
  return new Map(
    stack.flatMap((layer, index) => {
      const hidden = new Set(findHiddenFiles(stack, index));
      const files = layer?.fileDigests ? [...unpackDigests(layer.fileDigests)] : [];
      return files.flatMap(([path, digest], place) =>
        hidden.has(place) ? [] : [[path, Buffer.from(digest, 'latin1').toString('hex')] as const],
      );
    }),
  );
}

/** The same as sha256sum reads them from the disk. */
function sumsOf(root: string): ReadonlyMap<string, string> {
  const { stdout } = spawnSync('find', ['.', '-type', 'f', '-exec', 'sha256sum', '--zero', '{}', '+'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return new Map(
    stdout
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.slice(68), line.slice(0, 64)]),
  );
}

function differences(ours: ReadonlyMap<string, string>, disk: ReadonlyMap<string, string>): string[] {
  const paths = [...new Set([...ours.keys(), ...disk.keys()])].sort();
  return paths
    .filter((path) => ours.get(path) !== disk.get(path))
    .map((path) => `${path}: ${ours.get(path)}, unpacked ${disk.get(path)}`);
}

/** Of every package that is not of the distribution itself: the name of its owner. */
function ownersOf(packages: readonly InstalledPackage[]): readonly string[] {
  return packages
    .filter(({ type }) => type !== 'deb')
    .map(({ purl, ownedBy }) => `${purl} ${/^pkg:deb\/[^/]+\/([^@]+)@/.exec(ownedBy ?? '')?.[1] ?? 'nobody'}`);
}

function ownersByDpkg(packages: readonly InstalledPackage[], root: string): readonly string[] {
  const search = (path: string) => {
    const { stdout } = spawnSync('dpkg-query', [`--admindir=${root}/var/lib/dpkg`, '-S', `/${path}`], { encoding: 'utf8' });
    return /^([^:,\s]+)/.exec(stdout)?.[1];
  };
  return packages
    .filter(({ type }) => type !== 'deb')
    .map(({ purl, places }) => {
      const owners = places.map(({ path }) => {
        const file = path.split('!/', 1)[0] ?? '';
        return search(file) ?? search(file.replace(/^usr\//, ''));
      });
      return `${purl} ${owners.every((owner) => owner !== undefined) ? decodeURIComponent(owners[0] ?? '') : 'nobody'}`;
    });
}
