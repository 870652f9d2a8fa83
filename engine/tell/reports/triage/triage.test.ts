import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Triage, TriageItem } from '../../../model/triage.ts';
import { nameOfPackage } from '../triage-item.ts';
import { triageToJson, triageToMarkdown, triageToText } from './triage.ts';

const item: TriageItem = {
  priority: 'act',
  vulnerability: 'CVE-2024-1',
  aliases: [],
  purl: 'pkg:deb/debian/libssl3@3.0.9-1?arch=amd64',
  severity: 'CRITICAL',
  kev: true,
  epss: 0.43219,
  exposure: 'exposed',
  state: 'fixed',
  fixedIn: ['3.0.11'],
  images: ['a.example/x:1', 'a.example/y:1', 'a.example/z:1'],
  findings: 3,
  owners: ['wg | tide'],
  components: ['tide'],
  why: ["CISA's table says act.", 'It is open: \u001b[31m <b>.'],
};
const counts = { act: 3, attend: 0, 'track-closely': 0, track: 0 };
const triage: Triage = {
  product: 'Tide',
  version: '1',
  now: '2026-01-01T00:00:00Z',
  table: { title: "CISA's table", source: 'https://cisa.example/' },
  counts,
  suppressed: 1,
  total: 7,
  items: [item],
  agenda: [{ owner: 'wg | tide', counts, items: [item] }],
};

test('a terminal shows each item with its reasons, what is left out, and the owners', () => {
  assert.equal(
    triageToText(triage),
    `Tide 1

Findings by CISA's table: 3 act, 0 attend, 0 track-closely, 0 track; 1 more is decided.

1. ACT CVE-2024-1 in libssl3 3.0.9-1
   CRITICAL · known exploited · EPSS 0.432 · open · a.example/x:1, a.example/y:1 and 1 more · wg | tide
   - CISA's table says act.
   - It is open: \uFFFD[31m <b>.

… and 6 more; --limit shows them, --priority, --owner and --component choose.

owner      act  attend  track-closely  track
wg | tide    3       0              0      0
`,
  );
});

test('color is only there when it is asked for', () => {
  assert.ok(!triageToText(triage).includes('\u001b['));
  assert.ok(triageToText(triage, { color: true }).includes('\u001b[1;31mACT'));
});

test('Markdown escapes what comes from outside, and has a heading for each owner', () => {
  const text = triageToMarkdown(triage);
  assert.ok(text.includes('| 1 | act | CVE-2024-1 (exploited) | libssl3 3.0.9-1 | CRITICAL | open | 3.0.11 | 3 | wg \\| tide |'));
  assert.ok(text.includes('### wg \\| tide'));
  assert.ok(text.includes('- **act** CVE-2024-1 in libssl3 3.0.9-1: raise it to 3.0.11 in a.example/x:1'));
  assert.ok(!text.includes(' <b>'));
});

test('nothing to do is said', () => {
  const none = { ...triage, items: [], total: 0, suppressed: 0, agenda: [], counts: { ...counts, act: 0 } };
  assert.ok(triageToText(none).includes('0 act'));
  assert.ok(!triageToMarkdown(none).includes('### Why'));
});

test('JSON says its schema', () => assert.equal(JSON.parse(triageToJson(triage)).schema, 'plimsoll.triage/v1'));

const names: readonly (readonly [purl: string, name: string])[] = [
  ['pkg:deb/debian/libssl3@3.0.9-1?arch=amd64', 'libssl3 3.0.9-1'],
  ['pkg:golang/example.com/a/b@v1.2.3', 'example.com/a/b v1.2.3'],
  ['pkg:npm/%40scope/name@1.0.0', '@scope/name 1.0.0'],
  ['pkg:generic/openssl', 'openssl'],
  ['pkg:npm/%zz@1', '%zz 1'],
  ['nonsense', 'nonsense'],
];
for (const [purl, name] of names) test(`a package is called ${name}`, () => assert.equal(nameOfPackage(purl), name));
