import { Buffer } from 'node:buffer';
import { classDigest } from '../../../formats/class-file/class-digest.ts';
import { bytesOf, type Content } from '../../../formats/content.ts';
import { openEntry } from '../../../formats/zip/open-entry.ts';
import { type ZipEntry, zipEntries } from '../../../formats/zip/zip-directory.ts';
import type { ZipFlaw } from '../../../formats/zip/zip-flaw.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import { type ArchiveEvidence, identify } from './identify.ts';
import { identifyClasses } from './identify-classes.ts';
import type { KnownClasses, TellingClass } from './known-classes.ts';
import { findSectionVersion, readManifest } from './manifest.ts';
import { readProperties } from './properties.ts';

const unit = 'gather/packages/java';

/** Ears hold wars, wars hold boot jars, those hold jars: four. */
const maxDepth = 8;
const maxArchives = 20_000;
const maxTextBytes = 4 * 1024 * 1024;
const maxClassBytes = 1024 * 1024;
/** Copies of copies of the same few classes; agents come with three. */
const maxTellingClasses = 2000;
const maxNestedBytes = 256 * 1024 * 1024;
/** Unpacked archives that wait for the ones inside them to be read. */
const maxHeldBytes = 256 * 1024 * 1024;
const maxUnpackedBytes = 1024 ** 3;

/** One archive to read, outermost or nested. */
interface Archive {
  readonly path: string;
  readonly content: Content;
  readonly depth: number;
  /** Memory that this archive and those around it hold. */
  readonly heldBytes: number;
}

/** What reading one outermost archive has come to so far. */
interface Walk {
  readonly items: Package[];
  readonly gaps: Gap[];
  readonly isArchive: (name: string) => boolean;
  readonly known: KnownClasses;
  archives: number;
  unpackedBytes: number;
}

/**
 * The packages of an archive and of every archive in it, each at the path of the archive that states it.
 *
 * in      which member names are archives to descend into; libraries that are known by their classes
 * cost    O(directories + members that are looked at); stored members are not copied, deflated ones are held one branch at a time
 */
export function readArchive(
  file: { readonly path: string; readonly content: Content },
  { isArchive, known }: Pick<Walk, 'isArchive' | 'known'>,
): Reading<Package> {
  const walk: Walk = { items: [], gaps: [], isArchive, known, archives: 0, unpackedBytes: 0 };
  if (file.content.sizeBytes > 0) descend(walk, { ...file, depth: 0, heldBytes: 0 });
  return { items: walk.items, gaps: walk.gaps };
}

function descend(walk: Walk, archive: Archive): void {
  walk.archives += 1;
  const members = listMembers(walk, archive);
  const properties = members.poms.map((entry) => ({ name: entry.name, text: readText(walk, archive, entry) }));
  const manifest = members.manifest && readText(walk, archive, members.manifest);
  const evidence: ArchiveEvidence = {
    unit,
    path: archive.path,
    poms: properties.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, values: readProperties(text) }])),
    manifest: readManifest(manifest ?? ''),
    sectionVersion: findSectionVersion(manifest ?? ''),
    hasClasses: members.hasClasses,
    hasClassIn: (folder) => hasClassIn(archive.content, folder),
  };
  const stated = identify(evidence);
  const copied = identifyClasses(readClasses(walk, archive, members.classes, stated.items), {
    unit,
    path: archive.path,
    stated: stated.items,
  });
  walk.items.push(...copied.items);
  walk.gaps.push(...stated.gaps, ...copied.gaps);
  for (const entry of members.archives) descendInto(walk, archive, entry);
}

function descendInto(walk: Walk, archive: Archive, entry: ZipEntry): void {
  const path = `${archive.path}!/${entry.name}`;
  if (entry.sizeBytes === 0) return;
  const opened = openArchive(walk, archive, entry);
  if (opened.kind === 'flaw') addGap(walk, path, opened);
  else
    descend(walk, { path, content: opened.content, depth: archive.depth + 1, heldBytes: archive.heldBytes + opened.heldBytes });
}

function openArchive(walk: Walk, archive: Archive, entry: ZipEntry): ReturnType<typeof openEntry> {
  if (archive.depth + 1 >= maxDepth)
    return { kind: 'flaw', code: 'too-deep', detail: `lies more than ${maxDepth} archives deep` };
  if (walk.archives >= maxArchives) return tooMany;
  const mayHoldBytes = Math.min(maxNestedBytes, maxHeldBytes - archive.heldBytes);
  return open(walk, archive, entry, entry.method === 0 ? Number.POSITIVE_INFINITY : mayHoldBytes);
}

