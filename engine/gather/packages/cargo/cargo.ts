import { Buffer } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import type { Content } from '../../../formats/content.ts';
import { type Elf, type ElfSection, readElf } from '../../../formats/elf/elf.ts';
import { isElf } from '../../../formats/elf/is-elf.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { isWord } from '../is-word.ts';
import { type JsonMap, readJson, textAt, toJsonMap } from '../json-object.ts';
import { toReading } from '../to-reading.ts';

const unit = 'gather/packages/cargo';
const most = { packedBytes: 2 * 1024 * 1024, listBytes: 8 * 1024 * 1024, commentBytes: 64 * 1024 };

/**
 * Rust crates, from the list that `cargo auditable` links into programs and libraries.
 *
 * in      any ELF file, stripped or not; only its tables and two small sections are read
 * out     one package a crate, the program itself among them. `likely`: the program itself and crates from folders or repositories of
 *         one's own, whose names nobody registered, and crates that only ran while it was built
 * gaps    crates-unknown (made by rustc, and without a list), crates-unreadable, incomplete-record
 * source  cargo-auditable 0.6, PARSING.md and its schema, cargo-auditable.schema.json
 */
export const cargo = Object.freeze<Cataloger>({
  id: 'cargo',
  about: {
    title: 'Rust programs (cargo-auditable)',
    source: 'https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md',
    reads: ['every ELF file, by its first bytes: the section `.dep-v0`'],
    limits: [
      'programs built without `cargo auditable`: those that still name rustc in `.comment` are a gap',
      'programs for other systems (Mach-O, PE, WebAssembly)',
      'the standard library of Rust, and C libraries that crates bring along',
      'lock files: they list what was planned, not what was linked',
    ],
  },
  maxBytes: 8 * 1024 ** 3,
  wants: ({ head }) => isElf(head),
  read(file: LayerFile) {
    const elf = readElf(file.content);
    // What is no ELF file after all is told by the reader of Go programs, which looks at the same files.
    if (!elf) return { items: [], gaps: [] };
    const section = elf.sections.find(({ name }) => name === '.dep-v0');
    if (section) return readSection(file, section);
    const gaps = isFromRust(file.content, elf) ? [toGap(file, 'crates-unknown', unknown)] : [];
    return { items: [], gaps };
  },
});

const unknown = 'it was made by rustc and does not say of which crates; building it with `cargo auditable` would tell';

function isFromRust(content: Content, elf: Elf): boolean {
  const comment = elf.sections.find(({ name }) => name === '.comment');
  if (!comment) return false;
  const bytes = content.slice(comment.offset, comment.offset + Math.min(comment.sizeBytes, most.commentBytes));
  return Buffer.from(bytes).includes('rustc version ');
}

function readSection(file: LayerFile, { offset, sizeBytes }: ElfSection): Reading<Package> {
  const list = sizeBytes <= most.packedBytes ? readList(file.content.slice(offset, offset + sizeBytes)) : undefined;
  if (!list) return { items: [], gaps: [toGap(file, 'crates-unreadable', 'its list of crates is cut, malformed or too large')] };
  return toReading(readCrates(file, list), { unit, ...file });
}

function readList(packed: Uint8Array): readonly unknown[] | undefined {
  try {
    const list = toJsonMap(readJson(inflateSync(packed, { maxOutputLength: most.listBytes }))?.value)?.get('packages');
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function* readCrates(file: LayerFile, list: readonly unknown[]): Generator<Package | Gap> {
  for (const [index, value] of list.entries()) {
    const crate = toJsonMap(value);
    const [name, version] = ['name', 'version'].map((key) => crate && textAt(crate, key));
    if (!crate || !isWord(name) || !isWord(version))
      yield toGap(file, 'incomplete-record', `crate number ${index + 1} of its list has no usable name or version`);
    else
      yield {
        type: 'cargo',
        name,
        version,
        scheme: 'semver',
        certainty: isLinked(crate) ? 'certain' : 'likely',
        path: file.path,
      };
  }
}

/** Whether a crate is the one of that name that everybody knows, and part of the program. */
function isLinked(crate: JsonMap): boolean {
  return textAt(crate, 'source') === 'crates.io' && (textAt(crate, 'kind') ?? 'runtime') === 'runtime';
}

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
