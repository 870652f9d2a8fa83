import { splitReference } from '../../gather/sources/locate-parts.ts';
import { asYamlText, type FoundEdit, lineOf, type Rewriting, type TextLine } from './find-edits.ts';

const kustomization = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;
const field = /^(\s*(?:-\s+)?(?:\{(?:[^{}]*,)?\s*)?)(["']?)(newTag|digest|newName|name)\2(\s*:\s+)(["']?)([^\s"'#,}]+)\5/;

/**
 * The edit of an `images:` entry of a kustomization whose line does not hold what changes: a tag where a digest stood or the other way,
 * and a `newTag` beside a name that had none.
 *
 * in      the file's name; its text; the line of the entry's field
 * out     empty for other files and fields
 * source  kustomize v5, api/types/image.go
 */
export function editsOfImagesEntry(file: string, line: TextLine, { from, to }: Rewriting): readonly FoundEdit[] {
  const [all, lead = '', , key = '', colon = '', , value = ''] = (kustomization.test(file) && field.exec(line.text)) || [];
  const [old, wanted] = [splitReference(from), splitReference(to)];
  if (all === undefined || old.name !== wanted.name) return [];
  const [start, end] = [line.start + lead.length, line.start + all.length];
  const edit = (text: string): FoundEdit => ({ start, end, text, was: from, becomes: to });
  const isOnly = (key === 'newTag' && value === old.tag) || (key === 'digest' && value === old.digest);
  if (key === 'newTag' && isOnly && wanted.digest !== undefined && wanted.tag === undefined)
    return [edit(`digest${colon}${wanted.digest}`)];
  if (key === 'digest' && isOnly && wanted.tag !== undefined && wanted.digest === undefined)
    return [edit(`newTag${colon}${asYamlText(wanted.tag)}`)];
  if (isOnly || value !== old.name || (wanted.tag !== undefined && wanted.digest !== undefined)) return [];
  const added = wanted.digest === undefined ? `newTag: ${asYamlText(wanted.tag ?? '')}` : `digest: ${wanted.digest}`;
  return [{ start: end, end, text: separatorIn(line, lead) + added, was: from, becomes: to }];
}

/** Between two fields of an entry: a comma in flow style, a line of the same depth in block style. */
function separatorIn(line: TextLine, lead: string): string {
  return line.text.slice(0, lead.length).includes('{') ? ', ' : `\n${' '.repeat(lead.length)}`;
}

/**
 * The edit of the `tag` beside the name of an image in Helm values that leave it open, so that the chart fills in its own version:
 * the empty one is filled, and one that is not there is added.
 *
 * in      text of a values file
 * out     one candidate for each mapping that names the image and leaves its tag open
 */
export function editsOfOpenTags(text: string, { from, to }: Rewriting): readonly FoundEdit[] {
  const [old, wanted] = [splitReference(from), splitReference(to)];
  if (old.name !== wanted.name || wanted.tag === undefined) return [];
  const version = JSON.stringify(to.slice(wanted.name.length + 1));
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [head, indent = '', named = ''] = /^(\s*)(?:repository|image|name):\s+["']?([^\s"'#]+)["']?/.exec(line) ?? [];
    const here = lineOf(text, index + 1);
    if (head === undefined || !here || !(old.name === named || old.name.endsWith(`/${named}`))) return [];
    const edit = (start: number, end: number, added: string): FoundEdit => ({ start, end, text: added, was: from, becomes: to });
    const sibling = findSibling(lines, index, new RegExp(`^${indent}(?:tag|version):`), indent);
    const end = here.start + here.text.length;
    if (sibling === undefined) return [edit(end, end, `${line.endsWith('\r') ? '\r' : ''}\n${indent}tag: ${version}`)];
    const found = lineOf(text, sibling + 1);
    const [, key = '', empty = ''] = (found && /^(\s*\w+:)((?:\s*(?:""|''|null|~))?)\s*(?:#.*)?$/.exec(found.text)) || [];
    const start = (found?.start ?? 0) + key.length;
    return key === '' ? [] : [edit(start, start + empty.length, ` ${version}`)];
  });
}

/** The line of the same mapping that a pattern matches. */
function findSibling(lines: readonly string[], at: number, pattern: RegExp, indent: string): number | undefined {
  const leaves = (line: string): boolean => line.trim() !== '' && !line.trimStart().startsWith('#') && !line.startsWith(indent);
  for (const step of [1, -1])
    for (let index = at + step; index >= 0 && index < lines.length && !leaves(lines[index] ?? ''); index += step)
      if (pattern.test(lines[index] ?? '')) return index;
  return undefined;
}
