import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readRecord } from '../engine/compare/releases/read-record.ts';
import { writeRecord } from '../engine/compare/releases/write-record.ts';
import { unpackEntries } from '../engine/gather/advisories/pack-entries.ts';
import { compareTexts } from '../engine/judge/findings/compare-texts.ts';
import { createMatcher } from '../engine/judge/matches/match-packages.ts';
import type { Release, ReleaseImage } from '../engine/model/release.ts';
import { readQuestion } from '../engine/pipeline/match/question.ts';
import { openAdvisoryDatabase } from '../engine/store/advisories/open-advisory-database.ts';
import { openCorpus } from '../engine/test/corpus.ts';
import { offlineScan, openOsvScanner, readRecords, writeOsvDatabase, writeSbom } from '../engine/test/osv-scanner.ts';
import type { Benchmark, Figure, Place } from './figure.ts';
import { median, middle, type Program, plimsoll, runInTurns } from './run-program.ts';
import { writeRelease } from './write-release.ts';

/** Images of a release, as large as the distributions that this is for. */
const imagesInRelease = 178;
const distinctPackages = 10_000;

/** How long packages take to be matched with advisories, alone and beside osv-scanner. */
export const matching: Benchmark = {
  name: 'matching',
  async measure(place) {
    const folder = join(place.data, 'advisories');
    if (!existsSync(folder)) return `there are no advisories in ${relative(place.root, place.data)}`;
    const database = join(place.scratch, 'advisories.db');
    await runInTurns(
      [plimsoll(place.root, ['advisories', 'import', folder, '--database', database, '--quiet'], place.scratch)],
      1,
      false,
    );
    const release = await scanRelease(place, database);
    const rest =
      typeof release === 'string'
        ? [{ name: 'Matching SBOMs', measured: `not here: ${release}`, commands: [] }]
        : await compare(place, database, release);
    return [...manyPackages(database), ...rest];
  },
};

/**
 * Names that advisories speak of, each once, in a version that one of them fixes, and names that nobody knows. Of the distinct packages of
 * the real images an eighth is spoken of; here it is every second one, and every one.
 */
function manyPackages(database: string): readonly Figure[] {
  const known = knownPurls(database);
  const unknown = known.map((_, at) => `pkg:deb/debian/unheard-of-${at}@1.${at}?distro=debian-12`);
  const half = known.map((purl, at) => (at % 2 === 0 ? purl : (unknown[at] ?? purl)));
  const [seconds, worst] = [matchingSeconds(database, half), matchingSeconds(database, known)];
  const commands = ['npm run bench matching'];
  return [
    {
      name: `${half.length} distinct packages, every second of which advisories speak of, matched with all advisories of the test data (in one process, without its start)`,
      measured: `${seconds.toFixed(2)} s`,
      target: { text: '< 0.5 s', isMet: seconds < 0.5 },
      commands,
    },
    { name: `… ${known.length}, all of which advisories speak of`, measured: `${worst.toFixed(2)} s`, commands },
  ];
}

function matchingSeconds(database: string, purls: readonly string[]): number {
  const questions = purls.map((purl) => readQuestion(purl));
  const times = Array.from({ length: 5 }, () => {
    const source = openAdvisoryDatabase(database);
    const begun = performance.now();
    const match = createMatcher(source);
    for (const question of questions) if ('item' in question) match([question.item], question.distribution);
    source.close();
    return (performance.now() - begun) / 1000;
  });
  return median(times);
}

const types: Readonly<Record<string, string>> = {
  AlmaLinux: 'rpm/almalinux',
  Debian: 'deb/debian',
  Wolfi: 'apk/wolfi',
  Go: 'golang',
  PyPI: 'pypi',
  npm: 'npm',
  RubyGems: 'gem',
  'crates.io': 'cargo',
  Bitnami: 'bitnami',
};

