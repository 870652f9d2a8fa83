import { type LayerRecipe, layer } from '../layout/recipe.ts';
import { dpkgStatus, dpkgStatusFolder, osRelease, type SystemPackage } from '../layout/system-packages.ts';

/** Point releases of Debian 12 that base images exist of; the last one with the security updates of early July 2024. */
export type DebianRelease = '12.0' | '12.5' | '12.6';

const releases: readonly DebianRelease[] = ['12.0', '12.5', '12.6'];

/**
 * Package, source package (`=` for itself), version in 12.0, 12.5 and 12.6; `=` for the same as before.
 *
 * source  the packages' own Debian changelogs
 */
const table = `
apt                =              2.6.1                =                        =
base-files         =              12.4                 12.4+deb12u5             12.4+deb12u6
bash               bash_(5.2.15-2) 5.2.15-2+b2         =                        =
coreutils          =              9.1-1                =                        =
curl               =              7.88.1-10            7.88.1-10+deb12u5        7.88.1-10+deb12u6
dpkg               =              1.21.22              =                        =
libc-bin           glibc          2.36-9               2.36-9+deb12u4           2.36-9+deb12u7
libc6              glibc          2.36-9               2.36-9+deb12u4           2.36-9+deb12u7
libcurl4           curl           7.88.1-10            7.88.1-10+deb12u5        7.88.1-10+deb12u6
libexpat1          expat          2.5.0-1              =                        =
libgnutls30        gnutls28       3.7.9-2              3.7.9-2+deb12u2          3.7.9-2+deb12u3
libgssapi-krb5-2   krb5           1.20.1-2             1.20.1-2+deb12u1         1.20.1-2+deb12u2
libkrb5-3          krb5           1.20.1-2             1.20.1-2+deb12u1         1.20.1-2+deb12u2
libnghttp2-14      nghttp2        1.52.0-1             1.52.0-1+deb12u1         =
libssl3            openssl        3.0.9-1              3.0.11-1~deb12u2         3.0.13-1~deb12u1
libsystemd0        systemd        252.6-1              252.22-1~deb12u1         252.26-1~deb12u2
libtinfo6          ncurses        6.4-4                =                        =
ncurses-base       ncurses        6.4-4                =                        =
openssl            =              3.0.9-1              3.0.11-1~deb12u2         3.0.13-1~deb12u1
perl-base          perl           5.36.0-7             5.36.0-7+deb12u1         =
tar                =              1.34+dfsg-1.2        1.34+dfsg-1.2+deb12u1    =
util-linux         util-linux_(2.38.1-5) 2.38.1-5+b1   =                        2.38.1-5+deb12u1
zlib1g             zlib           1:1.2.13.dfsg-1      =                        =
`;

/** The packages of the base image. */
export function debianPackages(release: DebianRelease): readonly SystemPackage[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', source = '=', ...columns] = line.split(/\s+/);
      const versions = columns.slice(0, releases.indexOf(release) + 1);
      const version = versions.findLast((text) => text !== '=') ?? '';
      const origin = /\+b\d+$/.test(version) ? source.replace('_', ' ') : source.replace(/_.*/, '');
      return { name, version, ...(source !== '=' && origin !== name && { source: origin }) };
    });
}

/** The layer of the base image. */
export function debianBase(release: DebianRelease): LayerRecipe {
  const about = {
    ID: 'debian',
    VERSION_ID: '12',
    VERSION_CODENAME: 'bookworm',
    PRETTY_NAME: 'Debian GNU/Linux 12 (bookworm)',
  };
  return layer(`ADD debian-${release}.tar / # buildkit`, [osRelease(about), dpkgStatus(debianPackages(release))]);
}

/** A layer that installs more packages: the status file lists those of the base too. */
export function aptInstall(release: DebianRelease, packages: readonly SystemPackage[]): LayerRecipe {
  const names = packages.map(({ name }) => name).join(' ');
  return layer(`RUN apt-get install --yes ${names} # buildkit`, [dpkgStatus([...debianPackages(release), ...packages])]);
}

/** The layer of a base image without shell or package manager. */
export function staticBase(release: DebianRelease): LayerRecipe {
  const wanted = new Set(['base-files', 'libc6', 'libssl3']);
  const about = { ID: 'debian', VERSION_ID: '12', PRETTY_NAME: 'Distroless' };
  const packages = debianPackages(release).filter(({ name }) => wanted.has(name));
  return layer(`COPY static-${release} / # buildkit`, [osRelease(about), dpkgStatusFolder(packages)]);
}
