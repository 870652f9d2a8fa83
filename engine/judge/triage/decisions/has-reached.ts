/** Words that make a version one before its release, as tags write them. */
const before = /^[-.]?(?:alpha|beta|rc|pre|dev|snapshot|nightly|a|b)(?:[-.]?\d|$)/i;

/**
 * Whether a tag is at least a version: `v3.2.1-alpine` is at least 3.2.
 *
 * in      tags as projects write them: numbers with dots, perhaps `v` before them and words behind
 * out     undefined where either is no such version: never a guess
 */
export function hasReached(tag: string, atLeast: string): boolean | undefined {
  const [is, wanted] = [read(tag), read(atLeast)];
  if (!is || !wanted) return undefined;
  for (let at = 0; at < Math.max(is.numbers.length, wanted.numbers.length); at += 1) {
    const difference = (is.numbers[at] ?? 0) - (wanted.numbers[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  if (is.label === wanted.label || is.label === '') return true;
  return wanted.label === '' ? !before.test(is.label) : undefined;
}

function read(text: string): { readonly numbers: readonly number[]; readonly label: string } | undefined {
  const [, core, label = ''] =
    /^v?(\d{1,12}(?:\.\d{1,12}){0,5})((?:[-+_.]?[A-Za-z][\w.+-]{0,60}|[-+_]\w[\w.+-]{0,60})?)$/.exec(text) ?? [];
  return core === undefined ? undefined : { numbers: core.split('.').map(Number), label };
}
