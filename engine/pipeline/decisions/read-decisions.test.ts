import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryFiles } from '../../gather/sources/memory-files.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import { readIgnoreFile } from './ignore-files/read-ignore-file.ts';
import { readDecisions } from './read-decisions.ts';
import { readExceptions } from './read-exceptions.ts';
import { readVexFile } from './read-vex-file.ts';

const whole = `exceptions:
  - id: E-1
    vulnerability: CVE-1
    package: pkg:deb/debian/libssl3
    images: [registry.example/a, "registry.example/b*"]
    type: version-lock
    owner: wg-tide
    reason: pinned for 1.x
    expires: 2026-12-31
`;

test('an exception, whole', () => {
  assert.deepEqual(readExceptions(whole, 'e.yaml'), {
    items: [
      {
        id: 'E-1',
        kind: 'exception',
        vulnerabilities: ['CVE-1'],
        packages: ['pkg:deb/debian/libssl3'],
        images: ['registry.example/a', 'registry.example/b*'],
        type: 'version-lock',
        owner: 'wg-tide',
        reason: 'pinned for 1.x',
        expires: { kind: 'date', on: '2026-12-31' },
        file: 'e.yaml',
        line: 2,
      },
    ],
    gaps: [],
  });
});

const wrong: readonly (readonly [name: string, from: string | RegExp, to: string, place: number, message: RegExp])[] = [
  ['no owner', / {4}owner.*\n/, '', 2, /column 5: `owner` is missing: write a text; the exception is left out/],
  ['no reason', / {4}reason.*\n/, '', 2, /`reason` is missing/],
  ['no end', / {4}expires.*\n/, '', 2, /`expires` is missing/],
  ['a day that is none', '2026-12-31', '2026-02-30', 9, /column 5: write a date \(2026-12-31\), `when a fix is published`/],
  ['a type that is none', 'version-lock', 'locked', 6, /`locked` is not one of version-lock, accepted/],
  ['a key that is none', 'owner:', 'ownr:', 7, /`ownr` is not a key here; did you mean `owner`\?/],
  ['an exception for everything', / {4}(vulnerability|package).*\n/g, '', 2, /neither `vulnerability` nor `package` is here/],
  ['an id of statements', 'E-1', 'vex:1', 2, /do not begin with `vex:`/],
  ['no YAML', 'exceptions:', 'exceptions: [', 2, /column/],
  ['another list', 'exceptions:', 'exception:', 1, /`exception` is not a key here; did you mean `exceptions`\?/],
];

for (const [name, from, to, line, message] of wrong)
  test(`wrong: ${name}`, () => {
    const { items, gaps } = readExceptions(whole.replace(from, to), 'e.yaml');
    assert.deepEqual(items, []);
    const told = gaps.find(({ detail }) => message.test(detail)) ?? assert.fail(JSON.stringify(gaps));
    assert.deepEqual([told.code, told.path, told.line], ['exception-invalid', 'e.yaml', line]);
  });

const ends: readonly (readonly [text: string, expected: object | undefined])[] = [
  ['when a fix is published', { kind: 'fix-published' }],
  ['when image ghcr.io/a/b >= 3.2', { kind: 'image-version', image: 'ghcr.io/a/b', atLeast: '3.2' }],
];
for (const [text, expected] of ends)
  test(`ends ${text}`, () =>
    assert.deepEqual(readExceptions(whole.replace('2026-12-31', text), 'e').items[0]?.expires, expected));

/** What of an entry is told: ids; packages; paths; states; last day. */
function tell({ vulnerabilities, packages, paths, states, expires, reason }: TriageDecision): string {
  const end = expires?.kind === 'date' ? ` to ${expires.on}` : '';
  return (
    [
      `${vulnerabilities.join()};${packages.join()}`,
      ...(paths ?? []),
      ...(states ?? []),
      ...(reason ? [`“${reason}”`] : []),
    ].join(' ') + end
  );
}

