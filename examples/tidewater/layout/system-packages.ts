import type { Part } from './recipe.ts';
import { type RpmPackage, writeRpmDatabase } from './write-rpm-database.ts';

/** A package of Debian or Wolfi. */
export interface SystemPackage {
  readonly name: string;
  readonly version: string;
  /** The source package, where it is another: `openssl`, or `util-linux (2.38.1-5)` where the versions differ too. */
  readonly source?: string;
}

/** The status file of dpkg; in an upper layer it replaces the one below. */
export function dpkgStatus(packages: readonly SystemPackage[]): Part {
  const path = 'var/lib/dpkg/status';
  const paragraphs = packages.map((item) => paragraphOf(item, 'Status: install ok installed\n'));
  return {
    files: [{ path, content: paragraphs.join('\n') }],
    packages: packages.map(({ name, version }) => ({ id: `deb/${name}@${version}`, path })),
  };
}

/** One file a package, as images without a package manager have them. */
export function dpkgStatusFolder(packages: readonly SystemPackage[]): Part {
  const entries = packages.map((item) => ({ item, path: `var/lib/dpkg/status.d/${item.name}` }));
  return {
    files: entries.map(({ item, path }) => ({ path, content: paragraphOf(item, '') })),
    packages: entries.map(({ item, path }) => ({ id: `deb/${item.name}@${item.version}`, path })),
  };
}

function paragraphOf({ name, version, source }: SystemPackage, status: string): string {
  const origin = source ? `Source: ${source}\n` : '';
  return `Package: ${name}\n${status}Architecture: amd64\n${origin}Version: ${version}\n`;
}

/** apk's database of what is installed. */
export function apkInstalled(packages: readonly SystemPackage[]): Part {
  const path = 'lib/apk/db/installed';
  const records = packages.map(
    ({ name, version, source }) => `P:${name}\nV:${version}\nA:x86_64\n${source ? `o:${source}\n` : ''}\n`,
  );
  return {
    files: [{ path, content: records.join('') }],
    packages: packages.map(({ name, version }) => ({ id: `apk/${name}@${version}`, path })),
  };
}

/** rpm's database. */
export function rpmDatabase(packages: readonly RpmPackage[]): Part {
  const path = 'var/lib/rpm/rpmdb.sqlite';
  return {
    files: [{ path, content: writeRpmDatabase(packages) }],
    packages: packages.map(({ name, version, release }) => ({ id: `rpm/${name}@${version}-${release}`, path })),
  };
}

/** The file by which a system says what it is. */
export function osRelease(fields: Readonly<Record<string, string>>): Part {
  const lines = Object.entries(fields).map(([key, value]) => `${key}="${value}"\n`);
  return { files: [{ path: 'etc/os-release', content: lines.join('') }], packages: [] };
}

/** Removes a file or folder of the layers below. */
export function remove(path: string): Part {
  return { files: [{ path: path.replace(/([^/]+)$/, '.wh.$1') }], packages: [] };
}

/** A file that states no package. */
export function plainFile(path: string, content: string): Part {
  return { files: [{ path, content }], packages: [] };
}
