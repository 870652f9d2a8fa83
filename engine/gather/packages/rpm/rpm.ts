import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile, PackageFiles } from '../cataloger.ts';
import { toReading } from '../to-reading.ts';
import { databaseNames, findFormat, readDatabase } from './read-database.ts';
import { readPackage } from './read-package.ts';

const unit = 'gather/packages/rpm';
const folders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
const logs = new Set(['rpmdb.sqlite-wal', 'rpmdb.sqlite-journal']);

/**
 * Packages of Red Hat, Fedora, SUSE, Amazon, Oracle and their kin, from rpm's database in SQLite, its own format (ndb) or
 * Berkeley DB.
 *
 * in      one header blob a package, in the table `Packages`, the slots of `Packages.db` or the hash of `Packages`
 * out     one Package per header with a name, a version and a release, as `[epoch:]version-release`; the imported public keys
 *         that rpm keeps as `gpg-pubkey` are none. The source package is named by the file name of its source RPM, which has no
 *         epoch: it takes the package's own where version and release are the same
 * gaps    incomplete-record, record-unreadable, source-unreadable, database-unreadable (the rest of it),
 *         database-incomplete (changes that SQLite has not merged)
 * source  rpm 4.18, lib/backend; lib/rpmts.c for gpg-pubkey
 */
export const rpm: Cataloger = Object.freeze<Cataloger>({
  id: 'rpm',
  about: {
    title: 'RPM packages',
    source: 'https://github.com/rpm-software-management/rpm/tree/rpm-4.18.x/lib/backend',
    reads: folders.map((folder) => `${folder}/rpmdb.sqlite, Packages.db (ndb) or Packages (Berkeley DB)`),
    limits: [
      'Berkeley DB trees, and hash databases with checksums, encryption or from before Berkeley DB 4.1; they are a gap',
      'changes that SQLite has not merged into the database (`rpmdb.sqlite-wal`); they are a gap',
      'package lists of images without an rpm database (`rpmmanifest`)',
      'the vendor',
    ],
  },
  maxBytes: 128 * 1024 * 1024,
  endings: [...databaseNames, ...logs],
  wants: ({ path, sizeBytes }) => {
    if (!path.includes('/rpm/')) return false;
    const [folder, name] = split(path);
    if (!folders.includes(folder)) return false;
    return findFormat(name) !== undefined || (logs.has(name) && sizeBytes > 0);
  },
  read(file: LayerFile) {
    const owned: PackageFiles[] = [];
    return { ...toReading(readFile(file, owned), { unit, ...file }), owned };
  },
});

function split(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}

function* readFile({ path, content }: LayerFile, owned: PackageFiles[]): Generator<Package | Gap> {
  const format = findFormat(split(path)[1]);
  if (!format) {
    const detail = 'it may hold changes that were not merged into the database; they are not read';
    yield { code: 'database-incomplete', unit, path, detail };
    return;
  }
  const rows = readDatabase(format, content);
  try {
    let next = rows.next();
    for (; !next.done; next = rows.next()) yield* readPackage(next.value, path, owned);
    if (next.value) yield { code: 'database-unreadable', unit, path, detail: `the database was not read whole: ${next.value}` };
  } finally {
    // Closes the database when whoever asks for packages has had enough.
    rows.return(undefined);
  }
}
