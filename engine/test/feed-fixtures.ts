import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Feed, FeedReading } from '../gather/advisories/feed.ts';
import { anyJson } from './any-json.ts';
import { assertGolden } from './golden.ts';

/** The date that fixtures are as old as. */
export const fixtureDate = '2099-06-01T00:00:00Z';

/**
 * The tests that every feed of JSON has: its fixtures are recognized and read as their golden files say, and any value is read without a throw.
 *
 * in      the unit's own folder; `shape` makes values that come near what it reads
 */
export function testFeed(feed: Feed, folder: string, shape: fc.Arbitrary<unknown>): void {
  const fixtures = join(folder, 'fixtures');
  for (const name of readdirSync(fixtures).filter((file) => !file.includes('.expected.')))
    test(`golden: ${name}`, () => {
      const json: unknown = JSON.parse(readFileSync(join(fixtures, name), 'utf8'));
      assert.ok(feed.recognizes({ path: name, json }));
      assertGolden(join(fixtures, name.replace(/\.json$/, '.expected.json')), readWith(feed, json, name));
    });

  test('property: any value is read, and nothing is thrown', () => {
    fc.assert(fc.property(fc.oneof(anyJson(), shape), (json) => Array.isArray(readWith(feed, json, 'a.json').items)));
    fc.assert(fc.property(anyJson(), (json) => typeof feed.recognizes({ path: 'a.json', json }) === 'boolean'));
  });
}

/** Reads one value as a line of a file that is as old as `fixtureDate`. */
export function readWith(feed: Feed, json: unknown, path: string): FeedReading {
  return feed.read({ path, line: 1, json, dateAt: fixtureDate });
}
