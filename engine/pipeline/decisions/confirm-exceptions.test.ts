import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleRelease } from '../../test/sample-release.ts';
import { confirmExceptions } from './confirm-exceptions.ts';
import { decideRelease } from './decide-release.ts';
import { findFacts } from './find-facts.ts';
import { readIgnoreFile } from './ignore-files/read-ignore-file.ts';
import { readExceptions } from './read-exceptions.ts';
import { writeExceptions } from './write-exceptions.ts';

const text = `# ours
exceptions:
  - id: E-1          # the first
    vulnerability: CVE-2023-5363
    type: accepted
    owner: wg-tide
    reason: why
    expires: 2026-12-31

  # the second
  - id: E-2
    vulnerability: CVE-1999-0001
    type: accepted
    owner: wg-tide
    reason: why
    expires: 2026-12-31
`;
const confirm = (from: string) =>
  confirmExceptions(from, 'e.yaml', findFacts(sampleRelease, readExceptions(from, 'e.yaml').items));

test('what an exception rests on is written below it, and everything else stays', () => {
  const { text: written, confirmed, refused } = confirm(text);
  assert.deepEqual([confirmed, refused], [['E-1'], []]);
  const added = written.split('\n').filter((line) => !text.split('\n').includes(line));
  assert.deepEqual(added, [
    '    restsOn:',
    '      - image: registry.example/tide/gauge',
    '        user: ""',
    '        entrypoint: ["/gauge"]',
    '        packages:',
    '          - package: "pkg:deb/debian/libssl3"',
    '            versions: ["3.0.9-1"]',
    `            layers: ["sha256:${'a'.repeat(64)}"]`,
  ]);
  assert.equal(
    written
      .split('\n')
      .filter((line) => !added.includes(line))
      .join('\n'),
    text,
  );
  assert.ok(written.indexOf('restsOn') < written.indexOf('# the second'));
});

test('confirming again changes nothing; after a change it replaces what was there', () => {
  const once = confirm(text).text;
  assert.equal(confirm(once).text, once);
  const older = once.replace('3.0.9-1', '3.0.8-1');
  const asked = decideRelease(sampleRelease, readExceptions(older, 'e.yaml'));
  assert.equal(asked.findings[0]?.suppressedBy, undefined);
  assert.equal(confirm(older).text, once);
});

test('an entry in one line is refused', () => {
  const flow =
    'exceptions:\n  - { id: E-1, vulnerability: CVE-2023-5363, type: accepted, owner: o, reason: r, expires: "2026-12-31" }\n';
  assert.deepEqual(confirm(flow), {
    text: flow,
    confirmed: [],
    refused: [{ id: 'E-1', line: 2, reason: 'it is written in one line' }],
  });
});

test("another tool's file becomes one of ours", () => {
  const { items } = readIgnoreFile('# because: it is so\nCVE-2020-0001 exp:2026-01-01\nCVE-2020-0002\n', '.trivyignore');
  const proposed = readExceptions(writeExceptions(items), 'e.yaml');
  assert.deepEqual(
    proposed.items.map(({ vulnerabilities, expires }) => [vulnerabilities, expires]),
    [[['CVE-2020-0001'], { kind: 'date', on: '2025-12-31' }]],
  );
  assert.equal(proposed.gaps.length, 1);
  const complete = readExceptions(writeExceptions(items, { owner: 'wg-tide', expires: '2026-12-31' }), 'e.yaml');
  assert.deepEqual([complete.items.length, complete.gaps], [2, []]);
});
