/**
 * Whether a pattern covers a path: it matches the path, or a folder that the path lies in.
 *
 * `*` stands for any characters of one part, `?` for one of them, `**` for any number of parts.
 *
 * in      both with `/` between parts: `apps/katib`, `registry.example/ours`
 * cost    at most pattern × path characters, whatever they are
 */
export function coversPath(pattern: string, path: string): boolean {
  return matchesParts([...partsOf(pattern), '**'], partsOf(path));
}

/** Whether the parts of a pattern match all parts of a path; as `coversPath`, but not what lies below. */
export function matchesParts(pattern: readonly string[], parts: readonly string[]): boolean {
  return matchesAll(pattern, parts, '**', (one, part) =>
    matchesAll([...one], [...part], '*', (mark, character) => mark === '?' || mark === character),
  );
}

/** Each item after the other, `wildcard` any number of them. The last wildcard alone is tried again, which is enough. */
function matchesAll(
  pattern: readonly string[],
  items: readonly string[],
  wildcard: string,
  matches: (one: string, item: string) => boolean,
): boolean {
  let [at, next, retry, mark] = [0, 0, -1, 0];
  while (next < items.length) {
    const one = pattern[at];
    if (one === wildcard) {
      [retry, mark] = [at, next];
      at += 1;
    } else if (one !== undefined && matches(one, items[next] ?? '')) {
      at += 1;
      next += 1;
    } else if (retry >= 0) {
      mark += 1;
      [at, next] = [retry + 1, mark];
    } else return false;
  }
  while (pattern[at] === wildcard) at += 1;
  return at === pattern.length;
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
