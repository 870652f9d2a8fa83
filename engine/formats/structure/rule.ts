/** What a text has to be. */
export interface TextRule {
  readonly kind: 'text';
  /** How a sentence names what is expected: `a date and time`. */
  readonly expects: string;
  readonly accepts?: (text: string) => boolean;
  /** The attribute that holds it where it is written as XML: `ref` of `<assembly ref="…"/>`. */
  readonly attribute?: string;
}

/** Fields by name; those that no rule names are passed over, unless it is `closed`. */
export interface ObjectRule {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, Rule>>;
  readonly required: readonly string[];
  /** Of each group exactly one is there. */
  readonly oneOf: readonly (readonly string[])[];
  /** Of each group one at least is there. */
  readonly anyOf: readonly (readonly string[])[];
  /** Which fields are attributes where it is written as XML; the others are elements, in the order of `fields`. */
  readonly attributes: ReadonlySet<string>;
  /** The field that an element of a name belongs to, for those that are no attributes. */
  readonly elements: ReadonlyMap<string, string>;
  /** The field that an element's own text is. */
  readonly content?: string;
  /** Whether the specification allows no other fields, and all that it has are named. */
  readonly closed?: boolean;
  /** A field whose element carries attributes of this object: `flow` of `<classification flow="…">`. */
  readonly carrier?: string;
}

/** A list; in XML an element with one child for each entry, or, where `bare`, just the children. */
export interface ListRule {
  readonly kind: 'list';
  readonly of: () => Rule;
  /** Names of the children in XML; the first is what is written. */
  readonly items: readonly string[];
  /** Whether an entry is an object whose only field is named as its element is. */
  readonly wraps?: boolean;
  /** Whether the entries are written with no element around them. */
  readonly bare?: boolean;
}

/** Anything: what nobody reads is not checked. */
export interface AnyRule {
  readonly kind: 'any' | 'flag' | 'number';
  /** The one of several forms that Plimsoll writes. */
  readonly written?: Rule;
}

/** What a value of a document has to look like. Data: formats that have a JSON and an XML form state both with it. */
export type Rule = TextRule | ObjectRule | ListRule | AnyRule;

/** Something in a document that breaks its specification. */
export interface Flaw {
  /** `components[3].hashes[0].content`; empty for the document itself. */
  readonly at: string;
  /** The end of a sentence that begins with the place. */
  readonly detail: string;
  /** The object that it stands in. */
  readonly within?: object;
}

/** Flaws of a kind that are told of one document; it may hold millions. */
export const mostFlaws = 20_000;

/** Any value. */
export const any: AnyRule = { kind: 'any' };

/** True or false, also as XML spells them. */
export const flag: AnyRule = { kind: 'flag' };

/** A whole number, also as XML spells it. */
export const whole: AnyRule = { kind: 'number' };

/** Any text. */
export const text: TextRule = { kind: 'text', expects: 'a text' };

/** A text that a pattern accepts. */
export function matching(expects: string, pattern: RegExp): TextRule {
  return { kind: 'text', expects, accepts: (value) => pattern.test(value) };
}

/** One of some words. */
export function word(words: readonly string[]): TextRule {
  const known = new Set(words);
  const expects = words.length > 8 ? `one of the ${words.length} words of the specification` : `one of ${words.join(', ')}`;
  return { kind: 'text', expects, accepts: (value) => known.has(value) };
}

/** An object. */
export function object(
  fields: ObjectRule['fields'],
  rest: Partial<Pick<ObjectRule, 'required' | 'oneOf' | 'anyOf' | 'content' | 'carrier' | 'closed'>> & {
    readonly attributes?: readonly string[];
  } = {},
): ObjectRule {
  const elements = new Map(Object.entries(fields).map(([name, rule]) => [elementOf(name, rule), name]));
  return { kind: 'object', fields, required: [], oneOf: [], anyOf: [], ...rest, attributes: new Set(rest.attributes), elements };
}

function elementOf(name: string, rule: Rule): string {
  return rule.kind === 'list' && rule.bare ? (rule.items[0] ?? name) : name;
}

/** A list; the names are those of its elements in XML. */
export function list(of: () => Rule, items: readonly string[] | string, rest: Pick<ListRule, 'wraps' | 'bare'> = {}): ListRule {
  return { kind: 'list', of, items: typeof items === 'string' ? [items] : items, ...rest };
}
