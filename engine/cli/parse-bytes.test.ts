import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBytes, parseDuration } from './parse-bytes.ts';

const sizes: readonly (readonly [text: string, bytes: number | undefined])[] = [
  ['1000', 1000],
  ['500MB', 500_000_000],
  ['2GiB', 2 * 1024 ** 3],
  ['1.5 gb', 1_500_000_000],
  ['0', undefined],
  ['-1', undefined],
  ['much', undefined],
  ['5 apples', undefined],
  ['', undefined],
];
for (const [text, bytes] of sizes) test(`${text}: ${bytes} bytes`, () => assert.equal(parseBytes(text), bytes));

const times: readonly (readonly [text: string, ms: number | undefined])[] = [
  ['30d', 30 * 86_400_000],
  ['12h', 43_200_000],
  ['90m', 5_400_000],
  ['30', undefined],
  ['1w', undefined],
];
for (const [text, ms] of times) test(`${text}: ${ms} ms`, () => assert.equal(parseDuration(text), ms));
