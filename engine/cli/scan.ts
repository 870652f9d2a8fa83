import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { contentsFolder } from '../adapters/files/cache-folder.ts';
import { type StartLayerThread, startLayerThreadAhead } from '../adapters/layers/layer-thread.ts';
import { writeRecord } from '../compare/releases/write-record.ts';
import { Fault } from '../model/fault.ts';
import type { Release } from '../model/release.ts';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { renderers } from '../tell/reports/all.ts';
import { addAsOfOption, addReleaseOptions, type CommonOptions, environment, judgingTime, parseMoment } from './common-options.ts';
import { engineVersion } from './engine-version.ts';
import { exitCodes } from './fail.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { findVersion } from './find-version.ts';
import { openAdvisories } from './open-advisories.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { createProgress, type Progress } from './progress.ts';
import { renderReport } from './report.ts';
import { watchInterrupts } from './watch-interrupts.ts';
import { writeOutput } from './write-output.ts';

interface ScanOptions extends CommonOptions, ReferenceOptions {
  readonly database?: string;
  readonly keep?: string;
  readonly now?: string;
  readonly reuse?: string;
  /** ISO 8601 UTC. */
  readonly asOf?: string;
  readonly platform: readonly string[];
  readonly with?: readonly string[];
  readonly attached?: boolean;
  readonly scannerNetwork?: boolean;
  readonly scannerTimeout: number;
  readonly fileDigests?: boolean;
  readonly gate?: boolean;
  readonly against?: readonly string[];
}

/** `plimsoll scan [PATH…]`: the main job. Writes the record, prints the summary. */
export function scan(command: Command): void {
  const formats = ['terminal', ...renderers.map(({ format }) => format).filter((format) => format !== 'terminal')];
  command.argument(
    '[paths...]',
    'kustomizations, charts or manifests; archives or OCI layouts of images, or registry:NAME; without one, the configuration',
  );
  addAsOfOption(addReleaseOptions(command, formats))
    .addOption(
      environment(
        new Option('--reuse <record>', 'match a record again with the advisories and exceptions of now; reads no image'),
      ),
    )
    .addOption(environment(new Option('--database <file>', 'advisory database')))
    .addOption(
      environment(
        new Option('--platform <platform...>', 'operating system and processor of the images').default(['linux/amd64']),
      ),
    )
    .addOption(
      environment(
        new Option('--now <time>', 'time that the release is judged at; SOURCE_DATE_EPOCH does the same').argParser(parseMoment),
      ),
    )
    .addOption(environment(new Option('--keep <folder>', 'write what is pulled from registries into an OCI layout')))
    .addOption(environment(new Option('--file-digests', 'keep the SHA-256 of every file, for `affected sha256:…`')))
    .addOption(
      environment(
        new Option('--attached', 'compare SBOMs that are attached to images with what is found; `compare-sbom` shows it'),
      ),
    )
    .addOption(environment(new Option('--with <scanner...>', 'run installed scanners over the same images: trivy, grype')))
    .addOption(environment(new Option('--scanner-network', 'let these scanners use the network')))
    .addOption(
      environment(
        new Option('--scanner-timeout <seconds>', 'time that a scanner has for an image').argParser(parseSeconds).default(600),
      ),
    )
    .addOption(environment(new Option('--gate', 'judge the release by its policy too; exit code 1 where the gate says no')))
    .addOption(
      new Option(
        '--against <record...>',
        'older records: what exceptions rested on there is asked again where it changed; rules of the gate compare with them',
      ),
    )
    .addHelpText(
      'after',
      '\n--output names the record; the summary goes to stdout. Without it: releases/<version>.plimsoll beside the configuration.',
    )
    .action(runScan);
}

