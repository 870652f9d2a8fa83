import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import { findKnownGroup } from './known-groups.ts';

/** Everything in one archive that may say what it is. */
export interface ArchiveEvidence {
  readonly unit: string;
  readonly path: string;
  /** Each `pom.properties` with its name in the archive. */
  readonly poms: readonly { readonly name: string; readonly values: ReadonlyMap<string, string> }[];
  /** Main section of the manifest, lower-case names. */
  readonly manifest: ReadonlyMap<string, string>;
  /** What a later section of the manifest says of a part: believed where nothing speaks of the whole. */
  readonly sectionVersion: string | undefined;
  readonly hasClasses: boolean;
  /** Whether a class stands below a folder. */
  readonly hasClassIn: (folder: string) => boolean;
}

interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/**
 * What an archive is, and what was merged into it.
 *
 * out     a package for each pom (`certain`); when none of them is the archive's own, one from the manifest and the file name
 *         (`likely`), named `group:artifact` only when two manifest fields agree on the group, or the artifact's name and classes are
 *         those of a project that is known to publish it, else by its artifact alone. Jars of the Java runtime itself are none: it has
 *         a package of its own
 * gaps    incomplete-record (a pom without all three coordinates), archive-unidentified (classes, and nothing says whose)
 */
export function identify(evidence: ArchiveEvidence): Reading<Package> {
  const gaps: Gap[] = [];
  const found = new Map<string, Coordinates>();
  for (const { name, values } of evidence.poms) {
    const pom = toCoordinates(values);
    if (pom) found.set(`${pom.group}:${pom.artifact}:${pom.version}`, pom);
    else gaps.push(toGap(evidence, 'incomplete-record', `${name} does not state groupId, artifactId and version`));
  }
  const poms = [...found.values()];
  const items = poms.map((one) => toPackage(`${one.group}:${one.artifact}`, one.version, { path: evidence.path, certain: true }));
  if (poms.some((pom) => isOwn(pom, poms, evidence))) return { items, gaps };
  if (evidence.manifest.get('implementation-title') === runtimeTitle) return { items, gaps };
  const own = fromManifest(evidence);
  if (own) items.unshift(own);
  else if (items.length === 0 && gaps.length === 0 && evidence.hasClasses)
    gaps.push(toGap(evidence, 'archive-unidentified', 'holds classes, and neither its files nor its name say of what version'));
  return { items, gaps };
}

/** `jrt-fs.jar`, and before Java 9 `rt.jar` and its neighbors. */
const runtimeTitle = 'Java Runtime Environment';

