import { type Command, InvalidArgumentError, Option } from 'commander';
import type { HardenedRelease } from '../compare/releases/hardening/compare-failures.ts';
import { compareHardening } from '../compare/releases/hardening/compare-hardening.ts';
import { newestKubernetesMinor } from '../formats/end-of-life/end-of-life.ts';
import type { StatedKubernetes } from '../judge/hardening/judge-cluster-cves.ts';
import { newestMinor } from '../judge/hardening/pod-security/judge-pod-security.ts';
import { Fault } from '../model/fault.ts';
import type { DeclaredImage } from '../model/inventory.ts';
import { type HardeningSubject, hardenResources } from '../pipeline/harden-resources.ts';
import { hardeningToJson, hardeningToMarkdown, hardeningToText } from '../tell/reports/hardening/hardening.ts';
import { differenceWriters } from '../tell/reports/hardening/hardening-difference.ts';
import { addChangeOptions, type ChangeOptions } from './change-options.ts';
import { addReleaseOptions, type CommonOptions, environment, judgingTime, subjectArgument } from './common-options.ts';
import { exitCodes } from './fail.ts';
import { addBesideOptions, type BesideOptions, readSite } from './harden-beside.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { readSubject, type Subject } from './read-subject.ts';
import { writeOutput } from './write-output.ts';

const writers = { terminal: hardeningToText, json: hardeningToJson, md: hardeningToMarkdown } as const;

interface HardenOptions extends CommonOptions, ReferenceOptions, ChangeOptions, BesideOptions {
  readonly against?: string;
  readonly podSecurityVersion: number;
  readonly kubernetesVersion: StatedKubernetes;
}

/** `plimsoll harden [RECORD|PATH…]`: what makes a release easy to break into. Contacts no registry. */
export function harden(command: Command): void {
  command.argument(...subjectArgument);
  command.addOption(
    environment(new Option('--against <subject>', 'what got better and worse since a record, or since manifests')),
  );
  addBesideOptions(command);
  addChangeOptions(addReleaseOptions(command, Object.keys(writers)))
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
      const isStated = command.getOptionValueSource('kubernetesVersion') !== 'default';
      const site = await readSite(options, { ...options.kubernetesVersion, isStated });
      const judge = async (named: readonly string[], places: HardenOptions) =>
        judgeWith(toHardeningSubject(await readSubject(named, places, { exceptions: true })), site, options);
      const now = await judge(subjects, options);
      const form = options.format as keyof typeof writers;
      if (options.against === undefined) writeOutput(options.output, writers[form](now.hardening));
      else {
        const { config: _, ...elsewhere } = options;
        const difference = compareHardening(await judge([options.against], elsewhere), now);
        writeOutput(options.output, differenceWriters[form](difference));
        if (difference.gaps.length > 0) process.exitCode = exitCodes.incomplete;
      }
      if (now.hardening.gaps.length > 0) process.exitCode = exitCodes.incomplete;
    });
}

function judgeWith(
  subject: HardeningSubject,
  site: Awaited<ReturnType<typeof readSite>>,
  options: HardenOptions,
): HardenedRelease {
  const hardening = hardenResources(
    {
      ...{ ...subject, ...site },
      exceptions: [...(subject.exceptions ?? []), ...(site.exceptions ?? [])],
      gaps: [...subject.gaps, ...site.gaps],
    },
    { podSecurity: options.podSecurityVersion, kubernetes: options.kubernetesVersion.minor },
  );
  return { hardening, resources: subject.resources };
}

async function change(subjects: readonly string[], options: HardenOptions): Promise<void> {
  const { hardenChange, revertChange } = await import('./harden-change.ts');
  if (options.revert !== undefined) return revertChange(options.revert);
  if (options.as === undefined)
    throw new Fault('usage-wrong', '--write-patch and --dry-run need --as kustomize, helm or kyverno');
  return hardenChange(subjects, options, options.as);
}

/** What hardening is judged from, of a record or of manifests. */
function toHardeningSubject({ record, configuration, exceptions, ...subject }: Subject): HardeningSubject {
  const { product, version, resources, gaps } = subject;
  if (record) {
    const { now, images, inventory } = record;
    return {
      ...{ product, version, now, resources, images, declared: inventory.images },
      exceptions: exceptions?.items ?? [],
      gaps: [...record.gaps, ...(exceptions?.gaps ?? [])],
      owners: ownersOfComponents(inventory.images),
      ...(record.knowledge.snapshot !== null && { findings: record.findings }),
    };
  }
  const owners = Object.entries(configuration?.components ?? {}).flatMap(([name, { owner }]) =>
    owner === undefined ? [] : [[name, owner] as const],
  );
  return {
    ...{ product, version, now: judgingTime(undefined), resources, images: [] },
    exceptions: exceptions?.items ?? [],
    owners: new Map(owners),
    gaps: [...gaps, ...(exceptions?.gaps ?? [])],
  };
}

/** As the images of a component have it: a record has no configuration, and says of each image whose it is. */
function ownersOfComponents(images: readonly Pick<DeclaredImage, 'components' | 'owners'>[]): ReadonlyMap<string, string> {
  return new Map(
    images.flatMap(({ components, owners }) => {
      const [[component, another], [owner]] = [components, owners];
      return component === undefined || another !== undefined || owner === undefined ? [] : [[component, owner] as const];
    }),
  );
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
