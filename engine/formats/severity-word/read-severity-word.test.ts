import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSeverityWord } from './read-severity-word.ts';

const rows: readonly { word: string; is: string | undefined }[] = [
  { word: 'Critical', is: 'CRITICAL' },
  { word: 'Important', is: 'HIGH' },
  { word: 'MODERATE', is: 'MEDIUM' },
  { word: ' low ', is: 'LOW' },
  { word: 'low**', is: 'LOW' },
  { word: 'negligible', is: 'LOW' },
  { word: 'unimportant', is: 'LOW' },
  { word: 'Minimal', is: 'LOW' },
  { word: 'None', is: undefined },
  { word: 'Unknown', is: undefined },
  { word: 'not yet assigned', is: undefined },
  { word: '__proto__', is: undefined },
  { word: '', is: undefined },
];

for (const { word, is } of rows) test(`${JSON.stringify(word)} is ${is}`, () => assert.equal(readSeverityWord(word), is));
