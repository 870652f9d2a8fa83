import { posix } from 'node:path/posix';
import type { OwnershipEvidence } from '../../../model/inventory.ts';
import type { Gap } from '../../../model/reading.ts';
import type { SourceFiles } from '../ports.ts';
import { type CodeOwners, findCodeOwners, readCodeOwners } from './read-code-owners.ts';
import { readMaintainers } from './read-maintainers.ts';
import { type NamedOwner, type OwnersFile, readOwnersFile } from './read-owners-file.ts';
import type { Repository } from './repository.ts';

/** The owners that the files of a repository name. What is read once is kept. */
export interface FileOwners {
  /** Of the nearest OWNERS file, in the folder or above, that names anybody for this file. */
  inOwnersFiles(file: string): readonly OwnershipEvidence[];
  inCodeOwners(file: string): readonly OwnershipEvidence[];
  /** Of the nearest Chart.yaml, in the folder or above; else of the chart that is named. */
  inCharts(file: string, chart?: string): readonly OwnershipEvidence[];
  /** What of these files could not be read so far. */
  gaps(): readonly Gap[];
}

const unit = 'gather/sources/ownership';

/** Where the hosts look for it; the first that is there counts. */
const codeOwnersPlaces = [
  ['.github/CODEOWNERS', 'github'],
  ['CODEOWNERS', 'github'],
  ['docs/CODEOWNERS', 'github'],
  ['.gitlab/CODEOWNERS', 'gitlab'],
] as const;

/**
 * Reads the files that say whose a file is.
 *
 * gaps    owners-unreadable: an OWNERS or CODEOWNERS file, or a line of it, that says nothing that could be understood
 */
export function openFileOwners(files: SourceFiles, repository: Repository): FileOwners {
  const gaps: Gap[] = [];
  const miss = (path: string, line: number, detail: string) =>
    gaps.push({ code: 'owners-unreadable', unit, path, line, detail: `${path}: ${detail}` });
  const ownersFile = kept((path): OwnersFile | undefined => {
    const text = files.readText(path);
    const read = text === undefined ? undefined : readOwnersFile(text);
    for (const { line, detail } of read?.problems ?? []) miss(path, line, detail);
    return read;
  });
  const codeOwners = kept((root) => readFirst(root, files, miss));
  const chart = kept((path) => {
    const text = files.readText(path);
    return text === undefined ? undefined : readMaintainers(text);
  });
  return {
    inOwnersFiles(file) {
      for (const folder of repository.foldersOf(file)) {
        const path = posix.join(folder, 'OWNERS');
        const read = ownersFile(path);
        const owners = read ? ownersOf(read, posix.relative(folder, file)) : [];
        if (owners.length > 0 || read?.isFinal) return cited(owners, 'owners-file', path);
      }
      return [];
    },
    inCodeOwners(file) {
      const root = repository.rootOf(file);
      const read = codeOwners(root);
      const rules = read ? findCodeOwners(read.owners, posix.relative(root, file)) : [];
      return rules.flatMap(({ owners, line }) =>
        cited(
          owners.map((owner) => ({ owner, line })),
          'code-owners',
          read?.path ?? '',
        ),
      );
    },
    inCharts(file, folder) {
      const folders = folder === undefined ? [] : [...repository.foldersOf(file), folder];
      const paths = folders.map((each) => posix.join(each, 'Chart.yaml'));
      const nearest = paths.find((path) => (chart(path) ?? []).length > 0);
      return nearest === undefined ? [] : cited(chart(nearest) ?? [], 'chart-maintainers', nearest);
    },
    gaps: () => gaps,
  };
}

function readFirst(
  root: string,
  files: SourceFiles,
  miss: (path: string, line: number, detail: string) => void,
): { readonly path: string; readonly owners: CodeOwners } | undefined {
  for (const [place, dialect] of codeOwnersPlaces) {
    const path = posix.join(root, place);
    const text = files.readText(path);
    if (text === undefined) continue;
    const owners = readCodeOwners(text, dialect);
    for (const line of owners.unread) miss(path, line, 'GitHub passes this line over: it knows neither `!` nor `[ ]`');
    return { path, owners };
  }
  return undefined;
}

/** Filters that match come before what holds for the whole folder. */
function ownersOf({ owners, filters }: OwnersFile, path: string): readonly NamedOwner[] {
  const filtered = filters.filter(({ pattern }) => pattern.test(path)).flatMap((filter) => filter.owners);
  return filtered.length > 0 ? filtered : owners;
}

function cited(owners: readonly NamedOwner[], from: OwnershipEvidence['from'], file: string): readonly OwnershipEvidence[] {
  return owners.map(({ owner, line }) => ({ owner, from, file, line }));
}

function kept<Value>(read: (path: string) => Value): (path: string) => Value {
  const known = new Map<string, Value>();
  return (path) => {
    const value = known.has(path) ? (known.get(path) as Value) : read(path);
    known.set(path, value);
    return value;
  };
}
