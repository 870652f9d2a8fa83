import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../../test/any-json.ts';
import { readWith, testFeed } from '../../../test/feed-fixtures.ts';
import { debianTracker } from './debian-tracker.ts';

const release = fc.record(
  {
    status: fc.constantFrom('open', 'resolved', 'undetermined', 1),
    fixed_version: fc.constantFrom('0', '1', '', null),
    urgency: anyJson(),
  },
  { requiredKeys: [] },
);
const tracker = fc.dictionary(
  fc.constantFrom('gauge', '__proto__', 'mast'),
  fc.dictionary(
    fc.constantFrom('CVE-2099-1001', 'TEMP-0000001-ABCDEF', '__proto__', 'x'),
    fc.record({
      releases: fc.dictionary(fc.constantFrom('bookworm', 'sid', 'galley', '__proto__'), fc.oneof(release, anyJson())),
    }),
  ),
);

testFeed(debianTracker, import.meta.dirname, tracker);

const rows: readonly { name: string; stated: object; says: object }[] = [
  { name: 'open', stated: { status: 'open' }, says: { state: undefined, stateReason: undefined, ranges: 1 } },
  {
    name: 'fixed',
    stated: { status: 'resolved', fixed_version: '1.2-3' },
    says: { state: undefined, stateReason: undefined, ranges: 1 },
  },
  {
    name: 'never vulnerable',
    stated: { status: 'resolved', fixed_version: '0' },
    says: { state: 'not-affected', stateReason: undefined, ranges: 0 },
  },
  {
    name: 'no-dsa',
    stated: { status: 'open', nodsa: 'Minor issue' },
    says: { state: undefined, stateReason: 'no-dsa', ranges: 1 },
  },
  {
    name: 'postponed',
    stated: { status: 'open', nodsa: '', nodsa_reason: 'postponed' },
    says: { state: undefined, stateReason: 'postponed', ranges: 1 },
  },
  {
    name: 'ignored',
    stated: { status: 'open', nodsa: '', nodsa_reason: 'ignored' },
    says: { state: 'wont-fix', stateReason: 'ignored', ranges: 1 },
  },
  {
    name: 'end of life',
    stated: { status: 'open', urgency: 'end-of-life' },
    says: { state: 'wont-fix', stateReason: 'end-of-life', ranges: 1 },
  },
  {
    name: 'undetermined',
    stated: { status: 'undetermined' },
    says: { state: 'unknown', stateReason: 'undetermined', ranges: 0 },
  },
  {
    name: 'resolved without a version',
    stated: { status: 'resolved' },
    says: { state: 'unknown', stateReason: 'resolved', ranges: 0 },
  },
];

for (const { name, stated, says } of rows)
  test(`a package that is ${name}`, () => {
    const { items } = readWith(debianTracker, { gauge: { 'CVE-2099-1001': { releases: { bookworm: stated } } } }, 'json');
    const [item] = items;
    assert.ok(item?.kind === 'advisory');
    const [entry] = item.advisory.affected;
    assert.deepEqual({ state: entry?.state, stateReason: entry?.stateReason, ranges: entry?.ranges.length }, says);
  });
