import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { newestKubernetesMinor } from '../formats/end-of-life/end-of-life.ts';
import type { StatedKubernetes } from '../judge/hardening/judge-cluster-cves.ts';
import { newestMinor } from '../judge/hardening/pod-security/judge-pod-security.ts';
import { Fault } from '../model/fault.ts';
import { type HardeningSubject, hardenResources } from '../pipeline/harden-resources.ts';
import { hardeningToJson, hardeningToMarkdown, hardeningToText } from '../tell/reports/hardening/hardening.ts';
import { addChangeOptions, type ChangeOptions } from './change-options.ts';
import {
  addCommonOptions,
  addConfigurationOptions,
  addReferenceOption,
  type CommonOptions,
  environment,
  judgingTime,
} from './common-options.ts';
import { exitCodes } from './fail.ts';
import { addBesideOptions, type BesideOptions, readSite } from './harden-beside.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { createProgress } from './progress.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: hardeningToText, json: hardeningToJson, md: hardeningToMarkdown } as const;

interface HardenOptions extends CommonOptions, ReferenceOptions, ChangeOptions, BesideOptions {
  readonly podSecurityVersion: number;
  readonly kubernetesVersion: StatedKubernetes;
}

/** `plimsoll harden [RECORD|PATH…]`: what makes a release easy to break into. Contacts no registry. */
export function harden(command: Command): void {
  command.argument('[subject...]', 'a release record, or kustomizations, charts or manifests; without one, the configuration');
  addBesideOptions(command);
  addChangeOptions(addReferenceOption(addConfigurationOptions(addCommonOptions(command, Object.keys(writers)))))
    .addOption(
      environment(
        new Option(
          '--pod-security-version <version>',
          'version of the Pod Security Standards; later than known is judged as the newest',
        )
          .default(newestMinor, `v1.${newestMinor}`)
          .argParser((text) => parseMinor(text, newestMinor)),
      ),
    )
    .addOption(
      environment(
        new Option(
          '--kubernetes-version <version>',
          'version of Kubernetes that it is installed on, v1.31 or v1.31.2: which APIs it serves, until when, with which known CVEs',
        )
          .default({ minor: newestKubernetesMinor, patch: null }, `v1.${newestKubernetesMinor}`)
          .argParser(parseKubernetes),
      ),
    )
    .action(async (subjects: readonly string[], options: HardenOptions) => {
      const isChange =
        options.as !== undefined || options.revert !== undefined || options.writePatch !== undefined || options.dryRun;
      if (isChange) return change(subjects, options);
      const [first] = subjects;
      const subject =
        first !== undefined && subjects.length === 1 && isRecord(first) ? ofRecord(first) : await ofManifests(subjects, options);
      const isStated = command.getOptionValueSource('kubernetesVersion') !== 'default';
      const site = await readSite(options, { ...options.kubernetesVersion, isStated });
      const hardening = hardenResources(
        {
          ...{ ...subject, ...site },
          exceptions: [...(subject.exceptions ?? []), ...(site.exceptions ?? [])],
          gaps: [...subject.gaps, ...site.gaps],
        },
        { podSecurity: options.podSecurityVersion, kubernetes: options.kubernetesVersion.minor },
      );
      writeOutput(options.output, writers[options.format as keyof typeof writers](hardening));
      if (hardening.gaps.length > 0) process.exitCode = exitCodes.incomplete;
    });
}

async function change(subjects: readonly string[], options: HardenOptions): Promise<void> {
  const { hardenChange, revertChange } = await import('./harden-change.ts');
  if (options.revert !== undefined) return revertChange(options.revert);
  if (options.as === undefined)
    throw new Fault('usage-wrong', '--write-patch and --dry-run need --as kustomize, helm or kyverno');
  return hardenChange(subjects, options, options.as);
}

function ofRecord(file: string): HardeningSubject {
  const { product, version, now, resources = [], images, inventory, gaps } = readRecordFile(file);
  return { product, version, now, resources, images, declared: inventory.images, gaps };
}

async function ofManifests(paths: readonly string[], options: HardenOptions): Promise<HardeningSubject> {
  const [{ openReleaseTree }, { openSourceWorld }, { readResources }, { findVersion }, { findCheckExceptions }] =
    await Promise.all([
      import('./open-release-tree.ts'),
      import('./open-source-world.ts'),
      import('../pipeline/resources/read-resources.ts'),
      import('./find-version.ts'),
      import('../pipeline/decisions/read-check-exceptions.ts'),
    ]);
  const progress = createProgress(process.stderr, options);
  const tree = await openReleaseTree(paths, options);
  const sources = openSourceWorld(tree.found, options);
  try {
    progress.stage('Rendering sources');
    const { items, gaps } = await readResources(tree.found.configuration, { sources: sources.world }, { onStep: progress.step });
    const { product, exceptions: named, components } = tree.found.configuration;
    const owners = new Map(
      Object.entries(components).flatMap(([name, { owner }]) => (owner === undefined ? [] : [[name, owner] as const])),
    );
    const exceptions = findCheckExceptions(named?.files ?? [], sources.world.files);
    const now = judgingTime(undefined);
    const version = await findVersion(tree.found, options);
    return {
      product,
      version,
      now,
      resources: items,
      images: [],
      exceptions: exceptions.items,
      owners,
      gaps: [...gaps, ...exceptions.gaps],
    };
  } finally {
    progress.end();
    sources.close();
    tree.close();
  }
}

/** Records begin as zstd frames do (RFC 8878, section 3.1.1). */
function isRecord(file: string): boolean {
  if (!existsSync(file) || !/\.[^/]+$/.test(file)) return false;
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(4);
    return readSync(handle, head, 0, 4, 0) === 4 && head.readUInt32LE() === 0xfd2fb528;
  } catch {
    return false;
  } finally {
    closeSync(handle);
  }
}

function parseKubernetes(text: string): StatedKubernetes {
  const [, minor, patch] = /^v?(1\.\d{1,3})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  return { minor: parseMinor(minor ?? text, newestKubernetesMinor), patch: patch === undefined ? null : Number(patch) };
}

function parseMinor(text: string, newest: number): number {
  const [, minor] = /^v?1\.(\d{1,3})$/.exec(text) ?? [];
  if (text === 'latest') return newest;
  if (minor === undefined) throw new InvalidArgumentError('write v1.35, or latest.');
  return Number(minor);
}
