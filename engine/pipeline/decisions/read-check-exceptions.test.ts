import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCheckExceptions } from './read-check-exceptions.ts';
import { readExceptions } from './read-exceptions.ts';

const entry = (more = '') =>
  `checks:\n  - id: TW-1\n    check: host-network\n    resources: tide/DaemonSet/*\n    owner: crew\n    reason: sees the network\n    expires: 2026-12-31\n${more}`;

test('exceptions of checks are read with their place, and the file has no other fault', () => {
  assert.deepEqual(readCheckExceptions(entry(), 'e.yaml'), {
    items: [
      {
        ...{ id: 'TW-1', checks: ['host-network'], resources: ['tide/DaemonSet/*'], paths: [], owner: 'crew' },
        ...{ reason: 'sees the network', expires: '2026-12-31', file: 'e.yaml', line: 2 },
      },
    ],
    gaps: [],
  });
  assert.deepEqual(readExceptions(entry(), 'e.yaml'), { items: [], gaps: [] });
});

/** Text → lines of the gaps, and what they say. */
const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['without a date', entry().replace('2026-12-31', 'when a fix is published'), /date/],
  ['without an owner', entry().replace('    owner: crew\n', ''), /owner/],
  ['with a field that is none', entry('    image: a\n'), /image/],
];

for (const [name, text, says] of wrong)
  test(`exceptions of checks: one ${name} takes nothing out`, () => {
    const { items, gaps } = readCheckExceptions(text, 'e.yaml');
    assert.deepEqual([items.length, gaps.map(({ code }) => code)], [0, ['exception-invalid']]);
    assert.match(gaps[0]?.detail ?? '', says);
  });

test('a file that holds neither exceptions nor checks is told', () => {
  assert.match(readExceptions('{}', 'e.yaml').gaps[0]?.detail ?? '', /neither/);
});

test('property: any text is read', () => {
  fc.assert(fc.property(fc.string(), (text) => void readCheckExceptions(`checks:\n - ${text}`, 'e.yaml')));
});
