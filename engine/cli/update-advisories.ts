import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type FeedSource, familyOf, feedSources } from '../adapters/advisories/feed-sources.ts';
import { readOnThreads } from '../adapters/advisories/feed-threads.ts';
import { type FetchedSource, fetchSource, type SourceFile } from '../adapters/advisories/fetch-source.ts';
import { feedFileAt } from '../adapters/advisories/find-feed-files.ts';
import { openFeedClient } from '../adapters/advisories/open-feed-client.ts';
import type { HttpClient } from '../adapters/http/http-client.ts';
import { Fault } from '../model/fault.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';
import { type ImportResult, importAdvisories } from '../store/advisories/import-advisories.ts';
import { keepSnapshot } from '../store/advisories/kept-snapshots.ts';
import { readFetchedFeeds } from '../store/advisories/read-fetched-feeds.ts';
import type { AdvisoryOptions } from './advisories.ts';
import { judgingTime } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { findConfiguration } from './find-configuration.ts';
import { describeImport } from './import-advisories.ts';
import { defaultDatabase } from './open-advisories.ts';
import { createProgress, type Progress } from './progress.ts';
import { writeOutput } from './write-output.ts';

interface UpdateOptions extends AdvisoryOptions {
  readonly from?: string;
  readonly keep?: boolean;
  readonly config?: string;
  readonly offline?: boolean;
}

/** `plimsoll advisories update [SOURCE…]`: fetches what is new, and imports it. */
export async function runUpdate(names: string[], options: UpdateOptions): Promise<void> {
  if (options.offline)
    throw new Fault('usage-wrong', 'advisories cannot be fetched offline; `plimsoll advisories import` reads files');
  const feeds = await configuredFeeds(options);
  const database = resolve(options.database ?? defaultDatabase());
  const now = judgingTime(undefined);
  const progress = createProgress(process.stderr, options);
  const client = openFeedClient(process.env);
  try {
    const sources = chooseSources(names, feeds, options.from, Number(now.slice(0, 4)));
    const fetched = await fetchAll(client, sources, `${database}.feeds`, progress);
    const imported = await importNew(database, fetched.files, now, progress);
    tell(fetched, imported, { database, options });
    if (options.keep && existsSync(database)) keepSnapshot(database);
  } finally {
    progress.end();
    client.close();
  }
}

type Feeds = NonNullable<Configuration['feeds']>;

/** Without a configuration everything is as it comes. */
async function configuredFeeds({ config }: UpdateOptions): Promise<Feeds> {
  if (config === undefined && !existsSync('plimsoll.yaml')) return { mirrors: {} };
  const { configuration } = await findConfiguration([], { ...(config !== undefined && { config }) });
  return configuration.feeds ?? { mirrors: {} };
}

interface ChosenSource {
  readonly source: FeedSource;
  readonly base?: string;
}

function chooseSources(names: readonly string[], feeds: Feeds, from: string | undefined, year: number): readonly ChosenSource[] {
  const address = from === undefined ? undefined : parseAddress(from);
  if (address && !address.endsWith('/')) return [{ source: packedFile(address) }];
  const known = feedSources(year);
  const wanted = names.length > 0 ? names : feeds.sources;
  for (const name of wanted ?? [])
    if (!known.some((source) => isNamed(source, name)) && !name.startsWith('osv:')) throw unknownSource(name, known);
  const own = (wanted ?? []).filter((name) => name.startsWith('osv:') && !known.some((source) => source.name === name));
  const chosen = known.filter((source) => wanted?.some((name) => isNamed(source, name)) ?? source.standard);
  return [...chosen, ...own.map(otherEcosystem)].map((source) => ({ source, ...baseOf(source, feeds, address) }));
}

function isNamed({ name }: FeedSource, wanted: string): boolean {
  return name === wanted || familyOf(name) === wanted;
}

function unknownSource(name: string, known: readonly FeedSource[]): Fault {
  const families = [...new Set(known.map((source) => familyOf(source.name)))].join(', ');
  return new Fault('usage-wrong', `${name} is no source of advisories; there are ${families}, and osv:ECOSYSTEM`);
}

