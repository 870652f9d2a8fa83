import type { Cataloger } from './cataloger.ts';

/** Whom a file is offered to, in the order of the catalogers. */
export type AskedOf = (path: string) => readonly Cataloger[];

/**
 * Passes over catalogers none of whose `endings` has the last letter of a path, in whatever case: most paths need few questions.
 *
 * out     no cataloger is left out that would want the file
 */
export function askedOf(catalogers: readonly Cataloger[]): AskedOf {
  const byLetter = Array.from({ length: letters }, (_, letter) =>
    catalogers.filter(({ endings }) => !endings || endings.some((ending) => lastLetterOf(ending) === letter)),
  );
  return (path) => byLetter[lastLetterOf(path)] ?? [];
}

/** ASCII letters in both cases have these five bits in common. */
const letters = 32;
const lastLetterOf = (text: string) => text.charCodeAt(text.length - 1) & (letters - 1);
