/** Words that are made anew each time they are gone through, so that a long list need not be held. */
export interface Listing extends Iterable<string> {
  toJSON(): readonly string[];
}

/** A listing of what a function makes. */
export function listing(make: () => Iterable<string>): Listing {
  return { [Symbol.iterator]: () => make()[Symbol.iterator](), toJSON: () => [...make()] };
}
