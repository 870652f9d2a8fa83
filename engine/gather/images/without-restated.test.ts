import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../../model/package.ts';
import { withoutRestated } from './without-restated.ts';

const named = (name: string, path: string, certainty: Package['certainty'], version = '17.0.8+7') => ({
  layer: 0,
  package: { type: 'generic', name, version, scheme: 'semver', certainty, path } as const,
});
const runtime = named('eclipse-adoptium/openjdk', 'opt/jre/release', 'certain');
const rows: readonly (readonly [what: string, other: ReturnType<typeof named>, stays: boolean])[] = [
  ['the same version in its folder', named('openjdk', 'opt/jre/lib/server/libjvm.so', 'likely'), false],
  ['another version in its folder', named('openjdk', 'opt/jre/lib/server/libjvm.so', 'likely', '11.0.1'), true],
  ['the same version beside its folder', named('openjdk', 'opt/jre-2/lib/server/libjvm.so', 'likely'), true],
  ['another program in its folder', named('zlib', 'opt/jre/lib/libz.so.1', 'likely'), true],
  ['a certain one in its folder', named('openjdk', 'opt/jre/jre/release', 'certain'), true],
];
for (const [what, other, stays] of rows)
  test(`restated: ${what} ${stays ? 'stays' : 'goes'}`, () =>
    assert.deepEqual(withoutRestated([runtime, other]), stays ? [runtime, other] : [runtime]));

test('restated: a runtime at the root covers everything', () =>
  assert.equal(
    withoutRestated([named('openjdk', 'release', 'certain'), named('openjdk', 'lib/server/libjvm.so', 'likely')]).length,
    1,
  ));
