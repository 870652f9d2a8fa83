import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openCorpus } from '../engine/test/corpus.ts';
import type { Benchmark, Figure, Place } from './figure.ts';
import { middle, type Program, plimsoll, runInTurns } from './run-program.ts';
import { writeRelease } from './write-release.ts';

/** How long advisories take to be imported, and packages to be matched with them. */
export const advisories: Benchmark = {
  name: 'advisories',
  async measure(place) {
    const { root, scratch, data } = place;
    const folder = join(data, 'advisories');
    if (!existsSync(folder)) return `there are no advisories in ${relative(root, data)}`;
    const database = join(scratch, 'advisories.db');
    const importing: Program = {
      ...plimsoll(root, ['advisories', 'import', folder, '--database', database, '--quiet'], scratch),
      prepare: () => rmSync(database, { force: true }),
    };
    const [imported] = await runInTurns([importing], 3, false);
    const command = `node engine/bin/plimsoll.js advisories import ${relative(root, folder)} --database advisories.db`;
    return [
      {
        name: 'Import of all advisories of the test data into an empty database',
        measured: `${middle(imported, 'wallSeconds').toFixed(1)} s, ${middle(imported, 'peakMegabytes').toFixed(0)} MB`,
        commands: [command],
      },
      await matching(place, database),
    ];
  },
};

/** What the database adds to a scan whose layers are all known. */
async function matching({ root, scratch }: Place, database: string): Promise<Figure> {
  const name = 'Matching the packages of the real images: what a database adds to a `scan` where nothing changed';
  const opened = await openCorpus();
  if (typeof opened === 'string') return { name, measured: `not here: ${opened}`, commands: [] };
  const release = writeRelease(join(scratch, 'release'), opened.folder, opened.references);
  const args = ['scan', '--config', join(release, 'plimsoll.yaml'), '--offline', '--quiet', '--output', join(scratch, 'record')];
  const without = plimsoll(root, args, scratch);
  const [bare, matched] = await runInTurns([without, plimsoll(root, [...args, '--database', database], scratch)], 5);
  const [before, after] = [middle(bare, 'wallSeconds'), middle(matched, 'wallSeconds')];
  return {
    name,
    measured: `${(after - before).toFixed(2)} s (${after.toFixed(2)} s and ${before.toFixed(2)} s)`,
    commands: ['node engine/bin/plimsoll.js scan --offline --database advisories.db'],
  };
}
