import { printable } from './printable.ts';

/** A piece of HTML that this program wrote; what came from outside is in it as text only. */
export interface Html {
  readonly html: string;
}

/** What may stand in a template: text is escaped, pieces and lists of them are not. */
export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/**
 * HTML by template: every text that is put in is escaped, so that no name from outside can end an element or an attribute.
 *
 * in      attributes have to be quoted in the template
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: strings.map((text, index) => `${text}${toMarkup(parts[index])}`).join('') };
}

/** Text as it stands in elements and in quoted attributes; control characters become U+FFFD. */
export function escapeHtml(text: string): string {
  return printable(text.toWellFormed()).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function toMarkup(part: HtmlPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(toMarkup).join('');
}
