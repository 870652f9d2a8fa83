import { bytesOf } from '../../../formats/content.ts';
import { readBlobs } from '../../../formats/sqlite/read-blobs.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { toReading } from '../to-reading.ts';
import { type RpmHeader, readHeader, tags } from './read-header.ts';

const unit = 'gather/packages/rpm';
const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
const database = 'rpmdb.sqlite';
const logs = new Set(['rpmdb.sqlite-wal', 'rpmdb.sqlite-journal']);
const unsupported: ReadonlyMap<string, string> = new Map([
  ['Packages', 'Berkeley DB'],
  ['Packages.db', 'ndb'],
]);
const largestHeaderBytes = 64 * 1024 * 1024;

/**
 * Packages of Red Hat, Fedora, SUSE, Amazon, Oracle and their kin, from rpm's database in SQLite.
 *
 * in      the table `Packages`, one header blob a package
 * out     one Package per header with a name, a version and a release, as `[epoch:]version-release`; the imported public keys
 *         that rpm keeps as `gpg-pubkey` are none. The source package is named by the file name of its source RPM, which has no
 *         epoch: it takes the package's own where version and release are the same
 * gaps    incomplete-record, record-unreadable, source-unreadable, database-unreadable (the rest of it),
 *         database-incomplete (changes that SQLite has not merged), database-unsupported (Berkeley DB, ndb)
 * source  rpm 4.18, lib/backend/sqlite.c; lib/rpmts.c for gpg-pubkey
 */
export const rpm: Cataloger = Object.freeze<Cataloger>({
  id: 'rpm',
  about: {
    title: 'RPM packages',
    source: 'https://github.com/rpm-software-management/rpm/blob/rpm-4.18.x/lib/backend/sqlite.c',
    reads: folders.map((folder) => `${folder}/${database}`),
    limits: [
      'databases in Berkeley DB (`Packages`) and ndb (`Packages.db`); they are a gap',
      'changes that SQLite has not merged into the database (`rpmdb.sqlite-wal`); they are a gap',
      'package lists of images without an rpm database (`rpmmanifest`)',
      'the vendor',
    ],
  },
  maxBytes: 128 * 1024 * 1024,
  wants: ({ path, sizeBytes }) => {
    const [folder, name] = split(path);
    if (!folders.includes(folder)) return false;
    return name === database || unsupported.has(name) || (logs.has(name) && sizeBytes > 0);
  },
  read: (file: LayerFile) => toReading(readFile(file), { unit, path: file.path }),
});

function split(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}

function* readFile(file: LayerFile): Generator<Package | Gap> {
  const place = { unit, path: file.path };
  const [, name] = split(file.path);
  const format = unsupported.get(name);
  if (format)
    yield { ...place, code: 'database-unsupported', detail: `the database is in the format ${format}, which is not read yet` };
  else if (logs.has(name))
    yield {
      ...place,
      code: 'database-incomplete',
      detail: 'it may hold changes that were not merged into the database; they are not read',
    };
  else yield* readDatabase(file);
}

function* readDatabase(file: LayerFile): Generator<Package | Gap> {
  const rows = readBlobs(bytesOf(file.content), {
    table: 'Packages',
    key: 'hnum',
    column: 'blob',
    largestBytes: largestHeaderBytes,
  });
  try {
    let next = rows.next();
    for (; !next.done; next = rows.next()) yield* readRow(next.value, file.path);
    if (next.value)
      yield { code: 'database-unreadable', unit, path: file.path, detail: `the database was not read whole: ${next.value}` };
  } finally {
    // Closes the database when whoever asks for packages has had enough.
    rows.return(undefined);
  }
}

function* readRow({ key, blob }: { key: number; blob?: Uint8Array }, path: string): Generator<Package | Gap> {
  const header = blob && readHeader(blob);
  if (!header) {
    yield { code: 'record-unreadable', unit, path, detail: `the header of package number ${key} is cut, malformed or too large` };
    return;
  }
  if (header.get(tags.name) === 'gpg-pubkey') return;
  const own = readOwn(header);
  if (!own) {
    yield {
      code: 'incomplete-record',
      unit,
      path,
      detail: `the header of package number ${key} has no usable name, version or release`,
    };
    return;
  }
  const source = readSource(header, own);
  if (source === 'unreadable')
    yield { code: 'source-unreadable', unit, path, detail: `${own.name} names a source package that cannot be read` };
  yield toPackage(header, { own, path, ...(typeof source === 'object' && { source }) });
}

interface Identity {
  readonly name: string;
  readonly version: string;
}

function readOwn(header: RpmHeader): Identity | undefined {
  const [name, version, release] = [tags.name, tags.version, tags.release].map((tag) => header.get(tag));
  if (!isWord(name) || !isWord(version) || !isWord(release)) return undefined;
  const epoch = header.get(tags.epoch);
  if (typeof epoch === 'string') return undefined;
  return { name, version: `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}` };
}

/** `name-version-release.src.rpm`; `nosrc` where the sources may not be passed on. */
function readSource(header: RpmHeader, own: Identity): Identity | 'unreadable' | undefined {
  const stated = header.get(tags.sourceRpm);
  if (stated === undefined || stated === '' || stated === '(none)') return undefined;
  const [, name, version] = /^([^\s/]+)-([^\s/-]+-[^\s/-]+)\.(?:no)?src\.rpm$/.exec(String(stated)) ?? [];
  if (!name || !version) return 'unreadable';
  return { name, version: own.version.endsWith(`:${version}`) ? own.version : version };
}

function toPackage(header: RpmHeader, found: { own: Identity; source?: Identity; path: string }): Package {
  const { own, source, path } = found;
  const [architecture, license, module] = [tags.architecture, tags.license, tags.module].map((tag) => header.get(tag));
  return {
    type: 'rpm',
    ...own,
    scheme: 'rpm',
    ...(source && (source.name !== own.name || source.version !== own.version) && { source }),
    ...(typeof architecture === 'string' && architecture && { architecture }),
    ...(typeof license === 'string' && license && { license }),
    ...(typeof module === 'string' && module && { module }),
    certainty: 'certain',
    path,
  };
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[^\s\p{Cc}\uFFFD]+$/u.test(value);
}
