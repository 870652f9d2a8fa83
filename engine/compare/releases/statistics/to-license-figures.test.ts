import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyRelease } from '../../../test/any-release.ts';
import { toLicenseFigures } from './to-license-figures.ts';

test('property: every package of every image is in one row, and the unknown are counted', () => {
  fc.assert(
    fc.property(anyRelease, ({ images }) => {
      const figures = toLicenseFigures(images);
      for (const [index, { counts, rows }] of figures.images.entries()) {
        assert.equal(counts.packages, images[index]?.packages.length);
        assert.equal(counts.spdx + counts.other + counts.none, counts.packages);
        assert.equal(
          rows.reduce((sum, row) => sum + row.packages, 0),
          counts.packages,
        );
      }
      const distinct = new Set(images.flatMap(({ packages }) => packages.map(({ purl, license = '' }) => `${purl}\n${license}`)));
      assert.equal(figures.counts.packages, distinct.size);
    }),
    { numRuns: 30 },
  );
});
