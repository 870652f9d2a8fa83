import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantAdvisory, plantRelease } from '../../../test/planted-releases.ts';
import { answerQuery, type NewerKnowledge } from './answer-query.ts';
import { createMemoryIndex } from './memory-index.ts';
import { parseQuery } from './parse-query.ts';

const queries: readonly (readonly [text: string, expected: string])[] = [
  ['CVE-2021-44228', 'vulnerability CVE-2021-44228'],
  ['cve-2021-44228', 'vulnerability CVE-2021-44228'],
  ['GHSA-jfh8-c2jp-5v3q', 'vulnerability GHSA-jfh8-c2jp-5v3q'],
  ['GO-2023-1234', 'vulnerability GO-2023-1234'],
  ['DSA-5532-1', 'vulnerability DSA-5532-1'],
  ['log4j-core', 'package log4j-core'],
  ['log4j-core<2.17.1', 'package log4j-core <2.17.1'],
  ['log4j-core >= 2.0, < 2.17.1', 'package log4j-core >=2.0 <2.17.1'],
  ['log4j-core@2.14.1', 'package log4j-core =2.14.1'],
  ['@babel/core@7.0.0', 'package @babel/core =7.0.0'],
  ['pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1', 'package org.apache.logging.log4j:log4j-core =2.14.1'],
  ['pkg:deb/debian/openssl', 'package openssl'],
  ['github.com/gorilla/mux', 'package github.com/gorilla/mux'],
  ['docker.io/library/nginx:1.27', 'image docker.io/library/nginx:1.27'],
  ['nginx:1.27', 'image nginx:1.27'],
  [`sha256:${'a'.repeat(64)}`, `digest sha256:${'a'.repeat(64)}`],
  ['b'.repeat(64), `digest sha256:${'b'.repeat(64)}`],
  ['B'.repeat(64), `digest sha256:${'b'.repeat(64)}`],
  [`SHA256:${'B'.repeat(64)}`, `digest sha256:${'b'.repeat(64)}`],
  [`${'b'.repeat(64)}x`, `package ${'b'.repeat(64)}x`],
  ['libssl-1', 'package libssl-1'],
];

for (const [text, expected] of queries)
  test(`${text} asks for ${expected}`, () => {
    const query = parseQuery(text);
    const said =
      query.kind === 'package'
        ? [query.name, ...query.bounds.map(({ operator, version }) => operator + version)]
        : Object.values(query).slice(1);
    assert.equal([query.kind, ...said].join(' '), expected);
  });

const refused: readonly (readonly [query: string, says: RegExp])[] = [
  ['a'.repeat(32), /is a digest by MD5/],
  ['a'.repeat(40), /is a digest by SHA-1/],
  ['a'.repeat(128), /is a digest by SHA-512/],
  [`md5:${'a'.repeat(32)}`, /is a digest by MD5/],
  [`sha1:${'a'.repeat(40)}`, /is a digest by SHA1/],
  [`sha256:${'a'.repeat(63)}`, /is no whole SHA-256/],
  [`${'a'.repeat(64)}  -`, /`-` stands beside the digest/],
  [`${'a'.repeat(64)} *file`, /`\*file` stands beside the digest/],
];

for (const [query, says] of refused) test(`${query} is refused`, () => assert.throws(() => parseQuery(query), says));

const advisories = [plantAdvisory(1, 'lodash', '4.1.0'), plantAdvisory(2, 'left-pad', '0.9.0')];
const first = {
  ...plantRelease({
    images: { 'x:1': { packages: { lodash: '4.0.0', 'left-pad': '1.0.0' } } },
    advisories,
    asOf: '2020-02-01T00:00:00Z',
  }),
  version: '1',
  now: '2020-02-01T00:00:00Z',
};
const second = {
  ...plantRelease({
    images: { 'x:2': { packages: { lodash: '4.1.0', 'left-pad': '1.0.0' } } },
    advisories,
    asOf: '2020-03-01T00:00:00Z',
  }),
  version: '2',
  now: '2020-03-01T00:00:00Z',
};
const asOf = '2020-01-01T00:00:00Z';
const read = { gaps: [] };
const indexes = [second, first].map((release) => createMemoryIndex({ ...release, ...read }));
const ask = (text: string, newer?: NewerKnowledge) => answerQuery(text, indexes, newer);

test('yes, where, since when, and where it is gone', () => {
  const { answer, places } = ask('CVE-2020-0001');
  assert.equal(answer, 'yes');
  assert.deepEqual(
    places.map(({ release, image, purl, since, fixedInRelease }) => [release, image, purl, since, fixedInRelease]),
    [['1', 'x:1', 'pkg:npm/lodash@4.0.0', '1', '2']],
  );
});

