/**
 * The text of a scalar that JSON or YAML gave, for whoever expects no other.
 *
 * in      any value; `String` of an object would call whatever a document has put under `toString`, and throw
 * out     a string as it is, a number or boolean in digits or letters; the empty text for null, nothing, lists and mappings
 */
export function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '';
}
