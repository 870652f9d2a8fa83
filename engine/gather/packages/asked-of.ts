import type { Cataloger } from './cataloger.ts';

/** Whom a file is offered to, in the order of the catalogers. */
export type AskedOf = (path: string) => readonly Cataloger[];

/**
 * Passes over catalogers none of whose `endings` has the last character of a path, in whatever case: most paths need few questions.
 *
 * out     no cataloger is left out that would want the file
 */
export function askedOf(catalogers: readonly Cataloger[]): AskedOf {
  const byLast = Array.from({ length: codes }, (_, code) => catalogers.filter((cataloger) => mayWant(cataloger, code)));
  return (path) => byLast[lastCodeOf(path)] ?? [];
}

const codes = 128;
/** Characters beyond ASCII share a code with one of ASCII: somebody is asked in vain. */
const lastCodeOf = (text: string) => text.charCodeAt(text.length - 1) & (codes - 1);

function mayWant({ endings }: Cataloger, code: number): boolean {
  const isLast = (ending: string) => [ending.toLowerCase(), ending.toUpperCase()].some((text) => lastCodeOf(text) === code);
  return endings?.some(isLast) ?? true;
}
