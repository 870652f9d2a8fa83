import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../../test/any-json.ts';
import { readWith, testFeed } from '../../../test/feed-fixtures.ts';
import { notAffected } from './not-affected.ts';

const shape = fc.record({ package: anyJson(), id: anyJson(), status: fc.constant('not_affected') }, { requiredKeys: [] });

testFeed(notAffected, import.meta.dirname, shape);

test('a statement without an id is a gap', () => {
  const { items, gaps } = readWith(notAffected, { package: 'gauge', status: 'not_affected' }, 'a.jsonl');
  assert.deepEqual([items.length, gaps.map(({ code }) => code)], [0, ['entry-unread']]);
});
