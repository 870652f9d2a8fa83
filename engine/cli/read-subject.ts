import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { CoveragePolicy } from '../model/gate.ts';
import type { Gap } from '../model/reading.ts';
import type { Resource } from '../model/resource.ts';
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
}

/**
 * The objects of a record, of manifests, or of the configuration in this folder.
 *
 * in      one record, or paths of kustomizations, charts or manifests; none for the configuration
 * faults  those of reading a record or a configuration
 */
export async function readSubject(subjects: readonly string[], options: CommonOptions & ReferenceOptions): Promise<Subject> {
  const [first] = subjects;
  return first !== undefined && subjects.length === 1 && isRecord(first) ? ofRecord(first) : ofManifests(subjects, options);
}

/** Whether a file begins as zstd frames do, which records are (RFC 8878, section 3.1.1). */
export function isRecord(file: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
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
  const gaps = release.gaps.filter(({ unit }) => unit.startsWith('gather/sources'));
  return { product, version, resources, gaps, coverage: readRecordedPolicy(release).coverage };
}

async function ofManifests(paths: readonly string[], options: CommonOptions & ReferenceOptions): Promise<Subject> {
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
    const { product, policy } = tree.found.configuration;
    const version = await findVersion(tree.found, options);
    return { product, version, resources: items, gaps, coverage: policy.coverage };
  } finally {
    progress.end();
    sources.close();
    tree.close();
  }
}
