import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isUnderOneOf, licenseTerms, parseLicenseExpression } from './license-expression.ts';

const texts: readonly (readonly [text: string, terms: readonly string[] | null])[] = [
  ['MIT', ['MIT']],
  ['(MIT OR Apache-2.0) AND ISC', ['MIT', 'Apache-2.0', 'ISC']],
  ['MIT and BSD-3-Clause', ['MIT', 'BSD-3-Clause']],
  ['GPL-2.0+', ['GPL-2.0+']],
  ['GPL-2.0-or-later WITH Classpath-exception-2.0', ['GPL-2.0-or-later WITH Classpath-exception-2.0']],
  ['LicenseRef-ours', ['LicenseRef-ours']],
  ['BSD', null],
  ['see LICENSE', null],
  ['MIT OR', null],
  ['', null],
  ['('.repeat(3_000), null],
];

for (const [text, terms] of texts)
  test(`terms of ${JSON.stringify(text.slice(0, 60))}`, () => {
    const expression = parseLicenseExpression(text);
    assert.deepEqual(expression ? licenseTerms(expression).map((term) => term.text) : null, terms);
  });

test('the lowest version that a term offers', () => {
  const lowest = (text: string) => licenseTerms(parseLicenseExpression(text) ?? assert.fail())[0]?.lowest;
  assert.equal(lowest('GPL-2.0-or-later'), 'GPL-2.0-only');
  assert.equal(lowest('EPL-1.0+'), 'EPL-1.0');
  assert.equal(lowest('GPL-2.0+ WITH Classpath-exception-2.0'), 'GPL-2.0 WITH Classpath-exception-2.0');
  assert.equal(lowest('MIT'), 'MIT');
  assert.equal(lowest('LicenseRef-ours-or-later'), 'LicenseRef-ours-or-later');
});

const covered: readonly (readonly [term: string, listed: readonly string[], is: boolean])[] = [
  ['MIT', ['ISC', 'MIT'], true],
  ['MIT', ['ISC'], false],
  ['GPL-2.0', ['GPL-2.0-only'], true],
  ['GPL-3.0-only', ['GPL-2.0-or-later'], true],
  ['GPL-2.0-only', ['GPL-3.0-or-later'], false],
  ['AGPL-3.0-only', ['GPL-2.0-or-later'], false],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-2.0-only'], false],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-2.0-only WITH Classpath-exception-2.0'], true],
  ['LicenseRef-ours', ['LicenseRef-ours'], true],
  ['LicenseRef-only', ['LicenseRef-or-later'], false],
];

for (const [term, listed, is] of covered)
  test(`${term} is ${is ? '' : 'not '}under ${listed.join(', ')}`, () => assert.equal(isUnderOneOf(term, listed), is));

test('property: any text is an expression whose terms are expressions, or none', () => {
  const word = fc.constantFrom(
    'MIT',
    'GPL-2.0-or-later',
    'ISC',
    'AND',
    'OR',
    'WITH',
    'Classpath-exception-2.0',
    '(',
    ')',
    '+',
    'x',
    '__proto__',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (text) => {
        const expression = parseLicenseExpression(text);
        for (const { text: term, lowest } of expression ? licenseTerms(expression) : [])
          assert.ok(parseLicenseExpression(term) && parseLicenseExpression(lowest), term);
      },
    ),
  );
});
