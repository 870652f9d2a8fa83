import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { Fault } from '../model/fault.ts';
import type { CoveragePolicy } from '../model/gate.ts';
import type { CheckException } from '../model/hardening.ts';
import type { Gap, Reading } from '../model/reading.ts';
import type { Release } from '../model/release.ts';
import type { Resource } from '../model/resource.ts';
import type { Configuration } from '../pipeline/configuration/configuration.ts';
import { readRecordedPolicy } from '../pipeline/gate/recorded-policy.ts';
import type { CommonOptions } from './common-options.ts';
import type { ReferenceOptions } from './open-release-tree.ts';
import { createProgress } from './progress.ts';
import { readRecordFile } from './read-record-file.ts';

/** The Kubernetes objects that a command judges, with whose they are. */
export interface Subject {
  readonly product: string;
  readonly version: string;
  readonly resources: readonly Resource[];
  /** Of reading them, not of images. */
  readonly gaps: readonly Gap[];
  /** How much may stay open. */
  readonly coverage: CoveragePolicy;
  /** Undefined where it was read from manifests. */
  readonly record?: Release;
  /** Undefined where it was read from a record. */
  readonly configuration?: Configuration;
  /** Of checks, as the configuration names them, of a record the one of the same product; only where they were asked for. */
  readonly exceptions?: Reading<CheckException>;
}

/** What else is read of a configuration. */
export interface SubjectParts {
  readonly exceptions?: boolean;
}

/**
 * The objects of a record, of manifests, or of the configuration in this folder.
 *
 * in      one record, or paths of kustomizations, charts or manifests; none for the configuration
 * faults  usage-wrong: several records; those of reading a record or a configuration
 */
export async function readSubject(
  subjects: readonly string[],
  options: CommonOptions & ReferenceOptions,
  parts: SubjectParts = {},
): Promise<Subject> {
  const [first, ...others] = subjects;
  if (first === undefined || !isRecord(first)) return ofManifests(subjects, options, parts);
  if (others.length > 0) throw new Fault('usage-wrong', 'one record is read at a time');
  const subject = ofRecord(first);
  return parts.exceptions === true ? { ...subject, ...(await readConfigured(subject, options)) } : subject;
}

/** Whether a file begins as zstd frames do, which records are (RFC 8878, section 3.1.1); of what is not there, whether it is called like one. */
export function isRecord(file: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return file.endsWith('.plimsoll');
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(4);
    return readSync(handle, head, 0, 4, 0) === 4 && head.readUInt32LE() === 0xfd2fb528;
  } finally {
    closeSync(handle);
  }
}

function ofRecord(file: string): Subject {
  const release = readRecordFile(file);
  const { product, version, resources = [] } = release;
  const unread = release.gaps.filter(({ unit }) => unit.startsWith('gather/sources'));
  const gaps = release.resources ? unread : [unrecorded, ...unread];
  const { coverage } = readRecordedPolicy(release);
  return { product, version, resources, gaps, coverage, record: release };
}

const unrecorded: Gap = {
  code: 'resources-unrecorded',
  unit: 'gather/sources',
  detail: 'The record holds no resources; scan again.',
};

/** What a configuration of the product says today of checks: a record holds no file of exceptions. */
async function readConfigured({ product }: Subject, options: CommonOptions): Promise<Pick<Subject, 'exceptions'>> {
  const { findConfigured } = await import('./find-configured.ts');
  const found = await findConfigured(options.config);
  const named = found?.configuration.product === product ? found.configuration.exceptions?.files : undefined;
  if (!found || !named) return {};
  const [{ findCheckExceptions }, { openSourceFiles }] = await Promise.all([
    import('../pipeline/decisions/read-check-exceptions.ts'),
    import('../adapters/files/source-files.ts'),
  ]);
  return { exceptions: findCheckExceptions(named, openSourceFiles(found.folder)) };
}

async function ofManifests(
  paths: readonly string[],
  options: CommonOptions & ReferenceOptions,
  parts: SubjectParts,
): Promise<Subject> {
  const [{ openReleaseTree }, { openSourceWorld }, { readResources }, { findVersion }] = await Promise.all([
    import('./open-release-tree.ts'),
    import('./open-source-world.ts'),
    import('../pipeline/resources/read-resources.ts'),
    import('./find-version.ts'),
  ]);
  const progress = createProgress(process.stderr, options);
  const tree = await openReleaseTree(paths, options);
  const sources = openSourceWorld(tree.found, options);
  try {
    progress.stage('Rendering sources');
    const { items, gaps } = await readResources(tree.found.configuration, { sources: sources.world }, { onStep: progress.step });
    const { configuration } = tree.found;
    const { product, policy, exceptions: named } = configuration;
    const version = await findVersion(tree.found, options);
    const subject = { product, version, resources: items, gaps, coverage: policy.coverage, configuration };
    if (parts.exceptions !== true) return subject;
    const { findCheckExceptions } = await import('../pipeline/decisions/read-check-exceptions.ts');
    return { ...subject, exceptions: findCheckExceptions(named?.files ?? [], sources.world.files) };
  } finally {
    progress.end();
    sources.close();
    tree.close();
  }
}
