import { textAt } from '../place-document.ts';
import type { SkeletonNode } from '../skeleton.ts';
import type { Patch } from './read-patches.ts';

/**
 * What a document states, with what a patch puts there before it: who looks for what was rendered finds both, and the patch's first.
 *
 * source  https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#patchstrategicmerge, RFC 6902
 */
export function addPatch(stated: SkeletonNode, { document }: Patch): SkeletonNode {
  if (document.items.length > 0) return document.items.reduce(addOperation, stated);
  return merge(stated, { ...document, keys: document.keys.flatMap(withoutIdentity) });
}

/** What says which resource the patch is for changes nothing of it. */
function withoutIdentity(node: SkeletonNode): readonly SkeletonNode[] {
  if (node.key === 'apiVersion' || node.key === 'kind') return [];
  const own = node.key === 'metadata' ? without(node, 'name', 'namespace') : node;
  return own === node || own.keys.length > 0 ? [own] : [];
}

function without(node: SkeletonNode, ...names: readonly string[]): SkeletonNode {
  return { ...node, keys: node.keys.filter(({ key }) => !names.includes(key)) };
}

/** What is merged is one, and all else of the patch comes before the others, as new items of lists do. */
function merge(base: SkeletonNode, patch: SkeletonNode): SkeletonNode {
  return { ...base, keys: combine(base.keys, patch.keys), items: combine(base.items, patch.items) };
}

function combine(base: readonly SkeletonNode[], patch: readonly SkeletonNode[]): SkeletonNode[] {
  const patches = new Map(patch.map((node) => [mergedBy(node), node]));
  patches.delete(undefined);
  const merged = new Set<SkeletonNode>();
  const nodes = base.map((node) => {
    const own = patches.get(mergedBy(node));
    if (!own) return node;
    merged.add(own);
    return merge(node, own.key === '' ? without(own, 'name') : own);
  });
  return [...patch.filter((node) => !merged.has(node)), ...nodes];
}

/** Mappings are merged, and lists whose items have names; of everything else the patch's replaces the other. */
function mergedBy(node: SkeletonNode): string | undefined {
  const { key, keys, items } = node;
  if (key === '') return textAt(node, 'name');
  if (keys.length > 0) return key;
  return items.length > 0 && items.every((item) => textAt(item, 'name') !== undefined) ? `${key}[]` : undefined;
}

function addOperation(stated: SkeletonNode, operation: SkeletonNode): SkeletonNode {
  const value = operation.keys.find(({ key }) => key === 'value');
  const steps = textAt(operation, 'path')?.split('/').slice(1) ?? [];
  const isPut = ['add', 'replace'].includes(textAt(operation, 'op') ?? '');
  if (!value || !isPut || steps.length === 0) return stated;
  return put(
    stated,
    steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
    value,
  );
}

/** Nothing where the path leads to what is not stated. */
function put(node: SkeletonNode, [step = '', ...rest]: readonly string[], value: SkeletonNode): SkeletonNode {
  const index = /^\d{1,4}$/.test(step) ? Number(step) : node.items.length;
  const isItem = step === '-' || (node.items.length > 0 && index < node.items.length);
  if (rest.length === 0) {
    if (isItem) return { ...node, items: node.items.toSpliced(index, 0, { ...value, key: '' }) };
    return { ...node, keys: [{ ...value, key: step }, ...node.keys] };
  }
  const inner = isItem ? node.items[index] : node.keys.find(({ key }) => key === step);
  if (!inner) return node;
  const changed = put(inner, rest, value);
  const replace = (nodes: readonly SkeletonNode[]) => nodes.map((each) => (each === inner ? changed : each));
  return { ...node, keys: replace(node.keys), items: replace(node.items) };
}
