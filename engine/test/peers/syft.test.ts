import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import { type Corpus, openCorpus, testedCorpus } from '../corpus.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { askSyft, openSyft } from '../syft.ts';
import { nameOf, toPlain, withoutVersion } from '../truth-differences.ts';

/** Syft takes three seconds of processor time for an image: these show most of what it reads otherwise. PLIMSOLL_SYFT=all reads one of every kind, with PLIMSOLL_CORPUS=full 70 for 178 images. */
const usual = ['egg-devlock', 'java-shaded-nopom', 'links', 'node-opaque'];
const ledgerFile = join(import.meta.dirname, testedCorpus === 'full' ? 'syft-full.ledger.tsv' : 'syft.ledger.tsv');
const [comments = [], rows = []] = [/^#/, /^[^#]/].map((form) =>
  readFileSync(ledgerFile, 'utf8')
    .split('\n')
    .filter((line) => form.test(line)),
);

const folders = makeReleaseFolders('syft');
const world: { corpus?: Corpus; program?: string; why: string } = { why: '' };
before(
  async () => {
    const [corpus, syft] = [await openCorpus(), openSyft()];
    if (typeof corpus === 'string' || typeof syft === 'string')
      world.why = [corpus, syft].filter((one) => typeof one === 'string').join('; ');
    else Object.assign(world, { corpus, program: syft.program });
  },
  { timeout: 15 * 60_000 },
);
after(() => folders.remove());

/** What was found in each image; what is given twice stands there twice. */
type Found = ReadonlyMap<string, readonly string[]>;

async function readOurs({ folder }: Corpus, references: readonly string[]): Promise<Found> {
  const at = folders.place({
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: ${folder} }]\n`,
    'images.txt': `${references.join('\n')}\n`,
  });
  const { code, stderr } = await folders.run(at, 'scan', '--now', '2026-01-01', '--offline');
  assert.equal(code, 3, stderr);
  const { images } = readRecord(readFileSync(join(at, 'releases/1.plimsoll')), '1');
  // What a distribution package installed is that package seen twice, and says so.
  return new Map(
    images.map(({ reference, packages }) => [
      nameOf(reference),
      packages.filter(({ ownedBy }) => ownedBy === null).map(({ purl }) => toPlain(purl)),
    ]),
  );
}

/** Images of one kind differ in their last layer alone, and have their faults in common. */
const kindOf = (image: string) => image.replace(/-(?:agent|controller|init|webhook)$/, '');

/** What of an image is wrong, as lines of the ledger without their verdicts. */
function faultsOf(who: string, image: string, found: readonly string[] | undefined, truth: ReadonlySet<string>): string[] {
  const kind = kindOf(image);
  if (!found) return [[kind, who, 'unread', '-'].join('\t')];
  const twice = found.filter((purl, index) => found.indexOf(purl) !== index);
  const faults = [
    ['extra', [...new Set(found)].filter((purl) => !truth.has(purl))],
    ['missing', [...truth].filter((purl) => !found.includes(purl))],
    ['twice', twice],
  ] as const;
  return faults.flatMap(([fault, purls]) => [
    ...new Set(purls.map((purl) => [kind, who, fault, withoutVersion(purl)].join('\t'))),
  ]);
}

test('fewer extras and duplicates than Syft, nothing missing that it finds, and each difference has a verdict', async (t) => {
  const { corpus, program, why } = world;
  if (!corpus || !program) return t.skip(why);
  const one = [...Map.groupBy(corpus.references, (each) => kindOf(nameOf(each))).values()].flatMap(([first]) => first ?? []);
  const references = one.filter((each) => process.env.PLIMSOLL_SYFT === 'all' || usual.includes(nameOf(each)));
  const ours = await readOurs(corpus, references);
  const all: string[] = [];
  for (const image of references.map(nameOf)) {
    const truth = new Set(corpus.truthOf(image).packages.map(({ purl }) => toPlain(purl)));
    const theirs = (await askSyft(program, join(corpus.folder, 'images', image)))?.map(toPlain);
    all.push(...faultsOf('plimsoll', image, ours.get(image) ?? [], truth), ...faultsOf('syft', image, theirs, truth));
  }
  const faults = [...new Set(all)].sort();
  const verdicts = new Map(rows.map((row) => [row.slice(0, row.lastIndexOf('\t')), row.slice(row.lastIndexOf('\t') + 1)]));
  if (process.env.PLIMSOLL_UPDATE)
    writeFileSync(
      ledgerFile,
      [...comments, ...faults.map((fault) => `${fault}\t${verdicts.get(fault) ?? 'TODO'}`), ''].join('\n'),
    );
  const kinds = new Set([...ours.keys()].map(kindOf));
  const expected = [...verdicts.keys()].filter((row) => kinds.has(row.split('\t', 1)[0] ?? ''));
  assert.deepEqual(faults, expected.sort());
  const count = (who: string, kind: string) =>
    all.filter((fault) => fault.split('\t').slice(1, 3).join() === `${who},${kind}`).length;
  for (const kind of ['extra', 'twice', 'missing']) assert.ok(count('plimsoll', kind) <= count('syft', kind), kind);
  assert.ok(count('plimsoll', 'extra') + count('plimsoll', 'twice') < count('syft', 'extra') + count('syft', 'twice'));
});
