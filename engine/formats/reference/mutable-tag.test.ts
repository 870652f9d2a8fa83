import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyMutable } from './mutable-tag.ts';

const tags: readonly (readonly [name: string, tag: string | undefined, isMutable: boolean])[] = [
  ['no tag', undefined, true],
  ['latest', 'latest', true],
  ['a branch', 'master', true],
  ['in upper case', 'Nightly', true],
  ['latest of a variant', 'latest-gpu', true],
  ['a variant of latest', 'cuda-latest', true],
  ['a snapshot of a version', '1.2-SNAPSHOT', true],
  ['a version', 'v1.7.0', false],
  ['a series, which nothing tells from a version', '1.27', false],
  ['a build of a branch', 'master-4a1b2c3', false],
  ['a distribution called stable', '1.27-stable', false],
  ['a word in a word', 'latestish', false],
];

for (const [name, tag, isMutable] of tags)
  test(`mutable tag: ${name}`, () => assert.equal(whyMutable(tag) !== undefined, isMutable));
