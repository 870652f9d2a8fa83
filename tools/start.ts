import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readRecord } from '../engine/compare/releases/read-record.ts';
import type { Release } from '../engine/model/release.ts';
import { severities } from '../engine/model/severity.ts';
import { diffRecords } from '../engine/pipeline/diff-records.ts';
import { toReport } from '../engine/pipeline/to-report.ts';
import { differenceToText } from '../engine/tell/reports/difference/difference.ts';
import { table } from '../engine/tell/reports/table.ts';
import { makeExample } from '../examples/tidewater/make.ts';
import { exampleReleases } from '../examples/tidewater/releases.ts';

/** `npm start`: the main job on the example, as a person would do it, and what to try next. */
const root = join(import.meta.dirname, '..');

say('Tidewater is an invented distribution of Kubernetes parts: real package versions, real vulnerabilities, no real product.');
say('Making its images …');
const { images } = makeExample();

const records = exampleReleases.map(({ version, configuration, now, advisories }) => {
  const database = join(images, '..', `advisories-${version}.db`);
  rmSync(database, { force: true });
  say(`${version}: importing what was known on ${now.slice(0, 10)}, and scanning …`);
  plimsoll('advisories', 'import', ...advisories, '--database', database, '--quiet');
  plimsoll('scan', '--config', configuration, '--database', database, '--now', now, '--offline', '--quiet');
  return join(dirname(configuration), 'releases', `${version}.plimsoll`);
});
const releases = records.map((file) => readRecord(readFileSync(file), file));
const [last] = releases.slice(-1);
const [candidate] = releases.slice(-2);
if (last && candidate)
  process.stdout.write(
    `${story(releases)}\n${why(candidate, last)}\n${unread(last)}\n${next(records.map((file) => relative(root, file)))}`,
  );

/** The three releases side by side; unit: finding. */
function story(all: readonly Release[]): string {
  const rows = all.map((release) => {
    const { totals } = toReport(release);
    const { read, expected } = release.coverage;
    const { withCriticalOrHigh, total } = totals.images;
    return [
      release.version,
      `${read} of ${expected}`,
      ...severities.map((severity) => totals.findings[severity]),
      `${withCriticalOrHigh} of ${total}`,
    ];
  });
  return `\nFindings of the three releases\n\n${table(['release', 'images read', ...severities, 'images with critical or high'], rows)}\n`;
}

/** What moved the figures between the release candidate and the release, and whose doing it was. */
function why(candidate: Release, release: Release): string {
  const [head = '', ...rest] = differenceToText(diffRecords(candidate, release, release.engine), { causes: 6 }).split('\n\n');
  return `Why ${release.version} is better than ${candidate.version}, and what the world added meanwhile\n\n${[head, ...rest].join('\n\n')}`;
}

function unread({ gaps, version }: Release): string {
  const lines = gaps.map(({ image, path, detail }) => `  ${[image, path].filter(Boolean).join(' ')}: ${detail}`);
  return `Not read in ${version}, and so never shown as clean\n\n${lines.join('\n')}\n`;
}

function next(all: readonly string[]): string {
  const [, candidate = '', record = ''] = all;
  return `Try next

  npx plimsoll report ${record}
  npx plimsoll report ${record} --format html --output tidewater.html
  npx plimsoll diff ${candidate} ${record}
  npx plimsoll plan ${record}
  npx plimsoll history ${all.join(' ')}
  npx plimsoll images --config ${relative(root, exampleReleases.at(-1)?.configuration ?? '')}
  npx plimsoll sbom ${record} --output tidewater.cdx.json
  npx plimsoll images PATH/TO/YOUR/KUSTOMIZATION
`;
}

/** Exit code 3 is expected: one image of the example cannot be read. */
function plimsoll(...args: readonly string[]): void {
  const ran = spawnSync(process.execPath, [join(root, 'engine/bin/plimsoll.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (ran.status !== 0 && ran.status !== 3) process.exit(ran.status ?? 1);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
