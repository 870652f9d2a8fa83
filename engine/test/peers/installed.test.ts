import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import { openCorpus, testedCorpus } from '../corpus.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { nameOf } from '../truth-differences.ts';
import { unpackImage, whyNotUnpack } from '../unpack-image.ts';
import { type Referee, referees } from './installed-lists.ts';

const corpus = await openCorpus();
const skip = typeof corpus === 'string' ? corpus : (whyNotUnpack() ?? false);
const folders = makeReleaseFolders('installed');
after(() => folders.remove());
let release: Release | undefined;
const met = new Set<string>();
const told = new Set<string>();

before(async () => {
  if (skip || typeof corpus === 'string') return;
  const at = folders.place({
    'images.txt': corpus.references.join('\n'),
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: ${JSON.stringify(corpus.folder)} }]\n`,
  });
  await runPlimsoll(['scan', '-o', 'record', '--now', '2026-01-01', '--offline'], { cwd: at, env: folders.env });
  release = readRecord(readFileSync(join(at, 'record')), 'record');
});

/** Image, tool, what only one of them has, and why. */
const ledger = new Map<string, string | undefined>(
  readFileSync(join(import.meta.dirname, 'installed.ledger.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [image, tool, difference, why] = line.split('\t');
      return [`${image}\t${tool}\t${difference}`, why] as const;
    }),
);

/** Its layers are zstd, which umoci reads from 0.5 on. */
const notUnpacked = new Set(['zstd-node']);
const all = typeof corpus === 'string' ? [] : readdirSync(join(corpus.folder, 'images')).toSorted();
const names = all.filter((name) => !notUnpacked.has(name));
for (const name of testedCorpus === 'full' ? names : someOfEachKind()) {
  test(`${name}: what is installed is what its package managers list`, { skip }, () => {
    const image = release?.images.find(({ reference }) => nameOf(reference) === name);
    if (typeof corpus === 'string' || !image) return;
    const root = unpackImage(join(corpus.folder, 'images', name), folders.folder, name);
    for (const referee of referees.filter((one) => one.isHere())) {
      for (const difference of differences(referee, image, root)) told.add(`${name}\t${referee.tool}\t${difference}`);
      if (image.packages.some(({ type }) => type === referee.type)) met.add(referee.tool);
    }
    rmSync(join(folders.folder, name), { recursive: true, force: true });
    assert.deepEqual(
      [...told].filter((row) => row.startsWith(`${name}\t`) && !ledger.get(row)),
      [],
    );
  });
}

test('every package manager was asked, and every line of the ledger is a difference', { skip }, () => {
  assert.deepEqual([...met].toSorted(), referees.flatMap(({ tool, isHere }) => (isHere() ? [tool] : [])).toSorted());
  const asked = new Set(referees.filter((one) => one.isHere()).map(({ tool }) => tool));
  const rows = [...ledger.keys()].filter((row) => asked.has(row.split('\t')[1] ?? ''));
  assert.deepEqual(
    rows.filter((row) => !told.has(row)),
    [],
  );
});

/** Unpacking is most of what this takes: two images for each package manager, and those that differ. */
function someOfEachKind(): readonly string[] {
  const typesOf = (name: string) =>
    typeof corpus === 'string'
      ? []
      : corpus.truthOf(name).packages.map(({ purl }) => purl.slice('pkg:'.length, purl.indexOf('/')));
  const chosen = referees.flatMap(({ type }) => names.filter((name) => typesOf(name).includes(type)).slice(0, 2));
  const differing = [...ledger.keys()].map((row) => row.slice(0, row.indexOf('\t')));
  return [...new Set([...chosen, ...differing])].toSorted();
}

function differences(referee: Referee, { packages }: ReleaseImage, root: string): readonly string[] {
  const own = packages.filter(({ type, places }) => type === referee.type && places.some(({ path }) => referee.speaksOf(path)));
  const paths = [
    ...new Set(own.flatMap(({ places }) => places.map(({ path }) => path).filter((path) => referee.speaksOf(path)))),
  ];
  const ours = new Set(own.map(({ name, version }) => `${name} ${version}`));
  const theirs = new Set(referee.list(root, paths));
  return [
    ...[...ours.difference(theirs)].map((item) => `only found: ${nameIn(item)}`),
    ...[...theirs.difference(ours)].map((item) => `only listed: ${nameIn(item)}`),
  ];
}

/** Registries move on, and versions with them. */
function nameIn(item: string): string {
  return item.slice(0, item.lastIndexOf(' '));
}