/** A letter for each release in order: which image it ships, `-` for none; and of each place when it came and went. */
const runs: readonly (readonly [ships: string, places: string])[] = [
  ['xxxx', '0:0– 1:0– 2:0– 3:0–'],
  ['xx--', '0:02 1:02'],
  ['--xx', '2:2– 3:2–'],
  ['x-xx', '0:01 2:2– 3:2–'],
  ['xyyx', '0:01 1:13 2:13 3:3–'],
  ['----', ''],
];

for (const [ships, expected] of runs)
  test(`a place is there since the beginning of an unbroken run, and gone after it: ${ships}`, () => {
    const indexes = [...ships].map((image, at) => {
      const images = image === '-' ? {} : { [`${image}:${at}`]: { packages: { lodash: `4.0.${at}` } } };
      return createMemoryIndex({
        ...plantRelease({ images, advisories: [], asOf }),
        ...read,
        version: `${at}`,
        now: `2020-0${at + 1}-01T00:00:00Z`,
      });
    });
    const { places } = answerQuery('lodash', indexes.toReversed(), undefined);
    const told = places.map(({ release, since, fixedInRelease }) => `${release}:${since}${fixedInRelease ?? '–'}`);
    assert.equal(told.join(' '), expected);
  });

test('no, with what was looked at, when an advisory is known and nothing has it', () => {
  const { answer, evidence } = ask('CVE-2020-0002');
  assert.deepEqual([answer, evidence.imagesRead, evidence.imagesTotal, evidence.open], ['no', 2, 2, []]);
});

test('nobody can say no about what nobody knows', () => {
  const { answer, evidence } = ask('CVE-2020-0003');
  assert.equal(answer, 'unknown');
  assert.match(evidence.open[0] ?? '', /no advisory that was asked knows CVE-2020-0003/);
});

test('a vulnerability that the records are too old for is matched by newer advisories', () => {
  const newer: NewerKnowledge = {
    namesOf: () => ['left-pad'],
    match: (packages) =>
      packages.map(({ item }) => ({
        ...{
          purl: item.purl,
          advisory: 'CVE-2024-1',
          aliases: [],
          state: 'not-fixed',
          fixedIn: [],
          severities: [],
          source: 'osv',
        },
        rule: { ecosystem: 'npm', name: 'left-pad', version: item.version, scheme: 'semver', range: '>= 0', comparison: '' },
      })),
  };
  assert.deepEqual(
    ask('CVE-2024-1', newer).places.map(({ release, purl, from }) => [release, purl, from]),
    [
      ['1', 'pkg:npm/left-pad@1.0.0', 'database'],
      ['2', 'pkg:npm/left-pad@1.0.0', 'database'],
    ],
  );
  assert.equal(ask('CVE-2024-1', { ...newer, match: () => [] }).answer, 'no');
});

test('names that come near are shown with a no', () => {
  const { answer, evidence } = ask('left-pads');
  assert.deepEqual([answer, evidence.near], ['no', ['left-pad']]);
});

test('an image that was not read makes no answer', () => {
  const lost = plantRelease({ images: { 'x:1': { packages: {}, status: 'failed' } }, advisories, asOf: '2020-02-01T00:00:00Z' });
  const { answer, evidence } = answerQuery('left-pad', [createMemoryIndex({ ...lost, gaps: [] })], undefined);
  assert.deepEqual([answer, evidence.open], ['unknown', ['1.0.0: x:1 was not read to the end (failed).']]);
});

test('a version that cannot be compared makes no answer', () => {
  assert.equal(ask('left-pad<not.a.version').answer, 'unknown');
});

const shipped = plantRelease({
  images: { 'registry.example/tide/gauge:1.2': { packages: { lodash: '4.0.0' } } },
  advisories: [],
  asOf,
});
/** What is asked, and whether the release above has it. */
const images: readonly (readonly [query: string, answer: string])[] = [
  ['registry.example/tide/gauge', 'yes'],
  ['registry.example/tide/gauge:1.2', 'yes'],
  ['registry.example/tide/gauge:1.3', 'no'],
  ['tide/gauge', 'yes'],
  ['gauge', 'yes'],
  ['gauge:1.2', 'yes'],
  ['auge', 'no'],
  ['gauge@1.2', 'no'],
  ['pkg:npm/gauge', 'no'],
  [`gauge:1.2@sha256:${'9'.repeat(64)}`, 'no'],
];

for (const [query, expected] of images)
  test(`an image is found without what is left out of its name: ${query}: ${expected}`, () =>
    assert.equal(answerQuery(query, [createMemoryIndex({ ...shipped, ...read })], undefined).answer, expected));

test('releases of another product neither begin nor end what one has', () => {
  const [one, other] = [
    { ...first, product: 'One' },
    { ...second, product: 'Other' },
  ].map((release) => createMemoryIndex({ ...release, ...read }));
  const { places } = answerQuery('lodash', one && other ? [one, other] : [], undefined);
  assert.deepEqual(
    places.map(({ release, since, fixedInRelease }) => [release, since, fixedInRelease]),
    [
      ['One 1', 'One 1', null],
      ['Other 2', 'Other 2', null],
    ],
  );
});
