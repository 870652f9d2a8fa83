import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { JsonObject } from '../../../model/json.ts';
import { splitReference } from '../locate-parts.ts';
import type { SourceTexts } from '../locate-text.ts';
import type { SkeletonNode } from '../skeleton.ts';
import { type Kustomization, objectsOf } from './graph.ts';

/**
 * What a document states, with what the `images:` entries of a kustomization make of its images before it.
 *
 * source  https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/
 */
export function addImages(stated: SkeletonNode, kustomization: Kustomization, texts: SourceTexts): SkeletonNode {
  const entries = objectsOf(kustomization.value.images);
  if (entries.length === 0) return stated;
  const find = (node: SkeletonNode): readonly SkeletonNode[] => {
    const { name } = splitReference(node.text);
    const index = entries.findIndex((entry) => entry.name === name);
    const entry = entries[index];
    if (node.key !== 'image' || !entry) return [];
    const { text, field } = rewrite(node.text, name, entry);
    const line = texts.placesIn(kustomization.text).find(['images', index, field])?.line;
    return line === undefined ? [] : [{ ...node, file: kustomization.file, line, text }];
  };
  const add = (node: SkeletonNode): SkeletonNode => ({
    ...node,
    keys: node.keys.flatMap((each) => [...find(each), add(each)]),
    items: node.items.map(add),
  });
  return add(stated);
}

function rewrite(text: string, name: string, { newName, newTag, digest }: JsonObject): { text: string; field: string } {
  const to = typeof newName === 'string' ? newName : name;
  if (digest !== undefined) return { text: `${to}@${scalarText(digest)}`, field: 'digest' };
  if (newTag !== undefined) return { text: `${to}:${scalarText(newTag)}`, field: 'newTag' };
  return { text: to + text.slice(name.length), field: 'newName' };
}
