/** V8 gives objects of one shape one description, unless they have no prototype at all. */
const nothing: object = Object.create(null);

/** An object without fields, also without those that objects inherit: no name in a document reaches a prototype. */
export function createBare(): Record<string | symbol, unknown> {
  return Object.create(nothing);
}
