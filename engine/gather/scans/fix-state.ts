import type { FixState } from '../../model/match.ts';

/** Words of reports for the state of a fix, in small letters without anything but letters. */
const states: ReadonlyMap<string, FixState> = new Map([
  ['fixed', 'fixed'],
  ['resolved', 'fixed'],
  ['notfixed', 'not-fixed'],
  ['affected', 'not-fixed'],
  ['open', 'not-fixed'],
  ['needed', 'not-fixed'],
  ['vulnerable', 'not-fixed'],
  ['wontfix', 'wont-fix'],
  ['willnotfix', 'wont-fix'],
  ['fixdeferred', 'wont-fix'],
  ['deferred', 'wont-fix'],
  ['endoflife', 'wont-fix'],
  ['outofsupportscope', 'wont-fix'],
]);

/** What reports write where there is no fix. */
const nothing = /^(?:none|null|n\/a|notavailable|not[ _-]?fixed|unknown|-|\*|no fix.*)$/i;

/**
 * The state of a fix.
 *
 * in      the report's word, if it has one; the versions that fix it
 * out     versions are a fix whatever the word is, but for "will not fix"; a word that says nothing is `unknown`
 */
export function toFixState(word: string | undefined, fixedIn: readonly string[]): FixState {
  const state = states.get((word ?? '').toLowerCase().replace(/[^a-z]/g, ''));
  if (fixedIn.length > 0) return state === 'wont-fix' ? 'wont-fix' : 'fixed';
  return state ?? 'unknown';
}

/**
 * The versions of a text or list of texts: `1.2.3, 2.0` is two.
 *
 * out     without words that mean "none"
 */
export function toVersions(...written: readonly unknown[]): readonly string[] {
  const texts = written.flat().flatMap((text) => (typeof text === 'string' ? text.split(/,|\s+or\s+|\|\|/) : []));
  const versions = texts.map((text) => text.trim().replace(/^\[|\]$/g, '')).filter((text) => text !== '' && !nothing.test(text));
  return [...new Set(versions)];
}
