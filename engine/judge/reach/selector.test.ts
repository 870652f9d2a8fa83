import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matches, readSelector } from './selector.ts';

const labels = new Map([
  ['app', 'web'],
  ['tier', ''],
]);
const one = (key: string, operator: string, values?: readonly unknown[]) => ({
  matchExpressions: [{ key, operator, ...(values && { values }) }],
});

const rows: readonly (readonly [name: string, selector: unknown, isSelected: boolean | 'refused'])[] = [
  ['nothing stated', undefined, true],
  ['an empty selector', {}, true],
  ['a label that is there', { matchLabels: { app: 'web' } }, true],
  ['a label with another value', { matchLabels: { app: 'db' } }, false],
  ['In with the value', one('app', 'In', ['db', 'web']), true],
  ['In without the label', one('env', 'In', ['db']), false],
  ['NotIn with the value', one('app', 'NotIn', ['web']), false],
  ['NotIn without the label', one('env', 'NotIn', ['web']), true],
  ['Exists with an empty value', one('tier', 'Exists'), true],
  ['DoesNotExist', one('tier', 'DoesNotExist'), false],
  ['labels and expressions', { matchLabels: { app: 'web' }, ...one('tier', 'Exists') }, true],
  ['an operator of its own', one('app', 'Gt', ['1']), 'refused'],
  ['In without values', one('app', 'In'), 'refused'],
  ['Exists with values', one('app', 'Exists', ['web']), 'refused'],
  ['a value that is no text', { matchLabels: { app: 1 } }, 'refused'],
  ['a value that is no label', { matchLabels: { app: 'a b' } }, 'refused'],
  ['a key that is none', { matchLabels: { 'a/b/c': 'x' } }, 'refused'],
  ['a member that selectors lack', { labels: {} }, 'refused'],
  ['a text', 'app=web', 'refused'],
  ['a key of every object', { matchLabels: { __proto__: 'x', constructor: 'x' } }, false],
];

for (const [name, stated, expected] of rows)
  test(name, () => {
    const faults: string[] = [];
    const selector = readSelector(stated, 'spec.podSelector', (fault) => faults.push(fault));
    assert.equal(faults.length > 0 ? 'refused' : matches(selector, labels), expected);
  });

test('any value is a selector or a fault', () =>
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const selector = readSelector(value, 'spec', () => {});
      assert.equal(typeof matches(selector, labels), 'boolean');
    }),
  ));
