import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import type { Release } from '../../model/release.ts';
import { type Corpus, openCorpus, serveCorpus } from '../corpus.ts';
import { type CountingProxy, countRequests } from '../count-requests.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { startPlimsoll } from '../run-plimsoll.ts';
import { nameOf, truthDifferences } from '../truth-differences.ts';
import { watchMemory } from '../watch-memory.ts';

/** A difference from the truth, with what the record says of it and whose fault it is. */
interface LedgerRow {
  readonly image: string;
  readonly kind: string;
  /** Type and name, without a version, since registries move on. */
  readonly subject: string;
  /** Code of the gap that the image has because of it; `-` for none. */
  readonly told: string;
  readonly verdict: string;
}

const folders = makeReleaseFolders('real-images');
const megabyte = 1024 ** 2;
const world: { corpus?: Corpus; proxy?: CountingProxy; stop?: () => Promise<void>; why: string } = { why: '' };

before(
  async () => {
    const corpus = await openCorpus('small');
    const registry = typeof corpus === 'string' ? corpus : await serveCorpus(corpus, join(folders.folder, 'registry'));
    if (typeof corpus === 'string' || typeof registry === 'string') {
      world.why = String(registry);
      return;
    }
    Object.assign(world, { corpus, proxy: await countRequests(registry.host), stop: registry.stop });
  },
  { timeout: 15 * 60_000 },
);
after(async () => {
  world.proxy?.close();
  await world.stop?.();
  folders.remove();
});

/** One scan after another, since each is about what the one before left. */
test('real images are read from a real registry', async (t) => {
  const { corpus, proxy } = world;
  if (!corpus || !proxy) return t.skip(world.why);
  const at = folders.place({
    'images.txt': corpus.references.join('\n'),
    'plimsoll.yaml': configuration(`{ registry: default }`, `[{ from: registry.example.test, to: "${proxy.host}" }]`),
  });
  const first = await scan(at);
  const layers = new Set(first.release.images.flatMap((image) => image.layers.map(({ digest }) => digest)));
  const layersAsked = () =>
    proxy.asked.splice(0).flatMap((url) => [...layers].filter((digest) => url.endsWith(`blobs/${digest}`)));

  await t.test('every image is read, and the exit code tells of what is missing', () => {
    assert.deepEqual([first.code, first.release.coverage.expected], [3, corpus.references.length]);
    assert.equal(first.release.coverage.read, corpus.references.length);
  });
  await t.test('what is found is what was put in, but for the differences in the ledger', () =>
    compareWithTruth(corpus, first.release),
  );
  await t.test('a layer is asked for once, however many images share it, also where its links lead back', () => {
    const asked = layersAsked();
    assert.deepEqual(asked.toSorted(), [...layers].toSorted());
  });
  await t.test('memory stays below 700 MB', (t) => {
    if (first.peakBytes === undefined) return t.skip('only Linux tells the peak of a process');
    assert.ok(first.peakBytes < 700 * megabyte, `${Math.round(first.peakBytes / megabyte)} MB`);
  });
  await t.test('a second scan asks for no layer, and writes the same bytes', async () => {
    const second = await scan(at);
    assert.deepEqual(layersAsked(), []);
    assert.ok(second.bytes.equals(first.bytes));
  });
  await t.test('an empty cache makes the same bytes', async () => {
    const again = await scan(at, { XDG_CACHE_HOME: join(folders.folder, 'cache-of-its-own') });
    assert.ok(again.bytes.equals(first.bytes));
  });
  await t.test('the layout that they were built in holds the same packages', async () => {
    const local = folders.place({
      'images.txt': corpus.references.join('\n'),
      'plimsoll.yaml': configuration(`{ oci-layout: ${JSON.stringify(corpus.folder)} }`, '[]'),
    });
    assert.deepEqual(packagesOf((await scan(local)).release), packagesOf(first.release));
  });
  await t.test('docker-archives of three of them hold the same packages', async () => {
    const archived = corpus.references.filter((reference) => existsSync(archiveOf(corpus, reference)));
    assert.equal(archived.length, 3);
    const local = folders.place({
      'images.txt': archived.join('\n'),
      'plimsoll.yaml': configuration(`{ docker-archive: ${JSON.stringify(join(corpus.folder, 'docker-archive/*.tar'))} }`, '[]'),
    });
    const expected = packagesOf(first.release).filter(([reference]) => archived.includes(reference));
    assert.deepEqual(packagesOf((await scan(local)).release), expected);
  });
});

function configuration(store: string, mirrors: string): string {
  return `product: Harbourline\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [${store}]\nmirrors: ${mirrors}\n`;
}

async function scan(at: string, env: Readonly<Record<string, string>> = {}) {
  const { child, ended } = startPlimsoll(['scan', '--now', '2026-01-01', '--quiet'], {
    cwd: at,
    env: { ...folders.env, ...env },
  });
  const peak = watchMemory(child);
  const { code, stderr } = await ended;
  assert.equal(stderr, '');
  const bytes = readFileSync(join(at, 'releases/1.plimsoll'));
  return { code, bytes, release: readRecord(bytes, '1'), peakBytes: peak() };
}

/** Reference and purls of each image. */
function packagesOf({ images }: Release): readonly (readonly [string, readonly string[]])[] {
  return images.map(({ reference, packages }) => [reference, packages.map(({ purl }) => purl)]);
}

function archiveOf({ folder }: Corpus, reference: string): string {
  return join(folder, 'docker-archive', `${nameOf(reference)}.tar`);
}

function compareWithTruth(corpus: Corpus, release: Release): void {
  const differences = truthDifferences(corpus, release);
  const rows = readLedger();
  const keyOf = ({ image, kind, subject }: Pick<LedgerRow, 'image' | 'kind' | 'subject'>) => `${image} ${kind} ${subject}`;
  assert.deepEqual(differences.map(keyOf).toSorted(), rows.map(keyOf).toSorted());
  const told = new Set(release.gaps.map(({ image, code }) => `${nameOf(image ?? '')} ${code}`));
  for (const row of rows) {
    assert.ok(row.verdict, keyOf(row));
    if (row.told !== '-') assert.ok(told.has(`${row.image} ${row.told}`), `${keyOf(row)} is told as ${row.told}`);
  }
}

function readLedger(): readonly LedgerRow[] {
  const text = readFileSync(join(import.meta.dirname, 'real-images.ledger.tsv'), 'utf8');
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return rows.map((line) => {
    const [image = '', kind = '', subject = '', told = '', verdict = ''] = line.split('\t');
    return { image, kind, subject, told, verdict };
  });
}
