import type { Severity } from '../../model/severity.ts';

const words: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'CRITICAL'],
  ['defcon1', 'CRITICAL'],
  ['high', 'HIGH'],
  ['important', 'HIGH'],
  ['medium', 'MEDIUM'],
  ['moderate', 'MEDIUM'],
  ['low', 'LOW'],
  ['negligible', 'LOW'],
  ['minimal', 'LOW'],
  ['unimportant', 'LOW'],
]);

/**
 * A vendor's own word for severity as one of ours.
 *
 * in      any case, spaces around it; Debian's urgencies may carry asterisks (`low**`)
 * out     undefined for words that say nothing: `unknown`, `none`, `not yet assigned`
 * source  Red Hat severity ratings; Debian security tracker, urgency; Ubuntu CVE priorities; Amazon Linux
 */
export function readSeverityWord(word: string): Severity | undefined {
  return words.get(word.trim().replace(/\*+$/, '').toLowerCase());
}
