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

test('causes that are not listed are summed', () => {
  assert.match(differenceToText(difference, { causes: 1 }), /Our work: −2\n[^…]*… and 1 more cause, together −1;/);
});
