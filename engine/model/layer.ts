import type { Distribution } from './distribution.ts';
import type { LockedPackage, Package } from './package.ts';
import type { Gap } from './reading.ts';

/** What one cataloger read out of one file of a layer. An empty `packages` is an empty database, not a missing one. */
export interface FoundPackages {
  /** Id of the cataloger. */
  readonly cataloger: string;
  /** No leading slash, `/` separators. */
  readonly path: string;
  readonly packages: readonly Package[];
  /** Of a lock file, which names packages that need not be installed. */
  readonly locked?: readonly LockedPackage[];
}

/** What an entry of a layer is; `other` is a device node or a pipe. */
export type EntryKind = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** What many entries of a layer have in common. */
export interface EntryClass {
  readonly kind: EntryKind;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Kind, owner, mode and size of everything in a layer, by position: as small as a list of a million files can be. */
export interface LayerEntries {
  /** Directories that the layer states, sorted by code unit; those that only stand in the paths of others are not among them. */
  readonly directories: readonly string[];
  readonly classes: readonly EntryClass[];
  /** Index of the class of each of the layer's `paths`, then of each of `directories`, as runs: index, count, index, count … */
  readonly runs: readonly number[];
  /** Of each of `paths`; bytes. Zero for all but files. */
  readonly sizes: readonly number[];
  /** Where symlinks and hard links lead, in the order of `paths`: as written for symlinks, a path of the layer for hard links. */
  readonly targets: readonly string[];
  /** File capabilities in the notation of cap_from_text(3), by path; sorted by path. */
  readonly capabilities: readonly (readonly [path: string, capabilities: string])[];
}

/** Files of one package, as one file of its distribution says. Only those that another cataloger found or may find packages in. */
export interface OwnedFiles {
  readonly cataloger: string;
  /** The file that says so. */
  readonly path: string;
  readonly name: string;
  /** Absent where the file is about whatever version is installed, and goes with it. */
  readonly version?: string;
  readonly architecture?: string;
  /** As the layer has them, or as the distribution spells them where another layer holds them; sorted. */
  readonly files: readonly string[];
}

/** One line of `/etc/passwd`: who a name is. */
export interface UserAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** One line of `/etc/group`. */
export interface GroupAccount {
  readonly name: string;
  readonly gid: number;
  /** Names of users beside those whose own group it is; absent where there are none. */
  readonly members?: readonly string[];
}

/** A file that by its name or its first line holds a secret. Its content is never kept. */
export interface CredentialFile {
  readonly path: string;
  /** Kebab-case: `private-key`, `key-store`, `cloud-credentials`, `registry-credentials` … */
  readonly what: string;
  readonly by: 'name' | 'header';
}

/** A command of a script that may need root. */
export interface ScriptAct {
  /** 1-based; of words that a shell is given, 1. */
  readonly line: number;
  /** `gosu`, `chown`, `mkdir`; `>` for what is written by redirection. */
  readonly command: string;
  /** What it writes, where that is stated without variables. */
  readonly target?: string;
  /** Whether the script ends in failure when it fails. */
  readonly decides: boolean;
}

/** An executable file that another program reads. */
export interface ScriptFile {
  readonly path: string;
  /** As its first line names it; of `env`, the program that it looks for, without a slash. */
  readonly interpreter: string;
  /** In order; only of shells. */
  readonly acts: readonly ScriptAct[];
}

/** What hardening, ownership and sizes need of a layer. */
export interface LayerFacts {
  readonly entries: LayerEntries;
  readonly owned: readonly OwnedFiles[];
  /** Of `etc/passwd`, where the layer has it and it could be read. */
  readonly users?: readonly UserAccount[];
  /** Of `etc/group`, likewise. */
  readonly groups?: readonly GroupAccount[];
  /** Ordered by path. */
  readonly credentials: readonly CredentialFile[];
  /** Ordered by path; absent where there are none, and in readings of older code. */
  readonly scripts?: readonly ScriptFile[];
}

/** Files of a layer that a package of the distribution installed, as a database in the same layer says. */
export interface InstalledFiles extends Omit<OwnedFiles, 'path' | 'files'> {
  /** Places in `FileDigests.paths`, ascending. */
  readonly files: readonly number[];
}

/** SHA-256 of the files of a layer; a hard link is the file that it names. */
export interface FileDigests {
  /** Of the files that were read whole; sorted by code unit. */
  readonly paths: readonly string[];
  /** 32 bytes for each of `paths`, all together in base64. */
  readonly sha256: string;
  /** Files without a digest: sparse ones, and hard links to what this layer does not hold; sorted. */
  readonly unhashed: readonly string[];
  /** Absent where nothing says whose a file is. */
  readonly owners?: readonly InstalledFiles[];
}

/** Everything that Plimsoll keeps of one distinct layer; a function of its bytes and of the reader's version alone. */
export interface LayerReading {
  /** Digest of the blob as stored. */
  readonly digest: string;
  /** Digest of the uncompressed tar. */
  readonly diffId: string;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** Path of every entry that is not a directory, sorted by code unit, without whiteouts: what this layer puts over lower ones. */
  readonly paths: readonly string[];
  /** Paths that this layer removes from lower ones; sorted. */
  readonly whiteouts: readonly string[];
  /** Directories whose lower content this layer hides; sorted. */
  readonly opaque: readonly string[];
  readonly found: readonly FoundPackages[];
  readonly distributions: readonly Distribution[];
  /** Absent for a layer of which nothing could be used. */
  readonly facts?: LayerFacts;
  /** Only where they were asked for. */
  readonly fileDigests?: FileDigests;
  readonly gaps: readonly Gap[];
  /** False when reading stopped before the end: what is there counts, what is missing is unknown. */
  readonly complete: boolean;
}
