import { type LayerRecipe, layer } from '../layout/recipe.ts';
import { osRelease, rpmDatabase } from '../layout/system-packages.ts';

/** Package, version and release in AlmaLinux 9.2, source package where it is another; an epoch where there is one. */
const table = `
almalinux-release 9.2       1.el9
bash              5.1.8     6.el9_1
curl-minimal      7.76.1    23.el9          curl
expat             2.5.0     1.el9
glibc             2.34      60.el9
gnutls            3.7.6     20.el9_2
krb5-libs         1.20.1    8.el9           krb5
less              590       1.el9_0
libcurl-minimal   7.76.1    23.el9          curl
libnghttp2        1.43.0    5.el9           nghttp2
ncurses-libs      6.2       8.20210508.el9  ncurses
openssl-libs      1:3.0.7   6.el9_2         openssl
python3           3.9.16    1.el9           python3.9
python3-libs      3.9.16    1.el9           python3.9
`;

/** The layer of the base image. */
export function almaBase(): LayerRecipe {
  const packages = table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', stated = '', release = '', source] = line.split(/\s+/);
      const [version = '', epoch] = stated.split(':').reverse();
      return { name, version, release, ...(epoch && { epoch: Number(epoch) }), ...(source && { source }) };
    });
  const about = { ID: 'almalinux', ID_LIKE: 'rhel centos fedora', VERSION_ID: '9.2', PRETTY_NAME: 'AlmaLinux 9.2' };
  return layer('ADD almalinux-9.2.tar / # buildkit', [osRelease(about), rpmDatabase(packages)]);
}
