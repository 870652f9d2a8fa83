/** The name of an element in its namespace, with those of its attributes that are in none. */
export interface NamedElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** What prefixes stand for, while a document is read. */
export interface Namespaces {
  /** An element begins: what it is called, or what is wrong with its names. */
  open(name: string, attributes: Readonly<Record<string, string>>): NamedElement | string;
  /** The element that was opened last ends, and with it what it declared. */
  close(): void;
}

const ofXml = 'http://www.w3.org/XML/1998/namespace';
const ofDeclarations = 'http://www.w3.org/2000/xmlns/';
/** Most elements have no attributes; they share these. */
const noAttributes: ReadonlyMap<string, string> = new Map();

/**
 * The namespaces of a document before its root.
 *
 * cost    O(names), however deep prefixes are declared and however often they are asked for
 * source  Namespaces in XML 1.0
 */
export function createNamespaces(): Namespaces {
  const declared = new Map<string, string[]>([
    ['', ['']],
    ['xml', [ofXml]],
    ['xmlns', [ofDeclarations]],
  ]);
  /** Prefixes that open elements declare, the innermost element last; most declare none. */
  const scopes: (readonly string[])[] = [];
  return {
    open(name, attributes) {
      const names = Object.keys(attributes);
      const own = names.flatMap((each) => (isDeclaration(each) ? [prefixDeclaredBy(each)] : []));
      scopes.push(own);
      for (const prefix of own) {
        const namespace = attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`]?.trim() ?? '';
        if (!mayDeclare(prefix, namespace)) return `the prefix ${JSON.stringify(prefix)} cannot be declared so`;
        const stack = declared.get(prefix);
        if (stack) stack.push(namespace);
        else declared.set(prefix, [namespace]);
      }
      const [prefix, local] = split(name);
      const namespace = declared.get(prefix)?.at(-1);
      if (local === '' || prefix === 'xmlns' || namespace === undefined)
        return `<${name.slice(0, 100)}> has a prefix that nobody declared`;
      const plain = plainOf(names, attributes, declared);
      return typeof plain === 'string' ? plain : { name: local, namespace, attributes: plain };
    },
    close() {
      for (const prefix of scopes.pop() ?? []) declared.get(prefix)?.pop();
    },
  };
}

/** Attributes without a prefix; or what is wrong with one that has one. */
function plainOf(
  names: readonly string[],
  attributes: Readonly<Record<string, string>>,
  declared: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> | string {
  let plain: Map<string, string> | undefined;
  let prefixed: Set<string> | undefined;
  for (const name of names) {
    if (isDeclaration(name)) continue;
    const [prefix, local] = split(name);
    if (prefix === '' && local !== '') {
      plain ??= new Map();
      plain.set(local, attributes[name] ?? '');
      continue;
    }
    const namespace = declared.get(prefix)?.at(-1);
    if (local === '' || namespace === undefined) return `the attribute ${name.slice(0, 100)} has a prefix that nobody declared`;
    prefixed ??= new Set();
    const whole = `${namespace}\n${local}`;
    if (prefixed.has(whole)) return `the attribute ${name.slice(0, 100)} stands twice`;
    prefixed.add(whole);
  }
  return plain ?? noAttributes;
}

function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function prefixDeclaredBy(name: string): string {
  return name.slice('xmlns:'.length);
}

/** A prefix stands for something; those of XML itself stand for nothing else. */
function mayDeclare(prefix: string, namespace: string): boolean {
  if (prefix === 'xmlns' || namespace === ofDeclarations) return false;
  if (prefix === 'xml' || namespace === ofXml) return prefix === 'xml' && namespace === ofXml;
  return prefix === '' || namespace !== '';
}

/** Prefix and local name; a name with two colons or with nothing beside one has no local name. */
function split(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':');
  if (colon < 0) return ['', name];
  const local = name.slice(colon + 1);
  return colon === 0 || local.includes(':') ? [name, ''] : [name.slice(0, colon), local];
}
