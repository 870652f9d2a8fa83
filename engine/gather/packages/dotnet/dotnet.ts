import { bytesOf, type Content } from '../../../formats/content.ts';
import { isElf } from '../../../formats/elf/is-elf.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { isWord } from '../is-word.ts';
import { type JsonMap, readJson, textAt, toJsonMap } from '../json-object.ts';
import { toReading } from '../to-reading.ts';
import { findBundledList } from './find-bundled-list.ts';

const unit = 'gather/packages/dotnet';
const maxListBytes = 16 * 1024 * 1024;
/** Kinds of library that are, or may be, packages of a registry; `reference` is a bare file that names no package. */
const kinds: ReadonlySet<string> = new Set(['package', 'project', 'runtimepack']);
/** What a package can bring to a program, as the SDK lists it for each target. */
const assets = ['runtime', 'native', 'runtimeTargets', 'resources'];

/**
 * .NET packages, from the list of dependencies that the SDK writes beside each program, and the runtime beside itself.
 *
 * out     one package a library; `likely`: projects, which no registry has to know, and packages that bring no file to the program.
 *         A runtime pack, which is the runtime inside a self-contained program, has the name of its package
 * gaps    json-unreadable, incomplete-record, too-large
 * source  .NET SDK, documentation/specs/runtime-configuration-file.md, "appname.deps.json"
 */
export const dotnet = Object.freeze<Cataloger>({
  id: 'dotnet',
  about: {
    title: '.NET packages (deps.json)',
    source: 'https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md',
    reads: [
      '`*.deps.json`: libraries of the types package, project and runtimepack; in `shared/`, the runtime and ASP.NET Core themselves',
      'the same list inside single-file programs for Linux, of .NET 5 and later',
    ],
    limits: [
      'assemblies (`*.dll`) that no `deps.json` lists, and single-file programs for other systems',
      'what was compiled ahead of time (Native AOT)',
      'libraries of the type reference: a file, not a package',
      '`packages.config`, `*.nuspec` and lock files: they list what was planned or downloaded, not what is part of a program',
    ],
  },
  maxBytes: 8 * 1024 ** 3,
  wants: (file) => isList(file.path) || isElf(file.head),
  read: (file: LayerFile) => toReading(isList(file.path) ? readList(file) : readProgram(file), { unit, ...file }),
});

function isList(path: string): boolean {
  return path.endsWith('.deps.json') && !path.endsWith('/.deps.json');
}

function* readProgram(file: LayerFile): Generator<Package | Gap> {
  const list = findBundledList(file.content);
  if (list.kind === 'unreadable')
    yield toGap(file, 'incomplete-record', 'a single-file .NET program that does not say where its list of libraries is');
  if (list.kind === 'found') yield* readList({ path: file.path, content: partOf(file.content, list) });
}

function partOf(content: Content, { offset, sizeBytes }: { readonly offset: number; readonly sizeBytes: number }): Content {
  return { sizeBytes, slice: (start, end) => content.slice(offset + start, offset + end) };
}

function* readList(file: LayerFile): Generator<Package | Gap> {
  const { sizeBytes } = file.content;
  if (sizeBytes > maxListBytes)
    yield toGap(file, 'too-large', `the list has ${sizeBytes} bytes and at most ${maxListBytes} are read`);
  else yield* readFile(file);
}

function* readFile(file: LayerFile): Generator<Package | Gap> {
  const root = toJsonMap(readJson(bytesOf(file.content))?.value);
  if (!root) {
    yield toGap(file, 'json-unreadable', 'is not a JSON object');
    return;
  }
  const libraries = toJsonMap(root.get('libraries'));
  if (!libraries) return;
  const bare = findBare(root);
  for (const [key, value] of libraries) yield* readLibrary(file, { key, library: toJsonMap(value), isBare: bare.has(key) });
}

interface Library {
  /** `Name/Version`. */
  readonly key: string;
  readonly library: JsonMap | undefined;
  /** Brings no file in any target. */
  readonly isBare: boolean;
}

function* readLibrary(file: LayerFile, { key, library, isBare }: Library): Generator<Package | Gap> {
  const kind = (library && textAt(library, 'type'))?.toLowerCase() ?? '';
  if (library && !kinds.has(kind)) return;
  const slash = key.indexOf('/');
  const name = key.slice(0, Math.max(slash, 0)).replace(/^runtimepack\./i, '');
  const version = key.slice(slash + 1);
  if (!library || !isWord(name) || !isWord(version))
    yield toGap(
      file,
      'incomplete-record',
      `the library ${JSON.stringify(key.slice(0, 100))} is not described, or is not NAME/VERSION`,
    );
  else
    yield {
      type: 'nuget',
      name,
      version,
      scheme: 'nuget',
      certainty: kind === 'project' || isBare ? 'likely' : 'certain',
      path: file.path,
    };
}

/** Libraries that a target lists and that bring no file to any. */
function findBare(root: JsonMap): ReadonlySet<string> {
  const [listed, shipped] = [new Set<string>(), new Set<string>()];
  for (const target of toJsonMap(root.get('targets'))?.values() ?? []) {
    for (const [key, entry] of toJsonMap(target) ?? []) {
      const brought = toJsonMap(entry);
      listed.add(key);
      if (assets.some((asset) => (toJsonMap(brought?.get(asset))?.size ?? 0) > 0)) shipped.add(key);
    }
  }
  return listed.difference(shipped);
}

function toGap(file: LayerFile, code: string, detail: string): Gap {
  return { code, unit, path: file.path, detail };
}
