import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../../test/any-json.ts';
import { kev } from './kev.ts';

const fixture = (name: string) => new URL(`fixtures/${name}`, import.meta.url);

test('golden: one entry of three is broken', () => {
  const expected = fixture('one-entry-of-three-is-broken.expected.json');
  const json = JSON.parse(readFileSync(fixture('one-entry-of-three-is-broken.json'), 'utf8'));
  const reading = kev.read({ path: 'kev.json', json });
  if (process.env.PLIMSOLL_UPDATE === '1') writeFileSync(expected, `${JSON.stringify(reading, null, 2)}\n`);
  assert.deepEqual(reading, JSON.parse(readFileSync(expected, 'utf8')));
});

test('property: every entry is read or a gap', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyJson(), fc.record({ cveID: fc.constant('CVE-2020-1111'), dateAdded: fc.string() }))),
      (vulnerabilities) => {
        const { items, gaps } = kev.read({ path: 'kev.json', json: { catalogVersion: '1', vulnerabilities } });
        assert.equal(items.length + gaps.length, vulnerabilities.length);
      },
    ),
  );
});