function knownPurls(database: string): readonly string[] {
  using open = new DatabaseSync(database, { readOnly: true });
  const rows = open
    .prepare(
      'SELECT ecosystem, key, group_concat(entries) AS entries FROM package JOIN affected ON package = number GROUP BY number ORDER BY number',
    )
    .all();
  return rows
    .flatMap((row) => toPurl(String(row.ecosystem), String(row.key), String(row.entries)) ?? [])
    .slice(0, distinctPackages);
}

/** The fix that comes first as text, of the first release. */
function toPurl(ecosystem: string, name: string, entries: string): string | undefined {
  const type = types[ecosystem];
  if (type === undefined) return undefined;
  const fixes = unpackEntries(entries, name).flatMap((entry) =>
    entry.ranges.flatMap(({ events }) => events.flatMap(({ fixed = '1.0.0' }) => [[entry.ecosystem, fixed] as const])),
  );
  const [release = '', fixed = '1.0.0'] =
    fixes.toSorted(([a, one], [b, other]) => compareTexts(a, b) || compareTexts(one, other))[0] ?? [];
  const [, number] = release.split(':');
  const [, epoch, version = fixed] = (type.startsWith('rpm') && /^(\d+):(.*)$/.exec(fixed)) || [];
  const distro = number ? `?distro=${type.slice(type.indexOf('/') + 1)}-${number}${epoch ? `&epoch=${epoch}` : ''}` : '';
  return `pkg:${type}/${name.split('/').map(encodeURIComponent).join('/')}@${type === 'golang' ? 'v' : ''}${encodeURIComponent(version)}${distro}`;
}

/** The real images, as often as a release has images. */
async function scanRelease({ root, scratch }: Place, database: string): Promise<Release | string> {
  const opened = await openCorpus();
  if (typeof opened === 'string') return opened;
  const folder = writeRelease(join(scratch, 'release'), [opened.folder], opened.references);
  const record = join(scratch, 'small.plimsoll');
  const args = [
    'scan',
    '--config',
    join(folder, 'plimsoll.yaml'),
    '--offline',
    '--quiet',
    '--database',
    database,
    '--output',
    record,
  ];
  await runInTurns([plimsoll(root, args, scratch)], 1, false);
  const small = readRecord(readFileSync(record), 'small.plimsoll');
  const images = Array.from({ length: imagesInRelease }, (_, at): ReleaseImage[] => {
    const image = small.images[at % small.images.length];
    return image ? [{ ...image, reference: `${image.reference}-${at}` }] : [];
  }).flat();
  const release = { ...small, images, findings: [] };
  writeFileSync(join(scratch, 'release.plimsoll'), writeRecord(release));
  return release;
}

async function compare(place: Place, database: string, release: Release): Promise<readonly Figure[]> {
  const { root, scratch } = place;
  for (const [at, image] of release.images.entries())
    writeSbom(join(scratch, `${String(at).padStart(3, '0')}.cdx.json`), purlsOf(image));
  const sboms = globSync('*.cdx.json', { cwd: scratch }).toSorted();
  const largest = release.images.reduce(
    (best, { packages }, at) => (packages.length > (release.images[best]?.packages.length ?? 0) ? at : best),
    0,
  );
  const one = sboms[largest] ?? '';
  const again = plimsoll(
    root,
    ['scan', '--reuse', 'release.plimsoll', '--database', database, '--quiet', '--output', 'again.plimsoll'],
    scratch,
  );
  const ours = (files: readonly string[]) =>
    plimsoll(root, ['match', ...files, '--database', database, '-f', 'json', '-o', 'matches.json'], scratch);
  const [alone, all, reused] = (await runInTurns([ours([one]), ours(sboms), again], 5)).map((runs) =>
    middle(runs, 'wallSeconds'),
  );
  const reuse: Figure = {
    name: `A release of ${imagesInRelease} images matched again without them (\`scan --reuse\`, whole process)`,
    measured: `${(reused ?? 0).toFixed(2)} s`,
    target: { text: '< 1 s', isMet: (reused ?? 9) < 1 },
    commands: ['node engine/bin/plimsoll.js scan --reuse release.plimsoll --database advisories.db'],
  };
  const count = release.images[largest]?.packages.length ?? 0;
  return [reuse, ...(await compareWithPeer(place, { one, count, sboms, alone: alone ?? 0, all: all ?? 0 }))];
}

