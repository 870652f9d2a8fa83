import { openSourceFiles } from '../adapters/files/source-files.ts';
import { Fault } from '../model/fault.ts';
import type { ChangeForm } from '../model/hardening-change.ts';
import type { DeclaredImage } from '../model/inventory.ts';
import type { Gap } from '../model/reading.ts';
import type { ReleaseImage } from '../model/release.ts';
import type { Resource } from '../model/resource.ts';
import type { ChangeRequest, ChangeSubject } from '../pipeline/harden-change/plan-change.ts';
import { planHelm } from '../pipeline/harden-change/plan-helm.ts';
import { planKustomize } from '../pipeline/harden-change/plan-kustomize.ts';
import { type FormedChange, planKyverno } from '../pipeline/harden-change/plan-kyverno.ts';
import { readManifests } from '../pipeline/read-inventory.ts';
import type { CommonOptions } from './common-options.ts';
import { findVersion } from './find-version.ts';
import { openReleaseTree, type ReferenceOptions } from './open-release-tree.ts';
import { type OpenSourceWorld, openSourceWorld } from './open-source-world.ts';
import { createProgress } from './progress.ts';
import { readRecordFile } from './read-record-file.ts';
import { isRecord } from './read-subject.ts';

/** What the command line says about where manifests come from. */
export interface ChangeBenchOptions extends CommonOptions, ReferenceOptions {
  readonly owner?: string;
}

/** The manifests that are changed, and what renders them again. */
export interface ChangeBench {
  readonly product: string;
  readonly version: string;
  /** The configuration's; absolute. */
  readonly folder: string;
  readonly gaps: readonly Gap[];
  plan(request: ChangeRequest): Promise<FormedChange>;
  /** The resources as the files are at the moment. */
  render(): Promise<readonly Resource[]>;
  close(): void;
}

/**
 * Opens what a change is made from. A record among the subjects says what its images are; the other subjects are the manifests, else the
 * configuration. For a policy, which changes no file, a record alone is enough.
 *
 * faults  those of reading a record or a configuration; usage-wrong
 */
export async function openChangeBench(
  subjects: readonly string[],
  options: ChangeBenchOptions,
  form: ChangeForm,
): Promise<ChangeBench> {
  const [record, another] = subjects.filter(isRecord);
  const paths = subjects.filter((one) => one !== record);
  if (another !== undefined) throw new Fault('usage-wrong', 'a change is made from one record');
  if (form !== 'kyverno' && options.at !== undefined)
    throw new Fault('usage-wrong', '--at reads an older state, and what is written is for the present one');
  const release = record === undefined ? undefined : readRecordFile(record);
  const images = release?.images ?? [];
  if (release && form === 'kyverno' && paths.length === 0) {
    const { product, version, resources = [], gaps, inventory } = release;
    const subject = { resources, images, owners: ownersOf(inventory.images) };
    return {
      ...{ product, version, folder: '.', gaps: resources.length === 0 ? [...gaps, nothing] : gaps },
      plan: async (request) => planKyverno(subject, request, product),
      render: async () => resources,
      close: () => {},
    };
  }
  return ofManifests(paths, images, { ...options, form });
}

const nothing: Gap = {
  code: 'resources-missing',
  unit: 'cli',
  detail: 'There are no Kubernetes objects to change; a record of an older version does not hold them.',
};

async function ofManifests(
  paths: readonly string[],
  images: readonly ReleaseImage[],
  options: ChangeBenchOptions & { readonly form: ChangeForm },
): Promise<ChangeBench> {
  const progress = createProgress(process.stderr, options);
  const tree = await openReleaseTree(paths, options);
  const { configuration, folder } = tree.found;
  const sources = openSourceWorld(tree.found, options);
  const read = async ({ world }: OpenSourceWorld) => {
    progress.stage('Rendering sources');
    try {
      return await readManifests(configuration, { sources: world }, { onStep: progress.step });
    } finally {
      progress.end();
    }
  };
  // A world remembers what its files said; what was written since is seen by a new one.
  const readAnew = async () => {
    const fresh = openSourceWorld(tree.found, options);
    try {
      return await read(fresh);
    } finally {
      fresh.close();
    }
  };
  const { inventory, resources } = await read(sources);
  const subject: ChangeSubject = { resources, images, owners: ownersOf(inventory.images) };
  const { form } = options;
  return {
    product: configuration.product,
    version: await findVersion(tree.found, options),
    folder,
    gaps: resources.length === 0 ? [...inventory.gaps, nothing] : inventory.gaps,
    plan: async (request) => {
      if (form === 'kyverno') return planKyverno(subject, request, configuration.product);
      if (form === 'helm') return planHelm(subject, request, { sources: configuration.sources, world: sources.world });
      return planKustomize(subject, request, { sources: configuration.sources, files: openSourceFiles(folder) });
    },
    render: async () => (await readAnew()).resources,
    close: () => {
      sources.close();
      tree.close();
    },
  };
}

function ownersOf(images: readonly DeclaredImage[]): ReadonlyMap<string, readonly string[]> {
  return new Map(images.map(({ reference, owners }) => [reference, owners]));
}
