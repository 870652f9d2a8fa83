import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream } from '../../../formats/yaml/split-yaml-stream.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { Gap } from '../../../model/reading.ts';
import type { KustomizationCopy, SourceFiles } from '../ports.ts';
import { findMisfits } from './find-misfits.ts';
import { isObject, type Kustomization, type KustomizationGraph, listingFields, pathIn, stringsOf } from './graph.ts';
import { kustomizationFields, type LineRange, withoutLines } from './kustomization-fields.ts';

const unit = 'gather/sources/kustomize';

/** Lines that a kustomization cannot be rendered with. */
export interface BrokenPart extends LineRange {
  readonly owner: Kustomization;
  /** An entry that lies elsewhere; that is said whether it is rendered or not. */
  readonly isRemote?: boolean;
  readonly gap?: Gap;
}

/**
 * What of a kustomization that the tool refuses is to blame: entries that lead nowhere, elsewhere or back to what lists them, fields that are none, and files that are no
 * YAML, or say a key twice, which Kubernetes refuses.
 *
 * in      the graph; the folder that is rendered
 * cost    every file that it lists is parsed
 */
export function findBroken(graph: KustomizationGraph, folder: string, files: SourceFiles): readonly BrokenPart[] {
  const found: BrokenPart[] = [];
  const seen = new Set<string>();
  const visit = (at: string, above: readonly string[]): void => {
    const owner = graph.kustomizations.get(at);
    if (!owner || seen.has(at)) return;
    seen.add(at);
    const within = [...above, at];
    for (const { fault, from, to } of findMisfits(owner)) {
      const gap = { code: 'yaml-unreadable', unit, path: owner.file, line: fault.line, detail: `${fault.message}; ${rest}` };
      found.push({ owner, from, to, gap });
    }
    const all = listedIn(owner);
    for (const [index, listed] of all.entries()) {
      const { from, to, path } = listed;
      const blame = judgeAgain(listed, owner, all.slice(0, index)) ?? judge(listed, owner, { graph, files, within });
      if (blame) found.push({ owner, from, to, ...blame });
      else visit(path, within);
      if (!blame && isLeftEmpty(graph.kustomizations.get(path), found)) found.push({ owner, from, to });
    }
  };
  visit(folder, []);
  return found;
}

/** A path that a kustomization names. */
export interface Listed extends LineRange {
  readonly field: string;
  readonly entry: string;
  readonly path: string;
}

/** Every path that is named by an entry with lines of its own: others cannot be left out without writing the rest anew. */
export function listedIn(owner: Kustomization): readonly Listed[] {
  return kustomizationFields(owner.text).flatMap((field) => {
    const stated = owner.value[field.name];
    return field.entries.flatMap((range, index) =>
      entriesOf(Array.isArray(stated) ? stated[index] : undefined).map((entry) => {
        return { from: range.from, to: range.to, field: field.name, entry, path: pathIn(owner, entry) };
      }),
    );
  });
}

function entriesOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return value.includes('\n') ? [] : [value];
  if (!isObject(value)) return [];
  const { path, files, envs, env } = value;
  const named = stringsOf(files).map((file) => file.slice(file.indexOf('=') + 1));
  return [path, ...named, ...stringsOf(envs), env].filter((entry) => typeof entry === 'string');
}

const lists: ReadonlySet<string> = new Set(listingFields);
const yamlFields: ReadonlySet<string> = new Set([...listingFields, 'patches', 'patchesStrategicMerge', 'patchesJson6902']);
const pathFields: ReadonlySet<string> = new Set([
  ...yamlFields,
  ...[
    'configMapGenerator',
    'secretGenerator',
    'replacements',
    'crds',
    'configurations',
    'transformers',
    'generators',
    'validators',
  ],
]);

interface Surroundings {
  readonly graph: KustomizationGraph;
  readonly files: SourceFiles;
  readonly within: readonly string[];
}

function judge(
  { field, entry, from, path }: Listed,
  owner: Kustomization,
  { graph, files, within }: Surroundings,
): Pick<BrokenPart, 'gap' | 'isRemote'> | undefined {
  if (!pathFields.has(field)) return undefined;
  if (owner.remotes.includes(entry)) return { isRemote: true };
  const listed = { unit, path: owner.file, line: from + 1 };
  const blame = (code: string, detail: string) => ({ gap: { code, ...listed, detail: `${detail}; ${rest}` } });
  if (lists.has(field) && within.includes(path))
    return blame('render-failed', `${entry} leads back to ${path}, which builds on it`);
  const kind = files.kindOf(path);
  if (kind === undefined) return blame('source-missing', `${entry} does not exist`);
  const known = graph.kustomizations.get(path);
  if (lists.has(field) && kind === 'folder' && !known)
    return blame('kustomization-missing', `${entry} holds no kustomization that can be read`);
  const fault = kind === 'file' && yamlFields.has(field) ? findFault(files.readText(path) ?? '') : undefined;
  const detail = `${fault?.message}; ${rest}`;
  return fault && { gap: { code: 'yaml-unreadable', unit, path, line: fault.line, detail } };
}

/** What is listed twice has its resources twice, which kustomize refuses. */
function judgeAgain({ field, entry, from, path }: Listed, { file }: Kustomization, before: readonly Listed[]) {
  const earlier = lists.has(field) ? before.find((one) => lists.has(one.field) && one.path === path) : undefined;
  const detail = `${entry} is listed in line ${(earlier?.from ?? 0) + 1} too; ${rest}`;
  return earlier && { gap: { code: 'render-failed', unit, path: file, line: from + 1, detail } };
}

const rest = 'the rest was rendered without it';

function findFault(text: string) {
  for (const document of splitYamlStream(text)) {
    const [fault] = parseYaml(document.text).faults;
    if (fault) return { line: fault.line + document.line - 1, message: fault.message };
  }
  return undefined;
}

/** What kustomize refuses as empty, and so whoever lists it. */
function isLeftEmpty(owner: Kustomization | undefined, broken: readonly BrokenPart[]): boolean {
  if (!owner) return false;
  const left = parseYaml(
    withoutLines(
      owner.text,
      broken.filter((part) => part.owner === owner),
    ),
  ).value;
  const fields = isObject(left) ? Object.entries(left) : [];
  return !fields.some(([name, value]) => !['apiVersion', 'kind', 'metadata'].includes(name) && value !== null);
}

/** The files of a rendering, with the lines that are broken left empty. */
export function withoutBroken(copy: KustomizationCopy, broken: readonly BrokenPart[]): KustomizationCopy {
  const texts = new Map(copy.texts);
  for (const { owner, ...range } of broken) texts.set(owner.file, withoutLines(texts.get(owner.file) ?? owner.text, [range]));
  return { ...copy, files: copy.files.filter((file) => !texts.has(file)), texts };
}