interface OwnTimes {
  /** The SBOM with the most packages, and how many it has. */
  readonly one: string;
  readonly count: number;
  readonly sboms: readonly string[];
  /** Seconds for that one, and for all of them in one run. */
  readonly alone: number;
  readonly all: number;
}

/** SBOMs that osv-scanner is timed on; the rest is reckoned. */
const timed = 22;

async function compareWithPeer(place: Place, { one, count, sboms, alone, all }: OwnTimes): Promise<readonly Figure[]> {
  const { scratch } = place;
  const peer = openOsvScanner();
  if (typeof peer === 'string') return [{ name: 'Beside osv-scanner', measured: `not here: ${peer}`, commands: [] }];
  writeDatabases(place);
  const theirs = (file: string): Program => {
    const { args, env } = offlineScan(peer.program, file, scratch);
    // It ends with 1 where it found something.
    return { command: ['sh', '-c', '"$@" || [ $? -eq 1 ]', 'sh', ...args], folder: scratch, environment: env };
  };
  const runs = await runInTurns([theirs(one), ...sboms.slice(0, timed).map(theirs)], 1, false);
  const [single = 0, ...others] = runs.map((list) => middle(list, 'wallSeconds'));
  const whole = (others.reduce((sum, seconds) => sum + seconds, 0) / others.length) * sboms.length;
  const [ratio, ratioAll] = [single / alone, whole / all];
  return [
    {
      name: `One SBOM of ${count} packages, whole process, beside osv-scanner 1.9.2 offline with the same advisories`,
      measured: `${alone.toFixed(2)} s and ${single.toFixed(2)} s: ${ratio.toFixed(1)} ×`,
      target: { text: '≥ 5 ×', isMet: ratio >= 5 },
      commands: ['node engine/bin/plimsoll.js match image.cdx.json --database advisories.db -f json'],
    },
    {
      name: `${sboms.length} SBOMs in one run; osv-scanner one after another, reckoned from the mean of ${others.length}`,
      measured: `${all.toFixed(2)} s and ${whole.toFixed(0)} s: ${ratioAll.toFixed(0)} ×`,
      target: { text: '≥ 100 ×', isMet: ratioAll >= 100 },
      commands: ['node engine/bin/plimsoll.js match *.cdx.json --database advisories.db -f json'],
    },
  ];
}

/** Of the types that osv-scanner reads; it gives up on an SBOM with others. */
function purlsOf({ packages }: ReleaseImage): readonly string[] {
  const known = /^pkg:(deb|npm|pypi|golang|maven|cargo|gem)\//;
  return packages.filter(({ ownedBy, purl }) => ownedBy === null && known.test(purl)).map(({ purl }) => purl);
}

/** Every record of the test data, in the ecosystems that it speaks of. */
function writeDatabases({ data, scratch }: Place): void {
  const records = globSync(join(data, 'advisories/**/*.jsonl.gz'))
    .filter((file) => !/cve-meta|not-affected/.test(file))
    .flatMap(readRecords);
  const byEcosystem = new Map<string, Map<string, string>>();
  for (const record of records) {
    const { id, affected = [] } = JSON.parse(record) as { id: string; affected?: { package?: { ecosystem: string } }[] };
    for (const { package: stated } of affected) {
      const [ecosystem = ''] = stated?.ecosystem.split(':') ?? [];
      if (ecosystem) byEcosystem.set(ecosystem, (byEcosystem.get(ecosystem) ?? new Map()).set(id, record));
    }
  }
  for (const [ecosystem, held] of byEcosystem) writeOsvDatabase(scratch, ecosystem, [...held.values()]);
}