/** The bucket has more ecosystems than are fetched unasked. */
function otherEcosystem(name: string): FeedSource {
  const path = `${encodeURIComponent(name.slice('osv:'.length))}/all.zip`;
  const base = feedSources(2026).find((source) => familyOf(source.name) === 'osv')?.base ?? '';
  return { name, base, what: { kind: 'files', paths: [path] }, standard: false };
}

function packedFile(address: string): FeedSource {
  const url = new URL(address);
  const path = basename(url.pathname);
  return { name: `pack ${path}`, base: new URL('.', url).href, what: { kind: 'files', paths: [path] }, standard: false };
}

/** A mirror that is named on the command line goes before one of the configuration; it has a folder for each source. */
function baseOf({ name }: FeedSource, { mirrors }: Feeds, from: string | undefined): { base?: string } {
  const mirror = from === undefined ? (mirrors[name] ?? mirrors[familyOf(name)]) : new URL(`${familyOf(name)}/`, from).href;
  return mirror === undefined ? {} : { base: mirror.endsWith('/') ? mirror : `${mirror}/` };
}

function parseAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return url.href;
  throw new Fault('usage-wrong', `\`${text}\` is no address of a mirror`, {
    help: 'Write http://HOST/PATH/ or https://HOST/PATH/.',
  });
}

async function fetchAll(
  client: HttpClient,
  sources: readonly ChosenSource[],
  folder: string,
  progress: Progress,
): Promise<FetchedSource> {
  progress.stage('Fetching advisories');
  const all: FetchedSource[] = [];
  for (const [done, { source, base }] of sources.entries()) {
    const place = join(folder, familyOf(source.name).replace(/\W+/g, '-'));
    const onFile = (name: string) => progress.step(done, sources.length, name);
    all.push(await fetchSource(client, { source, folder: place, onFile, ...(base !== undefined && { base }) }));
  }
  const troubles = all.flatMap((one) => one.troubles);
  const files = all.flatMap((one) => one.files);
  if (files.length === 0 && troubles.length > 0) throw new Fault('feed-unfetched', `Nothing was fetched: ${troubles[0]}`);
  return { files, troubles };
}

/** What the database has not seen yet; undefined when it has seen everything. */
async function importNew(
  database: string,
  files: readonly SourceFile[],
  now: string,
  progress: Progress,
): Promise<ImportResult | undefined> {
  const known = readFetchedFeeds(database);
  const fresh = files.filter(({ name, sha256 }) => known.get(name)?.sha256 !== sha256);
  progress.stage('Importing advisories');
  const result = await importAdvisories({
    database,
    files: fresh.map(({ name, file }) => feedFileAt(file, `${name}/${basename(file)}`)),
    fetched: files.map(({ name, address, sha256 }) => ({ name, address, sha256, fetchedAt: now })),
    readFeeds: readOnThreads,
    onProgress: ({ done, total, path }) => progress.step(done, total, path),
  });
  return fresh.length > 0 ? result : undefined;
}

function tell(
  { files, troubles }: FetchedSource,
  imported: ImportResult | undefined,
  { database, options }: { readonly database: string; readonly options: UpdateOptions },
): void {
  const gaps = troubles.map((detail) => ({ code: 'feed-unfetched', unit: 'adapters/advisories', detail }));
  const document = {
    schema: 'plimsoll.advisory-update/v1',
    files: files.map(({ file: _, ...rest }) => rest),
    import: imported ?? null,
    gaps,
  };
  const text =
    options.format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : describe(files, troubles, imported, database);
  writeOutput(options.output, text);
  if (gaps.length > 0) process.exitCode = exitCodes.incomplete;
}

function describe(
  files: readonly SourceFile[],
  troubles: readonly string[],
  imported: ImportResult | undefined,
  database: string,
): string {
  const fetched = files.filter(({ state }) => state === 'fetched');
  const bytes = fetched.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  return [
    `Fetched ${fetched.length} of ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB; the others are as they were`,
    ...(troubles.length > 0 ? [`Not fetched (${troubles.length})`, ...troubles.map((trouble) => `  ${trouble}`)] : []),
    imported ? describeImport(imported, database, false).trimEnd() : `${relative('.', database)} stays as it is`,
  ]
    .join('\n')
    .concat('\n');
}
