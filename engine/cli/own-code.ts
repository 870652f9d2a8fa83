import { join } from 'node:path';
import { codeMark } from '../adapters/files/code-mark.ts';
import { engineVersion } from './engine-version.ts';

/** The code that decides what sources and configurations are read as; a test follows its imports. */
export const decidingParts: readonly string[] = [
  'gather/sources',
  'formats/go-template',
  'formats/json',
  'formats/nested',
  'formats/positioned-yaml',
  'formats/reference',
  'formats/spdx-expression',
  'formats/tar',
  'formats/yaml',
  'model',
  'pipeline/configuration',
  'pipeline/make-statements.ts',
  'pipeline/read-statements.ts',
  'pipeline/resources',
];

/** The code that decides what images are read as, beside that of layers, which has a version of its own. */
export const foldingParts: readonly string[] = [
  'compare/releases/compare-contents.ts',
  'compare/releases/pack-release.ts',
  'formats',
  'gather/images',
  'gather/packages',
  'model',
  'pipeline/read-images.ts',
  'pipeline/to-release-image.ts',
  'pipeline/compare-attached.ts',
  'pipeline/recall-images.ts',
];

let known: string | undefined;

/** Tells this code from another, as far as it decides what sources and configurations are read as. */
export function ownCode(): string {
  known ??= markOf(decidingParts);
  return known;
}

/** Tells this code from another, as far as it decides what images hold. */
export function foldingCode(): string {
  return markOf(foldingParts);
}

function markOf(parts: readonly string[]): string {
  return codeMark(engineVersion(), join(import.meta.dirname, '..'), parts);
}
