/** Kinds of program that a hardened image does without. */
export type ProgramKind = 'shells' | 'packageManagers' | 'compilers' | 'interpreters';

/** In the order that reports show them. */
export const programKinds: readonly ProgramKind[] = ['shells', 'packageManagers', 'compilers', 'interpreters'];

const words: Readonly<Record<ProgramKind, string>> = {
  shells: 'sh bash dash ash zsh ksh mksh fish csh tcsh busybox toybox rbash pwsh',
  packageManagers:
    'apt apt-get dpkg rpm dnf microdnf yum zypper apk pacman opkg tdnf brew nix pip pip3 conda mamba npm yarn pnpm gem bundle cargo composer',
  compilers: 'cc gcc g++ c++ clang clang++ tcc go rustc javac make cmake ld as gfortran',
  interpreters: 'python python2 python3 perl ruby node nodejs php lua tclsh java R Rscript guile awk gawk mawk',
};
const kinds: ReadonlyMap<string, ProgramKind> = new Map(
  programKinds.flatMap((kind) => words[kind].split(' ').map((word) => [word, kind] as const)),
);
/** `python3.11`, `pip3.9`, `gcc-12`, `x86_64-linux-gnu-gcc-12`, `clang-14`, `lua5.4`. */
const versioned = /^(?:[a-z0-9_]+-[a-z0-9_]+(?:-[a-z0-9_]+)?-)?([a-z+]+)-?\d+(?:\.\d+)*$/;

/**
 * What kind of program a path is, by its name, in a directory of programs.
 *
 * in      a path without a leading slash
 */
export function kindOfProgram(path: string): ProgramKind | undefined {
  const slash = path.lastIndexOf('/');
  if (slash < 3 || !path.endsWith('bin', slash)) return undefined;
  const folder = path.slice(path.lastIndexOf('/', slash - 1) + 1, slash);
  if (folder !== 'bin' && folder !== 'sbin') return undefined;
  const name = path.slice(slash + 1);
  return kinds.get(name) ?? kinds.get(versioned.exec(name)?.[1] ?? '');
}