interface Members {
  readonly poms: readonly ZipEntry[];
  readonly archives: readonly ZipEntry[];
  readonly manifest: ZipEntry | undefined;
  readonly hasClasses: boolean;
  readonly classes: readonly MemberClass[];
}

/** A member that is a telling class by its name. */
interface MemberClass {
  readonly entry: ZipEntry;
  readonly telling: TellingClass;
}

function listMembers(walk: Walk, archive: Archive): Members {
  const poms: ZipEntry[] = [];
  const archives: ZipEntry[] = [];
  let manifest: ZipEntry | undefined;
  let hasClasses = false;
  const classes: MemberClass[] = [];
  for (const entry of zipEntries(archive.content)) {
    if (entry.kind === 'flaw') addGap(walk, archive.path, entry);
    else if (Math.max(poms.length, archives.length) >= maxArchives) {
      addGap(walk, archive.path, tooMany);
      break;
    } else if (isClass(entry.name)) {
      hasClasses = true;
      if (classes.length < maxTellingClasses) classes.push(...walk.known.find(entry.name).map((telling) => ({ entry, telling })));
    } else if (walk.isArchive(entry.name)) archives.push(entry);
    else if (isPom(entry.name)) poms.push(entry);
    else if (entry.name.toUpperCase() === 'META-INF/MANIFEST.MF') manifest ??= entry;
  }
  return { poms, archives, manifest, hasClasses, classes };
}

/** Classes for newer runtimes are second copies, and agents hide theirs under other names. */
function isClass(name: string): boolean {
  return /\.(?:class|classdata|esclazz)$/.test(name) && !name.startsWith('META-INF/versions/');
}

/** A second look at the list of members, for the few archives that it is asked of. */
function hasClassIn(content: Content, folder: string): boolean {
  for (const entry of zipEntries(content))
    if (entry.kind === 'entry' && entry.name.startsWith(folder) && isClass(entry.name)) return true;
  return false;
}

/** Only of libraries that no pom states: what says itself what it is needs no other witness. */
function readClasses(walk: Walk, archive: Archive, classes: readonly MemberClass[], stated: readonly Package[]) {
  const names = new Set(stated.filter(({ certainty }) => certainty === 'certain').map(({ name }) => name));
  return classes
    .filter(({ telling }) => !names.has(telling.artifact.name))
    .map(({ entry, telling }) => {
      const opened = open(walk, archive, entry, maxClassBytes);
      const bytes = opened.kind === 'opened' ? bytesOf(opened.content) : undefined;
      const digest = bytes && classDigest(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      return { telling, member: entry.name, digest };
    });
}

/** At the top, or below `BOOT-INF/classes` and the like. */
function isPom(name: string): boolean {
  return name.endsWith('/pom.properties') && /(?:^|\/)META-INF\/maven\//.test(name);
}

function readText(walk: Walk, archive: Archive, entry: ZipEntry): string | undefined {
  const opened = open(walk, archive, entry, maxTextBytes);
  if (opened.kind === 'opened') return new TextDecoder().decode(bytesOf(opened.content));
  addGap(walk, `${archive.path}!/${entry.name}`, opened);
  return undefined;
}

function open(walk: Walk, archive: Archive, entry: ZipEntry, maxBytes: number): ReturnType<typeof openEntry> {
  const left = maxUnpackedBytes - walk.unpackedBytes;
  if (entry.method !== 0 && entry.sizeBytes > left) return spent;
  const opened = openEntry(archive.content, entry, { maxBytes });
  if (opened.kind === 'opened') walk.unpackedBytes += opened.heldBytes;
  return opened;
}

const spent: ZipFlaw = {
  kind: 'flaw',
  code: 'too-large',
  detail: `the archives in it unpack to more than ${maxUnpackedBytes} bytes`,
};
const tooMany: ZipFlaw = { kind: 'flaw', code: 'too-large', detail: `holds more than ${maxArchives} archives or poms` };

function addGap(walk: Walk, path: string, { code, detail }: ZipFlaw): void {
  walk.gaps.push({ code, unit, path, detail });
}
