/**
 * Whether a value can be the name or the version of a package: text of reasonable length without white space, control characters
 * and the replacement character that broken UTF-8 leaves.
 */
export function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1024 && /^[^\s\p{Cc}\uFFFD]+$/u.test(value);
}
