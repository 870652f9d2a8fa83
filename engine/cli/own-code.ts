import { join } from 'node:path';
import { codeMark } from '../adapters/files/code-mark.ts';
import { engineVersion } from './engine-version.ts';

let known: string | undefined;

/** Tells this code from another, as far as it decides what sources and configurations are read as. */
export function ownCode(): string {
  known ??= codeMark(engineVersion(), join(import.meta.dirname, '..'), ['gather/sources', 'formats', 'pipeline', 'model']);
  return known;
}
