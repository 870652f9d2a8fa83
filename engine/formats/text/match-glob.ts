type Token = { readonly kind: 'letter'; readonly letter: string } | { readonly kind: 'any' | 'part' | 'parts' };

const longest = 2000;

/**
 * Whether texts fit a pattern as a whole.
 *
 * in      `*` is anything within a part, `**` anything over parts, `?` one character; parts are what `/` separates
 * out     a function; texts and patterns of more than 2000 characters never fit
 * cost    O(pattern × text), whatever either holds: no regular expression
 */
export function createGlob(pattern: string): (text: string) => boolean {
  if (pattern.length > longest) return () => false;
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const tokens = tokenize(pattern);
  return (text) => text.length <= longest && fits(tokens, text);
}

function tokenize(pattern: string): readonly Token[] {
  const parts = pattern.match(/\*\*\/?|\*|\?|[^*?]/gs) ?? [];
  return parts.flatMap((part): readonly Token[] => {
    if (part === '**/') return [{ kind: 'parts' }];
    if (part === '**') return [{ kind: 'parts' }];
    if (part === '*') return [{ kind: 'part' }];
    return part === '?' ? [{ kind: 'any' }] : [{ kind: 'letter', letter: part }];
  });
}

/** Every place of the pattern that the text read so far may have led to. */
function fits(tokens: readonly Token[], text: string): boolean {
  let at = skipStars(tokens, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const place of at) {
      const token = tokens[place];
      if (token?.kind === 'letter' && token.letter === character) next.add(place + 1);
      else if (token?.kind === 'any' && character !== '/') next.add(place + 1);
      else if (token?.kind === 'parts' || (token?.kind === 'part' && character !== '/')) next.add(place);
    }
    if (next.size === 0) return false;
    at = skipStars(tokens, next);
  }
  return at.has(tokens.length);
}

function skipStars(tokens: readonly Token[], places: Set<number>): ReadonlySet<number> {
  for (const place of places) {
    const kind = tokens[place]?.kind;
    if (kind === 'part' || kind === 'parts') places.add(place + 1);
  }
  return places;
}
