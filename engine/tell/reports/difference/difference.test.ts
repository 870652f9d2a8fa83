import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { diffSchema } from '../../../../tools/docs/schemas/diff.ts';
import { diffRecords } from '../../../pipeline/diff-records.ts';
import { assertGolden } from '../../../test/golden.ts';
import { plantAdvisory, plantedEngine, plantRelease } from '../../../test/planted-releases.ts';
import { differenceToJson, differenceToMarkdown, differenceToText } from './difference.ts';

const advisories = [plantAdvisory(1, 'a', '2.0.0'), plantAdvisory(2, 'b', undefined, { severity: 'CRITICAL' })];
const old = plantRelease({
  images: { 'x:1': { packages: { a: '1.0.0' }, base: true }, 'y:1': { packages: { b: '1.0.0' } } },
  advisories,
  asOf: '2020-05-01T00:00:00Z',
});
const now = plantRelease({
  images: { 'x:1': { packages: { a: '2.0.0' }, base: true } },
  advisories: [...advisories, plantAdvisory(3, 'a', '3.0.0', { severity: 'LOW', publishedAt: '2020-06-01T00:00:00Z' })],
  asOf: '2020-07-01T00:00:00Z',
});
const difference = diffRecords({ ...old, version: '1.0.0' }, { ...now, version: '1.1.0' }, plantedEngine);
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('golden: an upgrade, an image that left, an advisory', () => {
  assertGolden(fixture('three-causes.txt'), differenceToText(difference));
  assertGolden(fixture('three-causes.md'), differenceToMarkdown(difference));
});

test('the JSON keeps its schema', () => {
  assert.equal(diffSchema.parse(JSON.parse(differenceToJson(difference))).causes.length, 3);
});

test('an image that only has other contents is told with both digests, and sums stay', () => {
  const [from, to] = ['a', 'b'].map((each) => `sha256:${each.repeat(64)}`);
  const { images } = old;
  const pushed = { ...old, images: images.map((image, index) => (index === 0 ? { ...image, digest: String(to) } : image)) };
  const was = { ...old, images: images.map((image, index) => (index === 0 ? { ...image, digest: String(from) } : image)) };
  const same = diffRecords(was, pushed, plantedEngine);
  const line = `${images[0]?.reference} (${images[0]?.platform}): ${from} → ${to}`;
  for (const text of [differenceToText(same), differenceToMarkdown(same).replaceAll('\\', '')]) {
    assert.ok(text.includes('No finding changed; 1 image holds something else under the same tag.'), text);
    assert.ok(text.includes('The same tag, and another image (1)') && text.includes(line), text);
  }
  const { moved, difference: sums } = diffSchema.parse(JSON.parse(differenceToJson(same)));
  assert.deepEqual(moved, [{ reference: images[0]?.reference, platform: images[0]?.platform, from, to }]);
  assert.ok(Object.values(sums).every((sum) => sum === 0));
  assert.match(differenceToText(diffRecords(was, was, plantedEngine)), /Nothing changed\.\n$/);
});

test('causes that are not listed are summed', () => {
  assert.match(differenceToText(difference, { causes: 1 }), /Our changes: −2\n[^…]*… and 1 more cause, together −1;/);
});
