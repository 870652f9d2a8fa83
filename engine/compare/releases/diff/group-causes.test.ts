import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleRelease } from '../../../test/sample-release.ts';
import { groupCauses } from './group-causes.ts';

const [finding] = sampleRelease.findings;
assert.ok(finding);
const left = (image: string, base: string | undefined) => ({
  change: { key: 0, before: { ...finding, image }, after: null },
  explanation: { cause: 'package-upgraded', via: 'base-image', subject: 'a 1 → 2', ...(base && { base }) } as const,
});
const rows: readonly (readonly [name: string, bases: readonly (string | undefined)[], counted: number | undefined])[] = [
  ['images on one base', ['debian', 'debian', 'debian'], 1],
  ['images on two', ['debian', 'static', 'debian'], 2],
  ['an image whose base nobody knows', ['debian', undefined], undefined],
];
for (const [name, bases, counted] of rows)
  test(`one cause tells how many base images brought it: ${name}`, () => {
    const causes = groupCauses(bases.map((base, index) => left(`image:${index}`, base)));
    assert.deepEqual(
      causes.map((cause) => [cause.images, cause.bases]),
      [[bases.length, counted]],
    );
  });
