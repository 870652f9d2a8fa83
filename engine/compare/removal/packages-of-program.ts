import type { InstalledPackage, PackageType } from '../../model/package.ts';
import { withOwned } from './without.ts';

/**
 * Packages that bring programs of another name.
 *
 * source  https://packages.debian.org, https://pkgs.alpinelinux.org, https://packages.fedoraproject.org: files of these packages
 */
const others: Readonly<Record<string, readonly string[]>> = {
  apk: ['apk-tools'],
  'apt-get': ['apt'],
  as: ['binutils'],
  ash: ['busybox'],
  bundle: ['bundler', 'ruby-bundler'],
  cc: ['gcc'],
  'g++': ['gcc-c++'],
  gem: ['rubygems', 'ruby-rubygems'],
  go: ['golang', 'golang-go', 'golang-bin'],
  ld: ['binutils'],
  pip: ['python3-pip', 'py3-pip'],
  pip3: ['pip', 'python3-pip', 'py3-pip'],
  rbash: ['bash'],
  rustc: ['rust'],
  sh: ['busybox-binsh'],
};

const distributions: ReadonlySet<PackageType> = new Set(['deb', 'rpm', 'apk']);
/** Of GNU's cross tools: `x86_64-linux-gnu-gcc-12`. */
const triplet = /^[a-z0-9_]+-linux-[a-z0-9]+-/;

/**
 * The packages that programs came with, by name, and what these installed. Which files a package has is not recorded.
 *
 * in      paths of programs; packages of their image
 * out     those of the distribution where one has the name, else of an ecosystem; in the order of the image
 */
export function packagesOfPrograms(paths: readonly string[], packages: readonly InstalledPackage[]): readonly InstalledPackage[] {
  const names = new Set(paths.flatMap(namesOf));
  const named = packages.filter(({ name }) => names.has(name));
  const own = named.filter(({ type }) => distributions.has(type));
  const covered = new Set(own.map(({ name }) => name));
  return withOwned([...own, ...named.filter(({ type, name }) => !distributions.has(type) && !covered.has(name))], packages);
}

/** `gcc-12` is of `gcc-12` or of `gcc`. */
function namesOf(path: string): readonly string[] {
  const program = path.slice(path.lastIndexOf('/') + 1).replace(triplet, '');
  const plain = program.replace(/-?\d+(\.\d+)*$/, '');
  return [program, plain].flatMap((name) => [name, ...(Object.hasOwn(others, name) ? (others[name] ?? []) : [])]);
}
