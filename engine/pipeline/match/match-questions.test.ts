import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { schemeOfEcosystem } from '../../formats/ecosystem/ecosystem.ts';
import { findDistribution } from '../../formats/purl/to-distribution.ts';
import { createAdvisoryMemory } from '../../judge/matches/advisory-memory.ts';
import type { Advisory } from '../../model/advisory.ts';
import { matchQuestions } from './match-questions.ts';
import { readQuestion } from './question.ts';

function advisory(id: string, aliases: readonly string[], ecosystem: string, name: string, fixed: string): Advisory {
  const scheme = schemeOfEcosystem(ecosystem);
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }] as const;
  const entry = { ecosystem, name, ...(scheme && { scheme }), ranges, versions: [], severities: [], architectures: [] };
  return { id, aliases, upstream: [], modifiedAt: '2099-01-01T00:00:00Z', severities: [], affected: [entry], database: 'test' };
}

const source = createAdvisoryMemory({
  snapshot: { id: 'sha256:0', asOf: '2099-12-31T00:00:00Z' },
  advisories: [
    advisory('GO-2099-1', ['CVE-2099-1001', 'GHSA-aaaa-bbbb-cccc'], 'Go', 'github.com/gorilla/mux', '1.9.0'),
    advisory('GHSA-aaaa-bbbb-cccc', ['CVE-2099-1001'], 'Go', 'github.com/gorilla/mux', '1.9.0'),
    advisory('ALSA-1', ['CVE-2099-1002', 'CVE-2099-1003'], 'AlmaLinux:9', 'bash', '5.1-9'),
    advisory('DSA-1', ['CVE-2099-1004'], 'Debian:12', 'openssl', '3.0.11-1'),
    advisory('GO-2099-2', ['CVE-2099-1005'], 'Go', 'github.com/hashicorp/vault/api', '1.9.1'),
    advisory('RUSTSEC-1', [], 'crates.io', 'serde', '2.0.0'),
    advisory('CGA-1', ['CVE-2099-1006'], 'Wolfi', 'openssl', '3.1.4-r1'),
  ],
});

/** Purl; `--distro`; what is answered: vulnerability by advisory, or the code of what is not decided. */
const rows: readonly (readonly [name: string, purl: string, distro: string | undefined, says: string])[] = [
  [
    'one vulnerability through two advisories is one',
    'pkg:golang/github.com/gorilla/mux@v1.8.0',
    undefined,
    'CVE-2099-1001 by GO-2099-1',
  ],
  ['fixed', 'pkg:golang/github.com/gorilla/mux@v1.9.0', undefined, ''],
  [
    'two vulnerabilities in one advisory are two',
    'pkg:rpm/almalinux/bash@5.1-8?distro=almalinux-9.3',
    undefined,
    'CVE-2099-1002 by ALSA-1, CVE-2099-1003 by ALSA-1',
  ],
  [
    'a source package in the purl',
    'pkg:deb/debian/libssl3@3.0.9-1?distro=debian-12&upstream=openssl',
    undefined,
    'CVE-2099-1004 by DSA-1',
  ],
  [
    'with a version of its own',
    'pkg:deb/debian/libssl3@1?distro=debian-12&upstream=openssl%403.0.9-1',
    undefined,
    'CVE-2099-1004 by DSA-1',
  ],
  ['a release by its code name', 'pkg:deb/debian/openssl@3.0.9-1?distro=bookworm', undefined, 'CVE-2099-1004 by DSA-1'],
  ['no release', 'pkg:deb/debian/openssl@3.0.9-1', undefined, 'release-unknown'],
  ['a release that is given', 'pkg:deb/debian/openssl@3.0.9-1', 'debian:12', 'CVE-2099-1004 by DSA-1'],
  ['no namespace either', 'pkg:deb/openssl@3.0.9-1', 'debian:12', 'CVE-2099-1004 by DSA-1'],
  [
    'the release that is given does not overrule the one that is stated',
    'pkg:deb/debian/openssl@3.0.9-1?distro=debian-11',
    'debian:12',
    'release-unknown',
  ],
  ['nor another distribution', 'pkg:deb/ubuntu/openssl@3.0.9-1', 'debian:12', 'release-unknown'],
  ['nor packages of languages', 'pkg:cargo/serde@1.0.0', 'debian:12', 'RUSTSEC-1 by RUSTSEC-1'],
  ['Wolfi needs no release', 'pkg:apk/wolfi/openssl@3.1.4-r0', undefined, 'CVE-2099-1006 by CGA-1'],
  ['the subpath of a Go module', 'pkg:golang/github.com/hashicorp/vault@v1.9.0#api', undefined, 'CVE-2099-1005 by GO-2099-2'],
  ['an epoch', 'pkg:rpm/almalinux/bash@5.1-8?distro=almalinux-9.3&epoch=1', undefined, ''],
  ['no version', 'pkg:golang/github.com/gorilla/mux', undefined, 'version-missing'],
  ['no purl', 'mux 1.8.0', undefined, 'purl-unreadable'],
  ['a type without advisories', 'pkg:conan/zlib@1.2.11', undefined, 'ecosystem-unknown'],
];

for (const [name, purl, distro, says] of rows) {
  test(`match: ${name}`, () => {
    const answers = matchQuestions([readQuestion(purl, distro === undefined ? undefined : findDistribution(distro))], source);
    const matches = answers.matches.map(({ vulnerability, advisory: id }) => `${vulnerability} by ${id}`);
    assert.equal([...matches, ...answers.undecided.map(({ code }) => code)].join(', '), says);
    for (const row of [...answers.matches, ...answers.undecided]) assert.equal(row.purl, purl);
    assert.equal(answers.packages, 1);
  });
}

test('match: a question that is asked twice is answered once; the same purl under two distributions twice', () => {
  const purl = 'pkg:deb/debian/openssl@3.0.9-1';
  const asked = ['debian:12', 'debian:12', 'debian:11'].map((distro) => readQuestion(purl, findDistribution(distro)));
  const { packages, matches, undecided } = matchQuestions(asked, source);
  assert.deepEqual([packages, matches.length, undecided.length], [2, 1, 1]);
});

test('match: the SBOMs that state a package are named', () => {
  const question = readQuestion('pkg:cargo/serde@1.0.0');
  const { matches } = matchQuestions(
    ['a.json', 'b.json', 'a.json'].map((sbom) => ({ ...question, sbom })),
    source,
  );
  assert.deepEqual(
    matches.map(({ sboms }) => sboms),
    [['a.json', 'b.json']],
  );
});

test('match: without advisories everything is undecided, and that is a gap', () => {
  const { advisories, undecided, gaps } = matchQuestions([readQuestion('pkg:cargo/serde@1.0.0')], undefined);
  assert.deepEqual(
    [advisories, undecided.map(({ code }) => code), gaps.map(({ code }) => code)],
    [null, ['advisories-missing'], ['advisories-missing']],
  );
});

test('property: any text is answered or undecided, character for character', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...rows.map(([, purl]) => purl)))), (texts) => {
      const { matches, undecided } = matchQuestions(
        texts.map((text) => readQuestion(text)),
        source,
      );
      const asked = new Set(texts);
      for (const { purl } of [...matches, ...undecided]) assert.ok(asked.has(purl));
    }),
  );
});
