/** What prefixes stand for, while a document is read. */
export interface Namespaces {
  /** Undefined for a prefix that nobody declared; the empty prefix is the default. */
  of(prefix: string): string | undefined;
  /** An element begins, and may declare some. */
  open(): void;
  /** For the element that was opened last. */
  declare(prefix: string, namespace: string): void;
  /** The element that was opened last ends, and with it what it declared. */
  close(): void;
}

/**
 * The namespaces of a document before its root.
 *
 * cost    O(declarations), however deep they stand and however often they are asked for
 */
export function createNamespaces(): Namespaces {
  const declared = new Map<string, string[]>([
    ['', ['']],
    ['xml', ['http://www.w3.org/XML/1998/namespace']],
  ]);
  /** Prefixes that open elements declare, the innermost element last; most declare none. */
  const prefixes: (string[] | undefined)[] = [];
  return {
    of: (prefix) => declared.get(prefix)?.at(-1),
    declare(prefix, namespace) {
      const stack = declared.get(prefix);
      if (stack) stack.push(namespace);
      else declared.set(prefix, [namespace]);
      const own = prefixes.at(-1);
      if (own) own.push(prefix);
      else prefixes[prefixes.length - 1] = [prefix];
    },
    open: () => void prefixes.push(undefined),
    close() {
      for (const prefix of prefixes.pop() ?? []) declared.get(prefix)?.pop();
    },
  };
}