/** A version such as `${project.version}` was never filled in. */
function toCoordinates(values: ReadonlyMap<string, string>): Coordinates | undefined {
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map((key) => values.get(key) ?? '');
  const isWhole = [group, artifact, version].every((one) => one && one.length < 256 && !/[\s:]|\$\{|@[\w.]+@/.test(one));
  return isWhole && group && artifact && version ? { group, artifact, version } : undefined;
}

/** The archive's own pom: named like the file (Quarkus and sbt put the group before the name), or the only one and of the manifest's version, if that states one. */
function isOwn(
  { group, artifact, version }: Coordinates,
  poms: readonly Coordinates[],
  { path, manifest }: ArchiveEvidence,
): boolean {
  const stem = stemOf(path);
  for (const name of [artifact, `${group}.${artifact}`]) if (stem === name || stem.startsWith(`${name}-${version}`)) return true;
  const stated = versionIn(manifest);
  if (manifest.get('implementation-title') === artifact) return stated === undefined || stated === version;
  return poms.length === 1 && (stated === undefined || stated === version);
}

function fromManifest({ path, manifest, sectionVersion = '', hasClassIn }: ArchiveEvidence): Package | undefined {
  const stem = stemOf(path);
  const { base, version = isVersion(sectionVersion) ? sectionVersion : undefined } = splitName(stem, versionIn(manifest));
  if (!version) return undefined;
  const known = findKnownGroup({ name: base ?? stem, version, hasClassIn });
  const { group, artifact } = known ?? inName(base ?? '', path) ?? inManifest(manifest, base ?? titleIn(manifest) ?? stem);
  return toPackage(group ? `${group}:${artifact}` : artifact, version, { path, certain: false });
}

interface Named {
  readonly group: string | undefined;
  readonly artifact: string;
}

/** `Implementation-Vendor-Id` alone is often only the beginning of a group, and a symbolic name has no border: both must say it. */
function inManifest(manifest: ReadonlyMap<string, string>, artifact: string): Named {
  const vendor = manifest.get('implementation-vendor-id') ?? '';
  return { group: vendor !== '' && symbolicName(manifest) === `${vendor}.${artifact}` ? vendor : undefined, artifact };
}

function titleIn(manifest: ReadonlyMap<string, string>): string | undefined {
  return [manifest.get('implementation-title') ?? '', symbolicName(manifest)].find((one) => /^[\w.-]+$/.test(one));
}

/** Quarkus gathers archives here, each with its group before its name. */
const gathered = /(?:^|\/)lib\/(?:boot|main)\/[^/]+$/;
/** `org.lz4.lz4-java`, `com.typesafe.akka.akka-actor_2.13`: what follows a dot is a name where it is no number. */
const groupAndName = /^([\w-]+(?:\.[\w-]+)*)\.([A-Za-z][\w-]*(?:\.\d\w*)*)$/;
/** `javax.inject.javax.inject`: a name that begins with its group, which no library has by chance. */
const groupTwice = /^([\w.-]+)\.(\1(?:[.-][\w.-]*)?)$/;

function inName(base: string, path: string): Named | undefined {
  if (base.length > 255) return undefined;
  const [, group, artifact] = groupTwice.exec(base) ?? (gathered.test(path) ? groupAndName.exec(base) : null) ?? [];
  return group && artifact ? { group, artifact } : undefined;
}

/** What a manifest may leave out of the version, and a classifier never is: it comes before the release of that number. */
const unfinished = /^-(?:alpha|beta|milestone|rc|cr|snapshot|m(?=\d))(?:[.-]?\d{1,9}){0,2}(?=-|$)/i;

/**
 * A file name as Maven builds it, `artifact-version` or `artifact-version-classifier`. The version that the manifest states shows
 * where it is; otherwise it begins with the last digit that follows a word, as in `log4j-1.2-api-2.17.0` and `rope-3.1-20240131-1`.
 */
function splitName(stem: string, stated: string | undefined): { base?: string; version: string | undefined } {
  const at = stated ? `${stem}-`.indexOf(`-${stated}-`) : -1;
  if (stated && at > 0) {
    const [rest = ''] = unfinished.exec(stem.slice(at + 1 + stated.length)) ?? [];
    return { base: stem.slice(0, at), version: stated + rest };
  }
  const parts = stem.split('-');
  const start = parts.findLastIndex((part, index) => /^v?\d/.test(part) && /^[A-Za-z]/.test(parts[index - 1] ?? ''));
  const version = parts.slice(start).join('-');
  if (start < 1 || !isVersion(version)) return { version: stated };
  return { base: parts.slice(0, start).join('-'), version };
}

function versionIn(manifest: ReadonlyMap<string, string>): string | undefined {
  const stated = ['implementation-version', 'bundle-version'].map((key) => manifest.get(key) ?? '');
  return stated.find(isVersion);
}

function isVersion(text: string): boolean {
  return text.length < 256 && /^\w[\w.+-]*$/.test(text);
}

function symbolicName(manifest: ReadonlyMap<string, string>): string {
  return (manifest.get('bundle-symbolicname') ?? '').split(';', 1)[0]?.trim() ?? '';
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

function toPackage(name: string, version: string, { path, certain }: { path: string; certain: boolean }): Package {
  return { type: 'maven', name, version, scheme: 'maven', certainty: certain ? 'certain' : 'likely', path };
}

function toGap({ unit, path }: ArchiveEvidence, code: string, detail: string): Gap {
  return { code, unit, path, detail };
}
