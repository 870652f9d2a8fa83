/** A JSON object whose members nobody has looked at. */
export type Members = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, not a list and not null. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as an object; empty when it is none. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/**
 * One member of an object as it stands; readers that end in `At` follow a path, and tidy what they find.
 *
 * in      an object that JSON gave; a name that is none of those that every object has (`constructor`, `__proto__`), so that asking whether
 *         it is its own is not needed: there are millions of these questions
 */
export function memberOf(members: Members, name: string): unknown {
  return members[name];
}

/** The text of a member; undefined when it is no text. */
export function textOf(members: Members, name: string): string | undefined {
  const value = memberOf(members, name);
  return typeof value === 'string' ? value : undefined;
}

/** The list of a member; empty when it is none. */
export function listOf(members: Members, name: string): readonly unknown[] {
  const value = memberOf(members, name);
  return Array.isArray(value) ? value : [];
}

/** Whether a member is there, is not null, and is no list. */
export function isBadList(members: Members, name: string): boolean {
  const value = memberOf(members, name);
  return value !== undefined && value !== null && !Array.isArray(value);
}

/** The texts of a list, in order and without repetition. */
export function textsOf(members: Members, name: string): readonly string[] {
  const list = listOf(members, name);
  return list.length === 0 ? [] : [...new Set(list.filter((value) => typeof value === 'string'))];
}

/**
 * The value at the end of a path of members; only members that the objects have themselves are seen.
 *
 * out     undefined where a step of the path is no object or lacks the member
 */
export function memberAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

/** The text at the end of a path, without spaces around it; undefined where there is none or it is empty. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = memberAt(value, ...path);
  return (typeof found === 'string' && found.trim()) || undefined;
}

/** The finite number at the end of a path, as number or as text; undefined where there is none. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = memberAt(value, ...path);
  const number = typeof found === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(found) ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The list at the end of a path; empty where there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = memberAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The objects of the list at the end of a path; for lists of which nothing is counted, since others are left out. */
export function objectsAt(value: unknown, ...path: readonly string[]): readonly Members[] {
  return listAt(value, ...path).filter(isObject);
}

/** The texts of the list at the end of a path, each once, without empty ones. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  const texts = listAt(value, ...path).flatMap((text) => (typeof text === 'string' && text.trim() !== '' ? [text.trim()] : []));
  return [...new Set(texts)];
}

/** The members of the object at the end of a path, in order; empty where there is none. */
export function entriesAt(value: unknown, ...path: readonly string[]): readonly (readonly [string, unknown])[] {
  const found = memberAt(value, ...path);
  return isObject(found) ? Object.entries(found) : [];
}
