import { posix } from 'node:path/posix';
import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';
import type { KustomizationCopy, SourceFiles } from '../ports.ts';
import { type Kustomization, type KustomizationGraph, listingFields, stringsOf } from './graph.ts';

/**
 * What to render where a kustomization builds on remote bases of which there are copies, or cannot be read whole: the files that it reads, with each remote entry
 * replaced by the way to its copy, and without what cannot be read. The tree itself is left alone.
 *
 * in      the graph; the kustomizations that are part of the rendering
 * out     kustomizations keep every other character, since what a number or a quote means is for kustomize to say; a single file takes a
 *         place beside the kustomization, because kustomize reads none from elsewhere
 */
export function copyWithVendored(
  graph: KustomizationGraph,
  under: readonly Kustomization[],
  files: SourceFiles,
): KustomizationCopy {
  const texts = new Map<string, string>();
  const origins = new Map<string, string>();
  for (const kustomization of under) {
    if (kustomization.vendored.size === 0 && kustomization.faults.length === 0) continue;
    const entries = [...kustomization.vendored].map(([entry, path], index): [string, string] => {
      if (files.kindOf(path) === 'folder') return [entry, posix.relative(kustomization.folder, path)];
      const name = `vendored-by-plimsoll-${index}.yaml`;
      const beside = posix.join(kustomization.folder, name);
      texts.set(beside, files.readText(path) ?? '');
      origins.set(beside, path);
      return [entry, name];
    });
    texts.set(kustomization.file, rewrite(kustomization, new Map(entries)));
  }
  return { files: [...graph.files].filter((file) => !texts.has(file)).sort(), texts, origins };
}

/** Each entry on its own line, as written; entries on one line in a flow list one after the other; others wherever they stand. */
function rewrite({ text, value }: Kustomization, replacements: ReadonlyMap<string, string>): string {
  const lines = text.split('\n');
  const places = yamlPlaces(text);
  const listed = listingFields.flatMap((field) =>
    stringsOf(value[field]).map((entry, index) => ({ entry, line: places.find([field, index])?.line })),
  );
  for (const [entry, replacement] of replacements) {
    const own = listed.flatMap((each) => (each.entry === entry && each.line !== undefined ? [each.line - 1] : []));
    for (const index of own.length > 0 ? own : lines.keys()) lines[index] = replaceWord(lines[index] ?? '', entry, replacement);
  }
  return lines.join('\n');
}

/** Not where the entry is the beginning of a longer one. */
function replaceWord(line: string, word: string, replacement: string): string {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const next = line.charAt(at + word.length);
    const before = line.charAt(at - 1);
    if (/^[\s"',\]]?$/.test(next) && /^[\s"',[=]?$/.test(before))
      return line.slice(0, at) + replacement + line.slice(at + word.length);
  }
  return line;
}
