import type { PageElement, PageWindow } from '../../browser.ts';

/** One element with what is in it; texts become text, whatever they hold. */
export function make(
  { document: page }: PageWindow,
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly (PageElement | string)[]
): PageElement {
  const element = page.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}