const foreign: readonly (readonly [file: string, text: string, entries: readonly string[], refused: readonly string[]])[] = [
  [
    '.trivyignore',
    '# accepted by the board\nCVE-2018-14618\n\nCVE-2019-1543 exp:2023-01-01\nGHSA-aaaa-bbbb-1234 # note\nAVD-DS-0002\nCVE-1 exp:soon\n',
    ['CVE-2018-14618; “accepted by the board”', 'CVE-2019-1543; to 2022-12-31', 'GHSA-aaaa-bbbb-1234;'],
    ['6 AVD-DS-0002 is no vulnerability', '7 soon is no date'],
  ],
  [
    '.trivyignore.yaml',
    'vulnerabilities:\n  - id: CVE-1\n    paths: [usr/**]\n    purls: ["pkg:deb/debian/bash"]\n    expired_at: 2024-09-01\n    statement: why\n  - statement: none\nsecrets:\n  - id: x\n',
    ['CVE-1;pkg:deb/debian/bash usr/** “why” to 2024-08-31'],
    ['8 secrets are not about vulnerabilities', '7 has no id'],
  ],
  [
    '.grype.yaml',
    'ignore:\n  - vulnerability: CVE-1\n    fix-state: wont-fix\n    reason: why\n    package: { name: linux-.*, version: "1", type: deb, location: "/usr/**" }\n  - package: { type: python }\n  - namespace: debian\n    vulnerability: CVE-2\n  - package: { name: "a(b|c)" }\n  - {}\n',
    ['CVE-1;pkg:deb/linux-*@1 usr/** wont-fix “why”', ';pkg:pypi/*'],
    ['7 namespace cannot be said here', '9 the regular expression a(b|c) cannot be said here', '10 it would ignore everything'],
  ],
  [
    'osv-scanner.toml',
    '[[IgnoredVulns]]\nid = "GO-2022-0968"\nignoreUntil = 2022-11-09\nreason = "not used"\n[[IgnoredVulns]]\nreason = "?"\n[[PackageOverrides]]\nname = "lib"\nversion = "1.0.0"\necosystem = "Go"\nvulnerability.ignore = true\n[[PackageOverrides]]\nname = "other"\nlicense.ignore = true\n',
    ['GO-2022-0968; “not used” to 2022-11-08', ';pkg:golang/lib@1.0.0'],
    ['5 it names no vulnerability', '12 it ignores no vulnerability'],
  ],
  ['osv-scanner.toml', 'a = [', [], ['1 Invalid']],
  [
    '.snyk',
    "version: v1.25.0\nignore:\n  SNYK-JS-LODASH-567746:\n    - '*':\n        reason: why\n        expires: 2020-07-03T09:00:00.000Z\n    - 'tap > lodash': {}\npatch:\n  SNYK-1: []\n",
    ['SNYK-JS-LODASH-567746; “why” to 2020-07-02'],
    ['7 the path tap > lodash leads through dependencies, which images do not tell', '9 the patch of SNYK-1 is not in any image'],
  ],
];

for (const [file, text, entries, refused] of foreign)
  test(`${file} is read as far as it can be said (${entries.length})`, () => {
    const { items, gaps } = readIgnoreFile(text, `sub/${file}`);
    assert.deepEqual(items.map(tell), entries);
    const unsupported = gaps
      .filter(({ code }) => code === 'exception-unsupported')
      .map(({ line, detail }) => `${line} ${detail}`);
    assert.equal(unsupported.length, refused.length, unsupported.join('\n'));
    for (const [index, start] of refused.entries())
      assert.ok(unsupported[index]?.startsWith(start), `${unsupported[index]} / ${start}`);
    if (entries.length > 0)
      assert.ok(gaps.some(({ code, detail }) => code === 'exception-incomplete' && detail.includes('without an owner')));
  });

test('a VEX document: ids, lines of what is wrong', () => {
  const statements = [
    { vulnerability: { name: 'cve-2020-1' }, status: 'fixed', products: [{ '@id': 'pkg:oci/a' }] },
    { vulnerability: { name: 'CVE-2' }, status: 'fine' },
  ];
  const text = JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', statements }, undefined, 1);
  const { items, gaps } = readVexFile(text, 'v.json');
  assert.deepEqual(
    items.map(({ id, status, vulnerabilities }) => [id, status, vulnerabilities]),
    [['vex:v.json#1', 'fixed', ['cve-2020-1']]],
  );
  assert.deepEqual(
    gaps.map(({ code, line, detail }) => [code, line, detail]),
    [['statement-invalid', 19, 'statements[1].status "fine" is no status']],
  );
});

test('what is no VEX document is told', () => {
  assert.deepEqual(
    [...readVexFile('{', 'a').gaps, ...readVexFile('{}', 'b').gaps].map(({ code, detail }) => [code, detail]),
    [
      ['vex-unreadable', 'is no JSON'],
      ['vex-unreadable', 'is none of OpenVEX, CSAF and CycloneDX'],
    ],
  );
});

test('files are found by pattern, entries keep their order, an id counts once', () => {
  const files = memoryFiles({ 'exceptions/a.yaml': whole, 'exceptions/b.yaml': whole, '.trivyignore': 'CVE-2020-1\n' });
  const { items, gaps } = readDecisions(
    { exceptions: { files: ['exceptions', '.trivyignore'], budget: {} }, vex: ['vex/*.json'] },
    files,
  );
  assert.deepEqual(
    items.map(({ id }) => id),
    ['E-1', '.trivyignore#1'],
  );
  assert.deepEqual(gaps.map(({ code, path }) => `${code} ${path}`).toSorted(), [
    'exception-incomplete .trivyignore',
    'exception-twice exceptions/b.yaml',
    'vex-missing vex/*.json',
  ]);
});

test('anything at all is read without a fault', () => {
  const names = ['.trivyignore', '.trivyignore.yaml', '.grype.yaml', 'osv-scanner.toml', '.snyk'];
  const json = fc.json().map((text) => ['ignore: ', 'vulnerabilities: ', 'exceptions: ', ''].map((head) => head + text));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string().map((text) => [text]),
        json,
      ),
      (texts) => {
        for (const text of texts) {
          for (const name of names) readIgnoreFile(text, name);
          readExceptions(text, 'e.yaml');
          readVexFile(text, 'v.json');
        }
      },
    ),
  );
});
