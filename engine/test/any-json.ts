import fc from 'fast-check';

/** Values that documents may hold and code easily forgets: texts that cannot be made, members that every object has, ends of ranges. */
const odd: readonly unknown[] = [
  { toString: {} },
  [[{ toString: {} }]],
  { toString: null, valueOf: null },
  { hasOwnProperty: 1 },
  { constructor: null },
  { toJSON: 1 },
  { length: -1 },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  [null],
  [1, '1'],
  '__proto__',
  'toString',
  '',
  '\u0000',
  '\ud800',
  'a'.repeat(5000),
  -1,
  2 ** 53,
  1e308,
];

/** Any value that JSON can hold, and often an odd one. */
export function anyJson(constraints?: fc.JsonSharedConstraints): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fc.jsonValue(constraints), weight: 3 }, { arbitrary: fc.constantFrom(...odd), weight: 1 });
}
