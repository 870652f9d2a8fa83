import { isObject, listAt, type Members, objectsAt, textAt, textsAt } from '../../json/members.ts';

/** What breaks a mandatory test of CSAF. */
export interface CsafFlaw {
  /** Its number in CSAF 2.0: `6.1.1`. */
  readonly test: string;
  /** `vulnerabilities[3].flags[0]`. */
  readonly at: string;
  /** The end of a sentence that begins with the place. */
  readonly detail: string;
}

/** One mandatory test, or several that look at the same part. */
export type CsafTest = (document: unknown) => readonly CsafFlaw[];

/** A part of a document with its place. */
export interface Placed<Value> {
  readonly at: string;
  readonly value: Value;
}

/** The objects of a list with their places. */
export function placedAt(value: unknown, at: string, name: string): readonly Placed<Members>[] {
  const place = at === '' ? name : `${at}.${name}`;
  return listAt(value, name).flatMap((item, index) => (isObject(item) ? [{ at: `${place}[${index}]`, value: item }] : []));
}

/** The vulnerabilities of a document. */
export function vulnerabilitiesOf(document: unknown): readonly Placed<Members>[] {
  return placedAt(document, '', 'vulnerabilities');
}

/** Texts that stand in a list more than once. */
export function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

/** Ids of product groups with the products in them. */
export function groupsOf(document: unknown): ReadonlyMap<string, readonly string[]> {
  const groups = objectsAt(document, 'product_tree', 'product_groups');
  return new Map(groups.map((group) => [textAt(group, 'group_id') ?? '', textsAt(group, 'product_ids')]));
}

/** The products that an item names, itself or by their groups. */
export function productsOf(item: unknown, groups: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...textsAt(item, 'product_ids'), ...textsAt(item, 'group_ids').flatMap((id) => groups.get(id) ?? [])];
}
