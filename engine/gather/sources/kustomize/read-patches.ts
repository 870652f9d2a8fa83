import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { SourceTexts } from '../locate-text.ts';
import { readSkeletons, type SkeletonNode } from '../skeleton.ts';
import { readTextLines } from '../text-line.ts';
import { type Kustomization, objectsOf, pathIn } from './graph.ts';

/** One document of a patch, by its text. */
export interface Patch {
  /** What it is for; undefined where the document says so itself. */
  readonly target: JsonObject | undefined;
  /** Of a JSON patch (RFC 6902), `items` are the operations. */
  readonly document: SkeletonNode;
}

/** Patches are short; what is longer is generated. */
const maxCharacters = 1024 * 1024;

/**
 * The patches of a kustomization, in files and in itself, in the order in which kustomize applies them.
 *
 * source  https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export function readPatches(kustomization: Kustomization, texts: SourceTexts): readonly Patch[] {
  const { patches, patchesJson6902, patchesStrategicMerge } = kustomization.value;
  const merged = Array.isArray(patchesStrategicMerge) ? patchesStrategicMerge : [];
  return [
    ...merged.map((entry: JsonValue, index) => {
      const isInline = typeof entry === 'string' && entry.includes('\n');
      return { target: undefined, path: isInline ? undefined : entry, at: ['patchesStrategicMerge', index] };
    }),
    ...objectsOf(patches).map((entry, index) => ({ ...entry, at: ['patches', index, 'patch'] })),
    ...objectsOf(patchesJson6902).map((entry, index) => ({ ...entry, at: ['patchesJson6902', index, 'patch'] })),
  ].flatMap((entry: JsonObject & { readonly at: readonly (string | number)[] }) => {
    const found = textOf(entry, kustomization, texts);
    const target = typeof entry.target === 'object' ? (entry.target as JsonObject) : undefined;
    if (found === undefined || found.text.length > maxCharacters) return [];
    const documents = readSkeletons(readTextLines(found, found.text, found.line));
    return documents.map((document) => ({ target, document }));
  });
}

interface PatchText {
  readonly file: string;
  readonly text: string;
  /** 1-based line of its first one. */
  readonly line: number;
}

function textOf(
  { path, at }: JsonObject & { readonly at: readonly (string | number)[] },
  kustomization: Kustomization,
  texts: SourceTexts,
): PatchText | undefined {
  if (typeof path === 'string') {
    const file = pathIn(kustomization, path);
    const text = texts.read(file);
    return text === undefined ? undefined : { file, text, line: 1 };
  }
  const { text, blockLine } = texts.placesIn(kustomization.text).find(at) ?? {};
  return text === undefined || blockLine === undefined ? undefined : { file: kustomization.file, text, line: blockLine };
}
