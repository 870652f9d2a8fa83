/** What of a browser's document the page's script uses; the engine has no such types of its own. */
export interface PageElement {
  textContent: string;
  value: string;
  hidden: boolean;
  disabled: boolean;
  open: boolean;
  className: string;
  readonly dataset: Record<string, string | undefined>;
  readonly children: ArrayLike<PageElement>;
  readonly nextElementSibling: PageElement | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  closest(selector: string): PageElement | null;
  append(...items: readonly (PageElement | string)[]): void;
  after(item: PageElement): void;
  remove(): void;
  replaceChildren(...items: readonly (PageElement | string)[]): void;
  addEventListener(type: string, listen: (event: PageEvent) => void): void;
  focus(options?: { readonly preventScroll: boolean }): void;
  scrollIntoView(): void;
}

/** What happened in the page. */
export interface PageEvent {
  readonly target: PageElement;
}

/** The page. */
export interface PageDocument extends PageElement {
  readonly documentElement: PageElement;
  getElementById(id: string): PageElement | null;
  createElement(name: string): PageElement;
}

/** The window that the page is in. */
export interface PageWindow {
  readonly document: PageDocument;
  readonly location: { hash: string; replace(address: string): void };
  readonly localStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  addEventListener(type: string, listen: () => void): void;
}
