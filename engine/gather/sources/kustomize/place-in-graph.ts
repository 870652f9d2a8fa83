import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { KeyPlace, Resource } from '../../../model/resource.ts';
import { findDocument } from '../find-document.ts';
import type { SourceTexts } from '../locate-text.ts';
import { fits } from '../match-skeleton.ts';
import { placeInDocument, textAt } from '../place-document.ts';
import type { SkeletonNode } from '../skeleton.ts';
import { filled } from '../text-line.ts';
import { addImages } from './add-images.ts';
import { addPatch } from './add-patch.ts';
import { type Kustomization, type KustomizationGraph, kustomizationsOver } from './graph.ts';
import { type Patch, readPatches } from './read-patches.ts';

/** Finds where what a kustomization renders stands; undefined where no document is known to declare it, as of what is generated. */
export type PlaceInGraph = (rendered: Pick<Resource, 'identity' | 'value' | 'file'>) => KeyPlace | undefined;

/**
 * Places rendered resources by the file that declares each, and by the patches and `images:` entries that change it: of several texts for
 * one key, the one that says what was rendered counts, the outermost of equals.
 *
 * cost    each file and patch is cut once; a pass over the keys of each resource
 */
export function createGraphPlacing(graph: KustomizationGraph, texts: SourceTexts): PlaceInGraph {
  const overFiles = new Map<string, readonly Kustomization[]>();
  const patchesOf = new Map<Kustomization, readonly Patch[]>();
  return ({ identity, value, file }) => {
    if (identity.kind === 'CustomResourceDefinition') return undefined;
    const document = findDocument(texts.documentsOf(file), identity);
    if (!document || document.kind === 'Kustomization') return undefined;
    const over = overFiles.get(file) ?? kustomizationsOver(graph, file);
    overFiles.set(file, over);
    const complete = (stated: SkeletonNode, kustomization: Kustomization): SkeletonNode => {
      const patches = patchesOf.get(kustomization) ?? readPatches(kustomization, texts);
      patchesOf.set(kustomization, patches);
      const patched = patches.filter((patch) => isFor(patch, stated, identity)).reduce(addPatch, stated);
      return addImages(patched, kustomization, texts);
    };
    return placeInDocument(file, document, { identity, value }, (stated) => over.toReversed().reduce(complete, stated));
  };
}

/** Names may be those of the file, or those that were rendered. */
function isFor({ target, document }: Patch, stated: SkeletonNode, { kind, name, namespace }: Resource['identity']): boolean {
  const names = [name, textAt(stated, 'metadata', 'name') ?? ''];
  const namespaces = [namespace ?? '', textAt(stated, 'metadata', 'namespace') ?? ''];
  if (target) return selects(target, { kind: [kind], name: names, namespace: namespaces });
  return (
    textAt(document, 'kind') === kind &&
    names.includes(textAt(document, 'metadata', 'name') ?? '') &&
    ['', ...namespaces].includes(textAt(document, 'metadata', 'namespace') ?? '')
  );
}

/** Undecided, and so no, for what selects by labels, and for patterns with more than `.*` in them. */
function selects(target: JsonObject, resource: Readonly<Record<string, readonly string[]>>): boolean {
  if (target.labelSelector !== undefined || target.annotationSelector !== undefined) return false;
  return Object.entries(resource).every(([field, texts]) => {
    const stated: JsonValue = target[field] ?? '';
    if (stated === '') return true;
    const pattern = scalarText(stated).replace(/^\^/, '').replace(/\$$/, '').replaceAll('.*', filled);
    return !/[[\](){}|+?*^$\\]/.test(pattern) && texts.some((text) => fits(pattern, text));
  });
}
