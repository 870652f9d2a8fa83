/** The name of an element or attribute, taken apart. */
export interface QualifiedName {
  /** Empty where it has none. */
  readonly prefix: string;
  readonly local: string;
}

const start =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const part = `[${start}][${start}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*`;
const qualified = new RegExp(`^(?:${part}:)?${part}$`, 'u');
/** Documents repeat a few names; what more a hostile one has is taken apart each time. */
const mostKnown = 10_000;

/**
 * Takes names apart, each distinct one once.
 *
 * out     undefined for a text that is no name
 * source  XML 1.0, production 5; Namespaces in XML 1.0, production 7
 */
export function nameReader(): (text: string) => QualifiedName | undefined {
  const known = new Map<string, QualifiedName>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    if (!qualified.test(text)) return undefined;
    const colon = text.indexOf(':');
    const name = { prefix: text.slice(0, Math.max(colon, 0)), local: text.slice(colon + 1) };
    if (known.size < mostKnown) known.set(text, name);
    return name;
  };
}
