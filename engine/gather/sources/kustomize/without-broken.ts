import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream } from '../../../formats/yaml/split-yaml-stream.ts';
import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import type { Gap } from '../../../model/reading.ts';
import type { KustomizationCopy, SourceFiles } from '../ports.ts';
import { type Kustomization, type KustomizationGraph, listingFields, pathIn, stringsOf } from './graph.ts';

const unit = 'gather/sources/kustomize';

/** An entry that a kustomization cannot be rendered with. */
export interface BrokenEntry {
  readonly owner: Kustomization;
  /** 1-based; where the owner lists it. */
  readonly line: number;
  readonly entry: string;
  readonly gap: Gap;
}

/**
 * What of a kustomization that the tool refuses is to blame: entries that lead nowhere or back to what lists them, and files that are no
 * YAML, or say a key twice, which Kubernetes refuses.
 *
 * in      the graph; the folder that is rendered
 * cost    every file that it lists is parsed
 */
export function findBroken(graph: KustomizationGraph, folder: string, files: SourceFiles): readonly BrokenEntry[] {
  const found: BrokenEntry[] = [];
  const seen = new Set<string>();
  const visit = (at: string, above: readonly string[]): void => {
    const owner = graph.kustomizations.get(at);
    if (!owner || seen.has(at)) return;
    seen.add(at);
    const within = [...above, at];
    for (const { entry, line, path } of listedIn(owner)) {
      const gap = judge({ entry, line, path, owner }, { graph, files, within });
      if (gap) found.push({ owner, entry, line, gap });
      else visit(path, within);
    }
  };
  visit(folder, []);
  return found;
}

interface Listed {
  readonly entry: string;
  readonly line: number;
  readonly path: string;
}

/** Those alone that stand on a line of their own: others cannot be left out without writing the rest anew. */
function listedIn(owner: Kustomization): readonly Listed[] {
  const places = yamlPlaces(owner.text);
  const lines = owner.text.split('\n');
  return listingFields.flatMap((field) =>
    stringsOf(owner.value[field]).flatMap((entry, index) => {
      const line = places.find([field, index])?.line;
      const isAlone = line !== undefined && /^\s*-\s/.test(lines[line - 1] ?? '');
      return isAlone ? [{ entry, line, path: pathIn(owner, entry) }] : [];
    }),
  );
}

function judge(
  { entry, line, path, owner }: Listed & { readonly owner: Kustomization },
  {
    graph,
    files,
    within,
  }: { readonly graph: KustomizationGraph; readonly files: SourceFiles; readonly within: readonly string[] },
): Gap | undefined {
  const listed = { unit, path: owner.file, line };
  if (within.includes(path))
    return { code: 'render-failed', ...listed, detail: `${entry} leads back to ${path}, which builds on it; ${rest}` };
  const kind = files.kindOf(path);
  if (kind === undefined) return { code: 'source-missing', ...listed, detail: `${entry} does not exist; ${rest}` };
  const known = graph.kustomizations.get(path);
  if (kind === 'folder' && !known)
    return { code: 'kustomization-missing', ...listed, detail: `${entry} holds no kustomization that can be read; ${rest}` };
  const file = known?.file ?? path;
  const fault = findFault(files.readText(file) ?? '');
  return fault && { code: 'yaml-unreadable', unit, path: file, line: fault.line, detail: `${fault.message}; ${rest}` };
}

const rest = 'the rest was rendered without it';

function findFault(text: string) {
  for (const document of splitYamlStream(text)) {
    const [fault] = parseYaml(document.text).faults;
    if (fault) return { line: fault.line + document.line - 1, message: fault.message };
  }
  return undefined;
}

/** The files of a rendering, with the lines that list what is broken left empty. */
export function withoutBroken(copy: KustomizationCopy, broken: readonly BrokenEntry[]): KustomizationCopy {
  const texts = new Map(copy.texts);
  for (const { owner, line } of broken) {
    const lines = (texts.get(owner.file) ?? owner.text).split('\n');
    lines[line - 1] = '';
    texts.set(owner.file, lines.join('\n'));
  }
  return { ...copy, files: copy.files.filter((file) => !texts.has(file)), texts };
}
