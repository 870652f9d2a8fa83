import type { XmlElement } from '../xml/read-xml.ts';
import { createBare } from './bare-object.ts';
import type { Flaw, ListRule, ObjectRule, Rule } from './rule.ts';

/** An XML document in the shape of its JSON twin. */
export interface PlainDocument {
  readonly value: unknown;
  /** What has no place in the JSON form: a field that is stated twice. */
  readonly flaws: readonly Flaw[];
}

const line = Symbol('line');

/** The 1-based line that an object or list of a document was read on; undefined for one that was no XML. */
export function lineOf(value: object): number | undefined {
  return (value as { readonly [line]?: number })[line];
}

/**
 * From the elements of a format's XML form to the values of its JSON form, by the format's rules.
 *
 * in      the root element; elements of other namespaces in it are passed over
 * out     numbers and flags stay texts, as XML spells them; objects inherit nothing, so that no name in the document reaches one
 * cost    O(size)
 */
export function fromXml(root: XmlElement, rule: Rule): PlainDocument {
  const context: Context = { namespace: root.namespace, flaws: [] };
  const value = toValue(root, rule, '', context);
  return { value, flaws: context.flaws };
}

interface Context {
  readonly namespace: string;
  readonly flaws: Flaw[];
}

function toValue(element: XmlElement, rule: Rule, at: string, context: Context): unknown {
  switch (rule.kind) {
    case 'object':
      return toObject(element, rule, at, context);
    case 'list':
      return toList(element, rule, at, context);
    case 'text':
      return (rule.attribute === undefined ? element.text : (element.attributes.get(rule.attribute) ?? element.text)).trim();
    case 'any':
      return toAnything(element, context);
    default:
      return element.text.trim();
  }
}

function toObject(element: XmlElement, rule: ObjectRule, at: string, context: Context): object {
  const value = createObject(element);
  // Attributes are free in XML where fields of JSON are not.
  for (const [name, attribute] of element.attributes)
    if (!rule.closed || Object.hasOwn(rule.fields, name)) value[name] = attribute;
  for (const child of childrenOf(element, context)) {
    const name = rule.elements.get(child.name) ?? child.name;
    const field = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
    const place = at === '' ? name : `${at}.${name}`;
    if (field?.kind === 'list' && field.bare) addTo(value, name, toValue(child, field.of(), place, context));
    else if (Object.hasOwn(value, name))
      context.flaws.push({ at: place, detail: 'is stated twice; the first is read', within: value });
    else value[name] = field ? toValue(child, field, place, context) : toAnything(child, context);
    if (child.name === rule.carrier) for (const [key, attribute] of child.attributes) value[key] ??= attribute;
  }
  const own = element.text.trim();
  if (rule.content !== undefined && (own !== '' || !Object.hasOwn(value, rule.content)) && isContent(element, rule))
    value[rule.content] = own;
  return value;
}

/** An element with children has its content in them. */
function isContent({ children }: XmlElement, rule: ObjectRule): boolean {
  return !children.some(({ name }) => name === rule.content || name === rule.carrier);
}

function addTo(value: Record<string, unknown>, name: string, entry: unknown): void {
  const entries = value[name];
  if (Array.isArray(entries)) entries.push(entry);
  else value[name] = [entry];
}

function toList(element: XmlElement, rule: ListRule, at: string, context: Context): unknown[] {
  const entries: unknown[] = Object.assign([], { [line]: element.line });
  const of = rule.of();
  for (const child of childrenOf(element, context)) {
    const place = `${at}[${entries.length}]`;
    if (!rule.items.includes(child.name))
      context.flaws.push({ at: place, detail: `is <${child.name}>, which has no place there`, within: entries });
    else entries.push(toValue(rule.wraps ? wrap(child) : child, of, place, context));
  }
  return entries;
}

function wrap(child: XmlElement): XmlElement {
  return { ...child, attributes: new Map(), children: [child], text: '' };
}

/** What no rule speaks of: attributes and children by name, which is enough to find the references in it. */
function toAnything(element: XmlElement, context: Context): unknown {
  const children = childrenOf(element, context);
  if (children.length === 0 && element.attributes.size === 0) return element.text.trim();
  const value = createObject(element);
  for (const [name, attribute] of element.attributes) value[name] = attribute;
  for (const child of children) addTo(value, `<${child.name}>`, toAnything(child, context));
  return value;
}

function createObject(element: XmlElement): Record<string, unknown> {
  const value = createBare();
  value[line] = element.line;
  return value;
}

function childrenOf({ children }: XmlElement, { namespace }: Context): readonly XmlElement[] {
  const isOwn = (child: XmlElement) => child.namespace === namespace;
  return children.every(isOwn) ? children : children.filter(isOwn);
}
