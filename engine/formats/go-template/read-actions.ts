/** What stands between `{{` and `}}` in a Go template. */
export interface TemplateAction {
  /** Offset of `{{`. */
  readonly start: number;
  /** Offset behind `}}`. */
  readonly end: number;
  /** Without braces, trim markers and the space around. */
  readonly code: string;
}

/**
 * The actions of a template, in their order; comments too.
 *
 * out     what is never closed ends the list
 * cost    one pass
 * source  https://pkg.go.dev/text/template, "Actions"
 */
export function* readActions(text: string): Generator<TemplateAction> {
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', start)) {
    const close = closeOf(text, start + 2);
    if (close < 0) return;
    const end = close + 2;
    yield {
      start,
      end,
      code: text
        .slice(start + 2, close)
        .replace(/^-\s/, '')
        .replace(/\s-$/, '')
        .trim(),
    };
    start = end;
  }
}

/** Where the braces close: not in a comment, not in a text. */
function closeOf(text: string, from: number): number {
  const comment = /^-?\s?\s*\/\*/.exec(text.slice(from, from + 8));
  if (comment) {
    const end = text.indexOf('*/', from + comment[0].length);
    return end < 0 ? -1 : text.indexOf('}}', end);
  }
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === '\\' && quote === '"') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === '`') quote = character;
    else if (character === '}' && text.charAt(at + 1) === '}') return at;
  }
  return -1;
}
