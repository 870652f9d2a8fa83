import { join } from 'node:path';
import { codeMark } from '../adapters/files/code-mark.ts';
import { engineVersion } from './engine-version.ts';

/** The code that decides what sources and configurations are read as; a test follows its imports. */
export const decidingParts: readonly string[] = [
  'gather/sources',
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

let known: string | undefined;

/** Tells this code from another, as far as it decides what sources and configurations are read as. */
export function ownCode(): string {
  known ??= codeMark(engineVersion(), join(import.meta.dirname, '..'), decidingParts);
  return known;
}
