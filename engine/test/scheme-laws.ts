import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Ordering, VersionScheme } from '../versions/scheme.ts';

const signs: Readonly<Record<string, Ordering>> = { '<': 'before', '=': 'same', '>': 'after', '?': 'unknown' };
const flipped: Readonly<Record<Ordering, Ordering>> = { before: 'after', same: 'same', after: 'before', unknown: 'unknown' };

/**
 * One test a row, asked in both directions.
 *
 * in      rows `a OP b`, OP one of `<` `=` `>` and `?` (unknown), after a tab what the row shows
 */
export function testRows(scheme: VersionScheme, rows: readonly string[]): void {
  for (const row of rows) {
    const [pair = '', shows = ''] = row.split('\t');
    const found = /^(.*) ([<=>?]) (.*)$/s.exec(pair);
    assert.ok(found, `not a row: ${row}`);
    const [, a = '', operator = '', b = ''] = found;
    test(`${scheme.id}: ${pair}${shows && ` (${shows})`}`, () => {
      const expected = signs[operator] ?? 'unknown';
      assert.equal(scheme.compare(a, b), expected);
      assert.equal(scheme.compare(b, a), flipped[expected]);
    });
  }
}

/**
 * What must hold of every scheme: any strings have an ordering; readable versions order reflexively, antisymmetrically, transitively.
 *
 * in      pieces that versions of the scheme are made of; they are strung together in any order, so most versions are near ones
 */
export function testLaws(scheme: VersionScheme, pieces: readonly string[]): void {
  const version = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => `1${parts.join('')}`);
  const anything = fc.oneof(version, fc.string(), fc.string({ unit: 'binary', maxLength: 40 }));

  test(`${scheme.id}: any two strings have an ordering, the same from both sides`, () => {
    const law = (a: string, b: string) => assert.equal(scheme.compare(a, b), flipped[scheme.compare(b, a)]);
    fc.assert(fc.property(anything, anything, law), { numRuns: 500 });
  });

  test(`${scheme.id}: a version is the same as itself, or cannot be read`, () => {
    const law = (a: string) => assert.ok(['same', 'unknown'].includes(scheme.compare(a, a)));
    fc.assert(fc.property(anything, law));
  });

  test(`${scheme.id}: readable versions order transitively`, () => {
    const law = (a: string, b: string, c: string) => {
      if ([a, b, c].some((text) => scheme.compare(text, text) === 'unknown')) return;
      const steps = [scheme.compare(a, b), scheme.compare(b, c)];
      assert.ok(!steps.includes('unknown'), 'readable versions are comparable');
      if (!steps.includes('after')) assert.equal(scheme.compare(a, c), steps.includes('before') ? 'before' : 'same');
      if (!steps.includes('before')) assert.equal(scheme.compare(a, c), steps.includes('after') ? 'after' : 'same');
    };
    fc.assert(fc.property(version, version, version, law), { numRuns: 3000 });
  });

  test(`${scheme.id}: a version of a mebibyte is answered`, () => {
    for (const piece of pieces.slice(0, 3)) {
      const long = `1${piece.repeat(Math.ceil(2 ** 18 / Math.max(piece.length, 1)))}`;
      assert.ok(scheme.compare(long, `${long}1`) in flipped);
    }
  });
}
