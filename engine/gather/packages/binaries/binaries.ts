import { findTexts } from '../../../formats/elf/find-texts.ts';
import { isElf } from '../../../formats/elf/is-elf.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { type KnownProgram, knownPrograms } from './known-programs.ts';

const unit = 'gather/packages/binaries';
/** One look at a name for all of them; names of longer files are none of theirs. */
const longestName = 64;

/**
 * Daemons, interpreters and libraries that no package database needs to know of, from the version texts in the programs themselves.
 *
 * in      ELF files with a known name; read by ranges, only their read-only data
 * out     one `generic` package, always `likely`: name and text agree, and nobody vouches for either. A known program that tells
 *         several versions has none, so that nothing is said of it by guess
 * gaps    version-ambiguous
 */
export const binaries = Object.freeze<Cataloger>({
  id: 'binaries',
  about: {
    title: 'Programs and libraries known by their texts',
    source: 'https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.intro.html',
    reads: [
      `ELF files named as the programs and libraries of these: ${[...new Set(knownPrograms.map(({ name }) => name))].join(', ')}`,
    ],
    limits: [
      'programs under another name, and programs that were packed',
      'what is linked into them statically, but for the program itself',
      'Go programs, which carry their build information (the cataloger `go` reads it, Kubernetes’ own included)',
      'builds that leave their version text out: they are not recognized, and so no gap',
      'no advisories are keyed by these names',
    ],
  },
  maxBytes: 8 * 1024 ** 3,
  wants: (file) => isElf(file.head) && findKnown(file.path) !== undefined,
  read: readProgram,
});

interface Recognized {
  readonly program: KnownProgram;
  /** The series that the name tells. */
  readonly series: string;
}

function findKnown(path: string): Recognized | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.length > longestName) return undefined;
  for (const program of knownPrograms) {
    const match = program.file.exec(name);
    if (match) return { program, series: match[1] ?? '' };
  }
  return undefined;
}

function readProgram(file: LayerFile): Reading<Package> {
  const known = findKnown(file.path);
  if (!known) return { items: [], gaps: [] };
  const { name, anchor, version, newest } = known.program;
  const found = findTexts(file.content, {
    pattern: version,
    ...(anchor !== undefined && { anchor: anchor.replace('$1', known.series) }),
  });
  const versions = newest ? found.toSorted(byNumbers).slice(-1) : found;
  const [only = ''] = versions;
  if (only === '') return { items: [], gaps: [] };
  const isOne = versions.length === 1;
  const item: Package = {
    type: 'generic',
    name,
    version: isOne ? only : '',
    scheme: 'semver',
    certainty: 'likely',
    path: file.path,
  };
  return { items: [item], gaps: isOne ? [] : [ambiguous(file, name, versions)] };
}

function byNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left?.findIndex((number, index) => number !== right?.[index]) ?? -1;
  return at < 0 ? 0 : (left?.[at] ?? 0) - (right?.[at] ?? 0);
}

function ambiguous({ path }: LayerFile, name: string, versions: readonly string[]): Gap {
  const told = versions.slice(0, 5).join(', ');
  return { code: 'version-ambiguous', unit, path, detail: `it is ${name}, and tells more than one version of it: ${told}` };
}
