import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asksCalico } from './calico-selector.ts';

const labels = new Map([
  ['app', 'gauge'],
  ['example.com/tier', 'back-end'],
]);
/** Nobody knows of `secret` whether it is there. */
const label = (key: string) => (key === 'secret' ? undefined : (labels.get(key) ?? null));

const rows: readonly (readonly [selector: string, answer: string])[] = [
  ['all()', 'yes'],
  ['global()', 'no'],
  ['has(app)', 'yes'],
  ['!has(app)', 'no'],
  ['has(role)', 'no'],
  [`app == 'gauge'`, 'yes'],
  [`app=="reef"`, 'no'],
  [`role != 'web'`, 'yes'],
  [`app in {'reef', "gauge"}`, 'yes'],
  [`app in { }`, 'no'],
  [`role not in {'web'}`, 'yes'],
  [`app contains 'aug'`, 'yes'],
  [`example.com/tier starts with 'back'`, 'yes'],
  [`example.com/tier ends with 'front'`, 'no'],
  [`has(app) && (role == 'web' || !(app == 'reef'))`, 'yes'],
  [`has(role) || has(app) && app == 'reef'`, 'no'],
  [`has(secret)`, 'maybe'],
  [`has(secret) && has(role)`, 'no'],
  [`!has(secret) || has(app)`, 'yes'],
  ['app = gauge', 'maybe'],
  ['has(app) has(app)', 'maybe'],
  ['(has(app)', 'maybe'],
  ['app == gauge', 'maybe'],
  ['app in {gauge}', 'maybe'],
  [`in == 'x'`, 'no'],
  ['', 'maybe'],
  [`${'('.repeat(3000)}`, 'maybe'],
  [`${'!'.repeat(1900)}has(app)`, 'yes'],
];

for (const [selector, answer] of rows)
  test(`Calico: ${selector.slice(0, 60)}`, () => assert.equal(asksCalico(selector)(label), answer));

test('property: whatever stands there, it is answered', () => {
  const words = fc.constantFrom(
    'has',
    '(',
    ')',
    '&&',
    '||',
    '!',
    'app',
    "'x'",
    '==',
    'in',
    '{',
    '}',
    ',',
    'not',
    'all',
    ' ',
    '"',
    '#',
  );
  fc.assert(
    fc.property(fc.array(words), (text) => {
      assert.ok(['yes', 'no', 'maybe'].includes(asksCalico(text.join(' '))(label)));
    }),
  );
});
