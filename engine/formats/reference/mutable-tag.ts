/** Words that publishers move on purpose, and what each of them means. A tag is one of them, or begins or ends with it (`latest-gpu`). */
const movingWords: ReadonlyMap<string, string> = new Map([
  ['latest', 'the newest that was pushed'],
  ['nightly', 'the newest nightly build'],
  ['daily', 'the newest daily build'],
  ['snapshot', 'the newest build on the way to a version'],
  ['canary', 'the newest build that is tried out'],
  ['edge', 'the newest build of the main branch'],
  ['unstable', 'the newest build that is not released'],
]);

/** Names that are only moved as a whole tag: with something behind them (`master-4a1b2c3`) they name one build. */
const movingTags: ReadonlyMap<string, string> = new Map([
  ...movingWords,
  ['master', 'the head of a branch'],
  ['main', 'the head of a branch'],
  ['trunk', 'the head of a branch'],
  ['head', 'the head of a branch'],
  ['tip', 'the head of a branch'],
  ['develop', 'the head of a branch'],
  ['development', 'the head of a branch'],
  ['devel', 'the head of a branch'],
  ['dev', 'the head of a branch'],
  ['next', 'the newest build on the way to a version'],
  ['testing', 'the newest build that is tried out'],
  ['test', 'the newest build that is tried out'],
  ['staging', 'what runs in a stage'],
  ['prod', 'what runs in a stage'],
  ['production', 'what runs in a stage'],
  ['stable', 'the newest release'],
  ['release', 'the newest release'],
  ['current', 'the newest release'],
  ['lts', 'the newest release with long support'],
  ['rolling', 'the newest that was pushed'],
]);

/**
 * Why a tag is one that publishers move.
 *
 * in      a tag as written; undefined where none is
 * out     a sentence; undefined for tags that are meant to stay. A series (`1.27`, `3`) is not told from a version, as nothing in it says which
 * source  the habits of publishers; Docker documents only that `latest` is what no tag means
 */
export function whyMutable(tag: string | undefined): string | undefined {
  if (tag === undefined) return 'No tag is stated, which means `latest`: the newest that was pushed.';
  const word = tag.toLowerCase();
  const meaning =
    movingTags.get(word) ?? movingWords.get(word.split('-')[0] ?? '') ?? movingWords.get(word.split('-').at(-1) ?? '');
  return meaning && `\`${tag}\` is moved on purpose: ${meaning}.`;
}
