import { posix } from 'node:path/posix';
import { semver } from '../../versions/semver/semver.ts';

/**
 * Folders that are named for a version while one beside them is named for a newer: releases of before, which are kept and not installed.
 *
 * in      paths of files and folders
 * out     older folder → the newest beside it
 */
export function findOlderVersions(paths: Iterable<string>): ReadonlyMap<string, string> {
  const versions = new Set([...paths].flatMap((path) => [...foldersAbove(path)].filter(isVersion)));
  const older = new Map<string, string>();
  for (const beside of Map.groupBy(versions, (folder) => posix.dirname(folder)).values()) {
    const newest = beside.reduce((one, other) => (isBefore(one, other) ? other : one));
    for (const folder of beside) if (isBefore(folder, newest)) older.set(folder, newest);
  }
  return older;
}

/** A path and the folders that it lies in, up to the top. */
export function* foldersAbove(path: string): Generator<string> {
  for (let folder = path; ; folder = posix.dirname(folder)) {
    yield folder;
    if (folder === '.' || folder === '/' || folder.startsWith('..')) return;
  }
}

/** `v1` alone is the version of an API as often as that of a release. */
function isVersion(folder: string): boolean {
  return /^v?\d+\.\d+(?:\.\d+)?(?:[-+][\w.+-]+)?$/.test(posix.basename(folder));
}

function isBefore(one: string, other: string): boolean {
  return semver.compare(posix.basename(one), posix.basename(other)) === 'before';
}
