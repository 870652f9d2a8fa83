import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../compare/releases/read-record.ts';
import type { Release } from '../model/release.ts';
import { makeReleaseFolders, type ReleaseFolders } from './release-folder.ts';
import type { RunResult } from './run-plimsoll.ts';
import { debianLayer, gaugeAdvisory } from './sample-debian.ts';
import { SampleBlobs, type SampleDescriptor } from './sample-image.ts';
import { watchCpu } from './watch-cpu.ts';
import { watchMemory } from './watch-memory.ts';

/** A release with one good image, and whatever else a test puts beside it. */
export interface HostileCase {
  /** Stands beside the good image's in the layout, or takes blobs out of it. */
  readonly blobs?: SampleBlobs;
  /** Images by reference; each is listed, too. */
  readonly images?: Readonly<Record<string, SampleDescriptor>>;
  /** Images that are listed and lie elsewhere. */
  readonly listed?: readonly string[];
  /** More files of the release. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** More sources, as YAML flow mappings. */
  readonly sources?: readonly string[];
  /** More lines of plimsoll.yaml. */
  readonly configuration?: string;
}

/** How a scan of it ended. */
export interface HostileRun extends RunResult {
  /** All its threads together; undefined where the system does not say. */
  readonly cpuSeconds?: number;
  readonly peakBytes?: number;
  /** Undefined when no record was written. */
  readonly release?: Release;
}

/** Folders, a database with one advisory, and scans. */
export interface HostileWorld {
  readonly folders: ReleaseFolders;
  readonly database: string;
  scan(hostile: HostileCase): Promise<HostileRun>;
}

/** Reference of the image that every release of these tests holds, with one finding. */
export const goodImage = 'registry.example/good:1';

/** Makes a world for the tests of one file. */
export async function makeHostileWorld(name: string): Promise<HostileWorld> {
  const folders = makeReleaseFolders(name);
  const feed = folders.place({ 'gauge.json': JSON.stringify(gaugeAdvisory) });
  const database = join(folders.folder, 'advisories.db');
  const imported = await folders.run(feed, 'advisories', 'import', '.', '--database', database);
  assert.equal(imported.code, 0, imported.stderr);
  return {
    folders,
    database,
    async scan(hostile) {
      const at = folders.place(filesOf(hostile));
      const { child, ended: end } = folders.start(at, 'scan', '--now', '2026-01-02', '--database', database);
      const [cpu, peak] = [watchCpu(child), watchMemory(child)];
      const ended = { ...(await end), ...used(cpu(), peak()) };
      const record = join(at, 'releases/1.plimsoll');
      return { ...ended, ...(existsSync(record) && { release: readRecord(readFileSync(record), record) }) };
    },
  };
}

function used(cpuSeconds: number | undefined, peakBytes: number | undefined): Pick<HostileRun, 'cpuSeconds' | 'peakBytes'> {
  return { ...(cpuSeconds !== undefined && { cpuSeconds }), ...(peakBytes !== undefined && { peakBytes }) };
}

/** Exit code 0, and the good image with its finding is there. */
export function assertClean({ code, stdout, stderr, release }: HostileRun): void {
  assert.equal(code, 0, stdout + stderr);
  assertGoodIsRead(release);
}

/** Exit code 3, a sentence in the report, no stack trace, and the good image is read all the same. */
export function assertTold({ code, stdout, stderr, release }: HostileRun, says: RegExp): void {
  assert.equal(code, 3, stdout + stderr);
  assert.match(stdout.slice(stdout.indexOf('Not read')), says);
  assertNoStack(stdout + stderr);
  assertGoodIsRead(release);
  assert.notEqual(release?.gaps.length, 0);
}

/** Exit code 2, a sentence on stderr with what to do below it, no stack trace and no result. */
export function assertRefused({ code, stdout, stderr }: RunResult, says: RegExp): void {
  assert.deepEqual([code, stdout], [2, ''], stderr);
  assert.match(stderr, says);
  assert.match(stderr, /^plimsoll: .+\n {2}\S/s);
  assertNoStack(stderr);
}

function assertNoStack(text: string): void {
  assert.doesNotMatch(text, /^ +at .*:\d+:\d+\)?$/m);
  assert.doesNotMatch(text, /bug in Plimsoll|unit-crashed|reader-died/);
}

function assertGoodIsRead(release: Release | undefined): void {
  const image = release?.images.find(({ reference }) => reference === goodImage);
  assert.deepEqual([image?.status, image?.packages.map(({ name }) => name)], ['read', ['gauge']]);
  const findings = release?.findings.filter((finding) => finding.image === goodImage);
  assert.deepEqual(
    findings?.map(({ vulnerability }) => vulnerability),
    ['CVE-2026-0001'],
  );
}

function filesOf(hostile: HostileCase): Readonly<Record<string, string | Uint8Array>> {
  const { blobs = new SampleBlobs(), images = {}, listed = [], files = {}, sources = [], configuration = '' } = hostile;
  const all = { [goodImage]: blobs.image({ layers: [debianLayer({ gauge: '1.0' })] }), ...images };
  const entries = Object.entries(all).map(([reference, descriptor]) => ({
    ...descriptor,
    annotations: { 'org.opencontainers.image.ref.name': reference },
  }));
  const layout = Object.entries(blobs.layoutFiles(entries)).map(([path, content]) => [`images/${path}`, content] as const);
  return {
    'images.txt': [...Object.keys(all), ...listed].join('\n'),
    'plimsoll.yaml': [
      'product: A',
      'version: "1"',
      `sources: [${['{ image-list: images.txt }', ...sources].join(', ')}]`,
      'images: [{ oci-layout: images }, { registry: default }]',
      configuration,
    ].join('\n'),
    ...Object.fromEntries(layout),
    ...files,
  };
}
