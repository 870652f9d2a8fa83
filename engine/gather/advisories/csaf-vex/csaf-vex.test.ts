import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../../test/any-json.ts';
import { readWith, testFeed } from '../../../test/feed-fixtures.ts';
import { csafVex } from './csaf-vex.ts';

const publisher = { name: 'SUSE Product Security Team' };
const shape = fc.record(
  {
    document: fc.record(
      {
        csaf_version: fc.constant('2.0'),
        publisher: fc.constant(publisher),
        tracking: fc.oneof(anyJson(), fc.constant({ id: 'CVE-2099-1' })),
      },
      { requiredKeys: [] },
    ),
    product_tree: anyJson(),
    vulnerabilities: fc.array(
      fc.record({ cve: anyJson(), product_status: anyJson(), remediations: anyJson() }, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: [] },
);

testFeed(csafVex, import.meta.dirname, shape);

test('a document of somebody else is not ours', () => {
  const document = { csaf_version: '2.0', publisher: { name: 'Tidewater Works' }, tracking: { id: 'TW-1' } };
  assert.equal(csafVex.recognizes({ path: 'a.json', json: { document, vulnerabilities: [{}] } }), false);
});

test('an advisory of two vulnerabilities names both, and rates them by its word alone', () => {
  const vulnerability = (cve: string) => ({
    cve,
    scores: [{ cvss_v3: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L' } }],
  });
  const document = {
    csaf_version: '2.0',
    publisher,
    tracking: { id: 'SUSE-SU-2099:1-1' },
    aggregate_severity: { text: 'important' },
  };
  const [item] = readWith(
    csafVex,
    { document, vulnerabilities: ['CVE-2099-1002', 'CVE-2099-1001'].map(vulnerability) },
    'a.json',
  ).items;
  assert.ok(item?.kind === 'advisory');
  const { id, upstream, severities } = item.advisory;
  assert.deepEqual(
    [id, upstream, severities],
    ['SUSE-SU-2099:1-1', ['CVE-2099-1001', 'CVE-2099-1002'], [{ source: 'suse', word: 'HIGH' }]],
  );
});
