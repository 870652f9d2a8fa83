import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openCorpus } from '../engine/test/corpus.ts';
import type { Benchmark, Figure, Place } from './figure.ts';
import { multiplyAdvisories } from './multiply-advisories.ts';
import { middle, type Program, plimsoll, type Run, runInTurns } from './run-program.ts';
import { writeRelease } from './write-release.ts';

/** How long advisories take to be imported, what ten times as many cost, and what they add to a scan. */
export const advisories: Benchmark = {
  name: 'advisories',
  async measure(place) {
    const { root, scratch, data } = place;
    const folder = join(data, 'advisories');
    if (!existsSync(folder)) return `there are no advisories in ${relative(root, data)}`;
    const database = join(scratch, 'advisories.db');
    const tenfold = join(scratch, 'tenfold');
    mkdirSync(tenfold);
    multiplyAdvisories(folder, tenfold, times);
    const [one, ten] = await runInTurns(
      [importing(place, folder, database), importing(place, tenfold, join(scratch, 'tenfold.db'))],
      3,
      false,
    );
    const command = `node engine/bin/plimsoll.js advisories import ${relative(root, folder)} --database advisories.db`;
    return [...figures(one ?? [], ten ?? [], database, command), await matching(place, database)];
  },
};

const times = 10;

function importing({ root, scratch }: Place, folder: string, database: string): Program {
  return {
    ...plimsoll(root, ['advisories', 'import', folder, '--database', database, '--quiet'], scratch),
    prepare: () => rmSync(database, { force: true }),
  };
}

function figures(one: readonly Run[], ten: readonly Run[], database: string, command: string): readonly Figure[] {
  const seconds = middle(one, 'wallSeconds');
  const megabytes = statSync(database).size / 1e6;
  const ratio = middle(ten, 'cpuSeconds') / middle(one, 'cpuSeconds');
  const peak = middle(ten, 'peakMegabytes');
  return [
    {
      name: 'Import of all advisories and CVE metadata of the test data into an empty database',
      measured: `${seconds.toFixed(1)} s, ${middle(one, 'cpuSeconds').toFixed(1)} s of processors, ${middle(one, 'peakMegabytes').toFixed(0)} MB`,
      target: { text: '< 8 s', isMet: seconds < 8 },
      commands: [command],
    },
    {
      name: 'The index that comes of it',
      measured: `${megabytes.toFixed(1)} MB`,
      target: { text: '< 60 MB', isMet: megabytes < 60 },
      commands: [command],
    },
    {
      name: `Import of ${times} times as many, the same records under other ids`,
      measured: `${ratio.toFixed(1)} × the processor time, ${peak.toFixed(0)} MB`,
      target: { text: '≤ 11 ×, ≤ 500 MB', isMet: ratio <= 11 && peak <= 500 },
      commands: [command.replace(/import \S+/, 'import tenfold')],
    },
  ];
}

/** What the database adds to a scan whose layers are all known. */
async function matching({ root, scratch }: Place, database: string): Promise<Figure> {
  const name = 'Matching the packages of the real images: what a database adds to a `scan` where nothing changed';
  const opened = await openCorpus();
  if (typeof opened === 'string') return { name, measured: `not here: ${opened}`, commands: [] };
  const release = writeRelease(join(scratch, 'release'), [opened.folder], opened.references);
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
