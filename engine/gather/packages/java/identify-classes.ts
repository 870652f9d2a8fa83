import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { KnownArtifact, TellingClass } from './known-classes.ts';

/** A class in an archive that tells of a library. */
export interface FoundClass {
  readonly telling: TellingClass;
  /** Its name in the archive. */
  readonly member: string;
  /** Undefined when it cannot be read, or is no class file. */
  readonly digest: string | undefined;
}

/** Where the classes were found. */
export interface ClassesOrigin {
  readonly unit: string;
  readonly path: string;
  /** What the archive's poms, manifest and name say is in it. */
  readonly stated: readonly Package[];
}

/** Folders of an archive that are roots of the class path. */
const classRoots = /^(?:BOOT-INF|WEB-INF)\/classes\//;

/**
 * What an archive holds, the libraries among it that were copied there and left nothing but their classes.
 *
 * in      telling classes of libraries that no pom of the archive states
 * out     what is stated, and one package for each library and place: with a version where all its classes agree on one, or where
 *         they do not speak against the one that the archive's manifest or name gives it; else without; `likely`. Where
 *         no class is of a known version, more than half of the telling ones must be there, and either stand in another package than
 *         their own or in an archive that names nothing: else it is a fork of the library that provides its packages by right
 * gaps    version-ambiguous (several versions have these classes), version-unknown (no known version has them)
 */
export function identifyClasses(classes: readonly FoundClass[], origin: ClassesOrigin): Reading<Package> {
  const places = Map.groupBy(classes, ({ telling, member }) => `${telling.artifact.name} ${prefixOf(telling, member)}`);
  const readings = [...places.values()].map((found) => identifyPlace(found, origin));
  const copies = new Map(readings.flatMap((reading) => reading.items).map((item) => [`${item.name}@${item.version}`, item]));
  const named = new Set([...copies.values()].map(({ name }) => artifactOf(name)));
  const stated = origin.stated.filter(({ name }) => name.includes(':') || !named.has(name));
  return { items: [...stated, ...copies.values()], gaps: readings.flatMap((reading) => reading.gaps) };
}

function identifyPlace(found: readonly FoundClass[], origin: ClassesOrigin): Reading<Package> {
  const [first] = found;
  if (!first) return nothing;
  const { artifact } = first.telling;
  const sets = found.map(({ telling, digest }) => telling.versionsByDigest.get(digest ?? '') ?? []);
  const isRecognized = sets.some((versions) => versions.length > 0);
  if (!isRecognized && !isLikelyCopy(found, artifact, origin)) return nothing;
  const versions = sets.reduce((agreed, set) => agreed.filter((version) => set.includes(version)));
  const version = (versions.length === 1 ? versions[0] : statedVersion(artifact, versions, origin)) ?? '';
  const item: Package = {
    type: 'maven',
    name: artifact.name,
    version,
    scheme: 'maven',
    certainty: 'likely',
    path: origin.path,
  };
  return { items: [item], gaps: version ? [] : [toGap(artifact.name, versions, origin)] };
}

const nothing: Reading<Package> = { items: [], gaps: [] };

/** The version of the archive itself where it is this library, unless its classes say that it is another. */
function statedVersion(artifact: KnownArtifact, versions: readonly string[], { stated }: ClassesOrigin): string | undefined {
  const own = stated.find(({ name }) => name === artifactOf(artifact.name));
  return own && (versions.length === 0 || versions.includes(own.version)) ? own.version : undefined;
}

function artifactOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function isLikelyCopy(found: readonly FoundClass[], artifact: KnownArtifact, { stated }: ClassesOrigin): boolean {
  if (found.length * 2 <= Object.keys(artifact.classes).length) return false;
  return (
    !stated.some(({ name }) => name !== artifactOf(artifact.name)) ||
    found.some(({ telling, member }) => prefixOf(telling, member) !== artifact.root)
  );
}

function prefixOf({ path }: TellingClass, member: string): string {
  const name = member.replace(classRoots, '');
  const end = name.lastIndexOf(path.replace(/\.class$/, ''));
  return name.slice(0, end);
}

function toGap(name: string, versions: readonly string[], { unit, path }: ClassesOrigin): Gap {
  if (versions.length === 0)
    return { code: 'version-unknown', unit, path, detail: `it holds classes of ${name}, of no version that is known` };
  const told = versions.length > 8 ? [...versions.slice(0, 8), '…'] : versions;
  return {
    code: 'version-ambiguous',
    unit,
    path,
    detail: `it holds classes of ${name}, of one of the versions ${told.join(', ')}`,
  };
}
