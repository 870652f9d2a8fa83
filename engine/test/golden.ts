import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Compares a whole output with the file that holds it; `npm test -- --update` writes the file instead.
 *
 * in      absolute path of the golden file; the text or JSON value that came out
 */
export function assertGolden(file: string, actual: unknown): void {
  const text = typeof actual === 'string' ? actual : `${JSON.stringify(actual, null, 2)}\n`;
  if (process.env.PLIMSOLL_UPDATE === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  assert.equal(text, readFileSync(file, 'utf8'));
}
