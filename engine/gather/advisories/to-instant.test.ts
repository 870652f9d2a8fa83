import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toInstant } from './to-instant.ts';

const rows: readonly (readonly [text: string, instant: string | undefined])[] = [
  ['2024-05-01T10:20:30Z', '2024-05-01T10:20:30Z'],
  ['2024-05-01T10:20:30.123456Z', '2024-05-01T10:20:30Z'],
  ['2024-05-01T10:20:30.123', '2024-05-01T10:20:30Z'],
  ['2024-05-01T10:20:30+02:00', '2024-05-01T08:20:30Z'],
  ['2024-05-01', '2024-05-01T00:00:00Z'],
  ['2024-13-01', undefined],
  ['2024-05-01 10:20', undefined],
  ['soon', undefined],
  ['', undefined],
];

for (const [text, instant] of rows) test(`${JSON.stringify(text)} is ${instant}`, () => assert.equal(toInstant(text), instant));
