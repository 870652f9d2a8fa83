/** A JSON object whose members nobody has looked at. */
export type Members = Readonly<Record<string, unknown>>;

/** A value as an object; empty when it is none. Members named as parts of the prototype are not seen. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** Whether a value is a JSON object, not an array and not null. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * One member that is the object's own.
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
