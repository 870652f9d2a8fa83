import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readRecord } from '../../compare/releases/read-record.ts';
import { openCorpus, testedCorpus } from '../corpus.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { truthDifferences } from '../truth-differences.ts';

const folders = makeReleaseFolders('real-images-full');
after(() => folders.remove());

const skip = testedCorpus === 'full' ? false : 'PLIMSOLL_CORPUS=full reads all 178 images';

test('of 178 images is found what was put in, but for the differences in the ledger', { skip }, async (t) => {
  const corpus = await openCorpus('full');
  if (typeof corpus === 'string') return t.skip(corpus);
  const at = folders.place({
    'images.txt': corpus.references.join('\n'),
    'plimsoll.yaml': `product: A\nversion: "1"\nsources: [{ image-list: images.txt }]\nimages: [{ oci-layout: ${JSON.stringify(corpus.folder)} }]\n`,
  });
  await runPlimsoll(['scan', '-o', 'record', '--now', '2026-01-01', '--offline'], { cwd: at, env: folders.env });
  const release = readRecord(readFileSync(join(at, 'record')), 'record');
  assert.equal(release.coverage.read, corpus.references.length);
  const counts = Map.groupBy(truthDifferences(corpus, release), ({ kind, subject }) => `${kind}\t${subject}`);
  const found = [...counts].map(([key, list]) => `${key}\t${new Set(list.map(({ image }) => image)).size}`);
  assert.deepEqual(found.toSorted(), readLedger());
});

/** Without the reasons; each line has one. */
function readLedger(): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, 'real-images-full.ledger.tsv'), 'utf8');
  const rows = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.ok(rows.every((row) => row.split('\t')[3]));
  return rows.map((row) => row.split('\t').slice(0, 3).join('\t')).toSorted();
}
