import type { Package } from '../../model/package.ts';

/**
 * Whether a package only serves to build software: headers, compilers, what installs packages. What runs in an image can do without it.
 *
 * out     false where scripts of an image may well call it: downloaders, editors, shells, package managers of the distribution
 */
export function servesBuilding({ type, name }: Pick<Package, 'type' | 'name'>): boolean {
  if (type === 'deb' || type === 'rpm' || type === 'apk') return headers.test(name) || compilers.test(name) || builders.has(name);
  return installers.has(`${type} ${name}`);
}

const headers = /(?:-dev|-devel|-headers|-dbg|-debuginfo)$/;
const compilers = /^(?:gcc|g\+\+|gcc-c\+\+|cpp|gfortran|clang|llvm|binutils|golang|rust|rustc|cargo)(?:-\d[\d.]*)?$/;
const builders = new Set([
  ...['make', 'cmake', 'automake', 'autoconf', 'libtool', 'm4', 'bison', 'flex', 'patch', 'fakeroot'],
  ...['build-base', 'build-essential', 'dpkg-dev', 'rpm-build'],
]);
const installers = new Set(['pypi pip', 'pypi wheel', 'npm npm']);