async function runScan(paths: string[], options: ScanOptions): Promise<void> {
  if (options.reuse !== undefined) return reuse(paths, { ...options, reuse: options.reuse });
  // Where no scan was kept, there are layers to read.
  const startThread = existsSync(contentsFolder(process.env)) ? undefined : startLayerThreadAhead();
  const now = judgingTime(options.now);
  const progress = createProgress(process.stderr, options);
  const scanners = options.with === undefined ? undefined : await findScanners(options.with);
  const { openImagesOrTree } = await import('./open-release-tree.ts');
  const { found, close } = await openImagesOrTree(paths, options);
  const read = async () => {
    const gate = options.gate ? await openGate(options, found.configuration.policy) : undefined;
    return { gate, release: await readRelease(found, { ...options, now, startThread }, progress) };
  };
  const { gate, release } = await read().finally(close);
  const file = options.output ?? join(found.folder, 'releases', `${fileNameOf(release.version)}.plimsoll`);
  writeOutput(file, writeRecord(release));
  progress.end();
  process.stdout.write(await renderReport(release, { format: options.format, color: options.color }));
  if (!options.quiet) process.stderr.write(`Record: ${relative('.', file)}\n${await askedAgain(release, relative('.', file))}`);
  if (scanners) await runScanners(scanners, { release, file, found, ...options }, progress);
  const coverage = judgeCoverage(release, found.configuration.policy.coverage);
  if (!coverage.isAccepted) process.exitCode = exitCodes.incomplete;
  await gate?.(release);
}

/** Loaded where it is asked for; before anything is read, a rule that cannot be judged is told at once. */
async function openGate(...args: Parameters<typeof import('./scan-gate.ts').openScanGate>) {
  const { openScanGate } = await import('./scan-gate.ts');
  return openScanGate(...args);
}

/** Before anything is read: a scanner that is asked for and not there is told at once. */
async function findScanners(names: readonly string[]) {
  const { findScannerPrograms } = await import('../adapters/scanners/find-scanner-programs.ts');
  return findScannerPrograms(names, process.env);
}

async function runScanners(
  ...[scanners, request, progress]: Parameters<typeof import('./scan-with.ts').scanWith>
): Promise<void> {
  const { scanWith } = await import('./scan-with.ts');
  await scanWith(scanners, request, progress);
}

function parseSeconds(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('write a number of seconds.');
  return Number(text);
}

async function reuse(paths: readonly string[], options: ScanOptions & { readonly reuse: string }): Promise<void> {
  if (paths.length > 0 || options.at !== undefined)
    throw new Fault('usage-wrong', '--reuse takes what a record holds; it goes with neither paths nor --at');
  const { reuseRecord } = await import('./reuse-record.ts');
  await reuseRecord(options);
}

async function readRelease(
  found: FoundConfiguration,
  options: ScanOptions & { readonly now: string; readonly startThread: StartLayerThread | undefined },
  progress: Progress,
): Promise<Release> {
  const { configuration, folder } = found;
  const before =
    configuration.exceptions && options.against ? await readBefore(options.against, configuration.product) : undefined;
  const [{ openWorld }, { runRelease }] = await Promise.all([import('./open-world.ts'), import('../pipeline/run-release.ts')]);
  const interrupts = watchInterrupts();
  const advisories = openAdvisories(options.database, configuration.database, folder);
  const { world, tools, close } = await openWorld(found, advisories, options);
  try {
    const version = await findVersion(found, options);
    const request = {
      configuration,
      version,
      now: options.now,
      platforms: platformsOf(options.platform),
      engine: engineVersion(),
      tools: await tools(),
      ...(options.asOf !== undefined && { asOf: options.asOf }),
      ...(options.attached && { attached: true }),
      ...(before && { before }),
    };
    return await runRelease(request, world, { listener: progress, signal: interrupts.signal });
  } finally {
    progress.end();
    interrupts.stop();
    advisories?.close();
    await close();
  }
}

/** What judges exceptions is only loaded where one rests on something. */
async function askedAgain(release: Release, file: string): Promise<string> {
  if (!release.decisions?.some(({ restsOn }) => restsOn)) return '';
  const { tellAskedAgain } = await import('./tell-asked-again.ts');
  const line = tellAskedAgain(release, file);
  return line === undefined ? '' : `${line}\n`;
}

async function readBefore(...args: Parameters<typeof import('./read-release-before.ts').readReleaseBefore>) {
  const { readReleaseBefore } = await import('./read-release-before.ts');
  return readReleaseBefore(...args);
}

function platformsOf(stated: readonly string[]): readonly string[] {
  const platforms = [...new Set(stated.flatMap((text) => text.split(',')).map((text) => text.trim()))].toSorted();
  const wrong = platforms.find((platform) => !/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9.]+)?$/.test(platform));
  if (wrong !== undefined) throw new Fault('usage-wrong', `\`${wrong}\` is not a platform; write linux/amd64 or linux/arm64/v8`);
  return platforms;
}

/** Versions come from files and tags: none may lead out of the folder. */
function fileNameOf(version: string): string {
  return version.replace(/[^A-Za-z0-9._+-]+/g, '-').replace(/^\.+/, '');
}
