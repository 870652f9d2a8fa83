import type { YamlText } from '../../formats/yaml/split-yaml-stream.ts';
import type { KeyPlace, Resource } from '../../model/resource.ts';
import { firstLine } from './find-document.ts';
import { bestOf, fitOf } from './match-skeleton.ts';
import { placeKeys } from './place-keys.ts';
import { readSkeletons, type SkeletonNode } from './skeleton.ts';
import { readTextLines } from './text-line.ts';

/** Documents are short; what is longer holds data, and is told by its first line. */
const maxCharacters = 1024 * 1024;

/**
 * Where the keys of a resource stand in the document that declares it, or that holds a list with it.
 *
 * in      a document of a file; what else is stated of the resource elsewhere, put into what the document states
 * out     undefined where the document does not state the resource in block style, as JSON does not
 */
export function placeInDocument(
  file: string,
  document: YamlText,
  { identity, value }: Pick<Resource, 'identity' | 'value'>,
  complete: (stated: SkeletonNode) => SkeletonNode = (stated) => stated,
): KeyPlace | undefined {
  if (identity.kind === 'CustomResourceDefinition' || document.text.length > maxCharacters) return undefined;
  const [whole] = readSkeletons(readTextLines({ file }, document.text, document.line));
  if (!whole) return undefined;
  const items = whole.keys.find(({ key }) => key === 'items')?.items ?? [];
  const stated =
    textAt(whole, 'kind') === identity.kind
      ? { ...whole, line: firstLine(document) }
      : bestOf(items.filter(isOf(identity)), (item) => fitOf(item, value));
  return stated && placeKeys(complete(stated), value, { file });
}

/** The text that a document states for a key, and a key in it. */
export function textAt({ keys }: SkeletonNode, ...[first, ...rest]: readonly string[]): string | undefined {
  const node = keys.find(({ key }) => key === first);
  return rest.length === 0 ? node?.text : node && textAt(node, ...rest);
}

/** Rendering may have put something before or behind the name. */
function isOf({ kind, name }: Resource['identity']): (item: SkeletonNode) => boolean {
  return (item) => {
    const stated = textAt(item, 'metadata', 'name');
    return textAt(item, 'kind') === kind && stated !== undefined && stated !== '' && name.includes(stated);
  };
}
