import { knownArtifacts } from './known-artifacts.ts';

/** One library, known by a few of its classes. */
export interface KnownArtifact {
  /** `group:artifact`. */
  readonly name: string;
  /** Folder that its packages stand in until somebody renames them, with `/` at its end: `org/apache/logging/`. */
  readonly root: string;
  /** Class below `root` → each digest of it with the versions that hold it so: `DIGEST VERSION VERSION; DIGEST VERSION`. */
  readonly classes: Readonly<Record<string, string>>;
}

/** A class that tells of a library. */
export interface TellingClass {
  readonly artifact: KnownArtifact;
  /** Path below the library's root. */
  readonly path: string;
  readonly versionsByDigest: ReadonlyMap<string, readonly string[]>;
}

/** Known libraries, ready to be looked up. */
export interface KnownClasses {
  /** Every telling class that a member of an archive may be, whatever folder it was moved to; mostly none. */
  find(member: string): readonly TellingClass[];
}

/** Agents hide their classes from class loaders under these names. */
const hidden = /\.(?:classdata|esclazz)$/;

/**
 * An index of libraries by their classes.
 *
 * cost    one look at the member's last name; more only where it is the one of a telling class
 */
export function indexClasses(artifacts: readonly KnownArtifact[]): KnownClasses {
  const classes = artifacts.flatMap(tellingClasses);
  const byName = Map.groupBy(classes, ({ path }) => path.slice(path.lastIndexOf('/') + 1));
  return {
    find(member) {
      const name = member.replace(hidden, '.class');
      const candidates = byName.get(name.slice(name.lastIndexOf('/') + 1)) ?? [];
      return candidates.filter(
        ({ path }) => name.endsWith(path) && (name.length === path.length || name.at(-path.length - 1) === '/'),
      );
    },
  };
}

/** The libraries that Plimsoll brings. */
export const knownClasses: KnownClasses = indexClasses(knownArtifacts);

function tellingClasses(artifact: KnownArtifact): TellingClass[] {
  return Object.entries(artifact.classes).map(([path, digests]) => ({
    artifact,
    path,
    versionsByDigest: new Map(digests.split(';').map(readDigest)),
  }));
}

function readDigest(text: string): [digest: string, versions: readonly string[]] {
  const [digest = '', ...versions] = text.trim().split(/\s+/);
  return [digest, versions];
}
