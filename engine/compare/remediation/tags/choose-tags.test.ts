import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseTags, saysVersion } from './choose-tags.ts';

const cases: readonly (readonly [name: string, present: string, tags: string, chosen: string])[] = [
  ['patch, minor and major', '1.25.3', '1.25.4 1.25.5 1.26.1 1.27.0 2.0.5 1.24.9 1.25.3', '1.25.5 1.27.0 2.0.5'],
  ['the same tag as two steps', '1.25.3', '1.25.10 1.25.9', '1.25.10'],
  ['nothing newer', '2.0.5', '1.9.9 2.0.4 2.0.5', ''],
  ['the v is kept', 'v1.7.0', 'v1.7.1 1.8.0 V1.9.0 v1.8.0', 'v1.7.1 v1.8.0'],
  ['no v is kept too', '1.7.0', 'v1.8.0 1.7.2', '1.7.2'],
  ['no pre-releases of a release', 'v1.7.0', 'v1.7.1-rc.0 v1.8.0-alpha.1 v1.8.0-beta1 v1.8.0b1 v1.8.0-dev', ''],
  ['pre-releases and releases of a pre-release', 'v1.7.0-rc.0', 'v1.7.0-rc.1 v1.7.0 v1.6.9 v1.7.0-alpha.3', 'v1.7.0'],
  ['a later pre-release', 'v1.7.0-rc.9', 'v1.7.0-rc.10 v1.7.0-rc.8', 'v1.7.0-rc.10'],
  ['of Python', '1.9.0b1', '1.9.0b2 1.9.0a3 1.8.9', '1.9.0b2'],
  [
    'the variant is kept',
    '1.25.3-alpine',
    '1.25.4 1.25.4-alpine 1.26.0-alpine 1.26.0-slim 1.26.0-alpine-perl',
    '1.25.4-alpine 1.26.0-alpine',
  ],
  ['the distribution may rise', '1.25.3-alpine3.18', '1.25.4-alpine3.19 1.25.3-alpine3.17', '1.25.4-alpine3.19'],
  ['the distribution alone rises', '1.25.3-alpine3.18', '1.25.3-alpine3.20 1.25.3-alpine3.19', '1.25.3-alpine3.20'],
  ['another distribution', '1.25.3-alpine3.18', '1.25.4-bookworm 1.25.4-alpine', ''],
  ['what it is built for stays', 'v0.11.2-k8s1.25', 'v0.11.3-k8s1.27 v0.11.3-k8s1.25 v0.12.0-k8s1.26', 'v0.11.3-k8s1.25'],
  ['a language that it is built for stays', '3.9.1-jdk17', '3.9.2-jdk21 3.9.2-jdk17', '3.9.2-jdk17'],
  ['one number', '18-jdk-slim', '21-jdk-slim 19-jdk-slim 22-ea-12-jdk-slim 22-ea-jdk-slim 21-jdk', '21-jdk-slim'],
  ['two numbers', '1.9', '1.10 2.0 1.11.4 2', '1.10 2.0'],
  ['four numbers', '1.2.3.4', '1.2.3.5 1.2.10.0 1.3.0.0 1.4.0', '1.2.10.0 1.3.0.0'],
  [
    'a date',
    'bullseye-20230109-slim',
    'bullseye-20231009-slim bookworm-20240110-slim bullseye-20221219-slim',
    'bullseye-20231009-slim',
  ],
  ['a date is not above a version', '18', '20230109 20', '20'],
  ['a version is not above a date', '20230109', '18 20230110', '20230110'],
  [
    'a point in time',
    'RELEASE.2023-01-02T09-40-09Z',
    'RELEASE.2023-01-02T09-40-08Z RELEASE.2024-01-01T00-00-00Z RELEASE.2025-01-01T00-00-00Z.fips RELEASE.2023-12-31T23-59-59Z',
    'RELEASE.2024-01-01T00-00-00Z',
  ],
  ['a build', '1.25.3-debian-11-r5', '1.25.3-debian-11-r10 1.25.3-debian-12-r0 1.25.4-debian-12-r1', '1.25.4-debian-12-r1'],
  ['a build of a cloud', 'v1.25.3-eksbuild.1', 'v1.25.3-eksbuild.2 v1.25.3-gke.9', 'v1.25.3-eksbuild.2'],
  ['a date with a commit', 'v20230115-8aa3f7b', 'v20230407-abc1234 v20230101-0000abc', 'v20230407-abc1234'],
  ['a version with a commit', '1.7.0-g8aa3f7b', '1.7.1-gabc1234 1.7.1', '1.7.1-gabc1234'],
  ['a word in front', 'release-1.2.3', 'release-1.2.4 1.2.5', 'release-1.2.4'],
  ['digits in the word in front', 'ubuntu22.04-1.2.3', 'ubuntu22.04-1.2.4 ubuntu24.04-1.2.5', 'ubuntu22.04-1.2.4'],
  ['leading zeros', '2023.01.9', '2023.1.10', '2023.1.10'],
  ['longer than any number', '1.0', `1.${'9'.repeat(40)}`, `1.${'9'.repeat(40)}`],
  ...['latest', 'master', 'main', 'nightly', 'sha-abcdef', 'sha-1234567', '8aa3f7b', 'bookworm', 'stable-slim', ''].map(
    (tag) => [`no version: ${tag}`, tag, '1.0.0 v2 latest master sha-bbbbbb sha-9999999 9aa3f7b bookworm', ''] as const,
  ),
];

for (const [name, present, tags, chosen] of cases) {
  test(`tags: ${name}`, () => {
    assert.equal(chooseTags(present, tags.split(' ')).join(' '), chosen);
    assert.equal(chooseTags(present, [...tags.split(' ').toReversed(), 'latest', present]).join(' '), chosen);
  });
}

test('a limit keeps the smallest steps', () => {
  assert.deepEqual(chooseTags('1.0.0', ['1.0.1', '1.1.0', '2.0.0'], 2), ['1.0.1', '1.1.0']);
});

test('property: what is chosen is one of the tags, and nothing that was chosen leads back', () => {
  const tag = fc.oneof(
    fc.stringMatching(/^v?[0-9]{1,2}\.[0-9]{1,2}(\.[0-9])?(-(rc\.?[0-9]|alpine3?|r[0-9]))?$/),
    fc.stringMatching(/^[\w][\w.-]{0,20}$/),
  );
  fc.assert(
    fc.property(tag, fc.array(tag, { maxLength: 12 }), (present, tags) => {
      const chosen = chooseTags(present, tags);
      for (const one of chosen) {
        assert.ok(tags.includes(one) && one !== present);
        assert.deepEqual(chooseTags(one, [present]), []);
      }
      if (!saysVersion(present)) assert.deepEqual(chosen, []);
    }),
  );
});

test('hostile tags cost nothing', () => {
  const tags = ['0-', '1.', 'a', 'rc.1', '-alpine3.', 'g0a', '2023-01-02T'].map((part) => part.repeat(300).slice(0, 1000));
  for (const tag of tags) for (let round = 0; round < 20; round++) saysVersion(tag);
});
