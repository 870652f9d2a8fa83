import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSbom } from '../../formats/sbom/read-sbom.ts';
import type { Sbom } from '../../formats/sbom/sbom.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import { anyRelease } from '../../test/any-release.ts';
import { toCycloneDxJson, toCycloneDxXml } from './cyclonedx/cyclonedx.ts';
import type { SbomScope } from './sbom-scope.ts';
import { toSpdxJson } from './spdx/spdx.ts';

const writers: Readonly<Record<string, (release: Release, scope: SbomScope) => Iterable<string>>> = {
  'CycloneDX 1.6 JSON': (release, scope) => toCycloneDxJson(release, { scope, version: '1.6' }),
  'CycloneDX 1.7 JSON': (release, scope) => toCycloneDxJson(release, { scope, version: '1.7' }),
  'CycloneDX 1.6 XML': (release, scope) => toCycloneDxXml(release, { scope, version: '1.6' }),
  'CycloneDX 1.7 XML': (release, scope) => toCycloneDxXml(release, { scope, version: '1.7' }),
  'SPDX 2.3 JSON': toSpdxJson,
};

/** What packages are judged by, and what is said of them beside. */
function contentOf({ packages, distribution }: Pick<Sbom | ReleaseImage, 'packages' | 'distribution'>) {
  const told = packages.map(
    ({ purl, type, name, version, scheme, source, architecture, module, certainty, license, fromBase }) => ({
      ...{ purl, type, name, version, scheme, source, architecture, module, certainty, license, fromBase },
    }),
  );
  return { distribution, packages: told.toSorted((a, b) => (a.purl < b.purl ? -1 : 1)) };
}

function read(pieces: Iterable<string>) {
  return readSbom(new TextEncoder().encode([...pieces].join('')), 'sbom');
}

for (const [form, write] of Object.entries(writers)) {
  test(`property: ${form} of a release, read again, says of each image what the record says`, async () => {
    await fc.assert(
      fc.asyncProperty(anyRelease, async (release) => {
        const { items, gaps } = await read(write(release, { kind: 'release' }));
        const held = release.images.filter(({ packages, distribution }) => packages.length > 0 || distribution);
        const found = new Map(items.map((item) => [item.subject.name, item]));
        for (const image of held) {
          const item = found.get(image.reference);
          assert.ok(item, `${image.reference} is lost`);
          assert.deepEqual(contentOf(item), contentOf(image));
        }
        assert.deepEqual([...new Set(gaps.map(({ code }) => code))], release.gaps.length > 0 ? ['sbom-incomplete'] : []);
      }),
      { numRuns: 12 },
    );
  });

  test(`property: ${form} of an image, read again, is the image`, async () => {
    await fc.assert(
      fc.asyncProperty(anyRelease, async (release) => {
        const [image] = release.images;
        assert.ok(image);
        const { items } = await read(write(release, { kind: 'image', image }));
        const [item] = items;
        assert.ok(item && items.length === 1);
        assert.deepEqual(contentOf(item), contentOf(image));
        assert.equal(item.subject.name, image.reference);
        assert.deepEqual(item.subject.digests, image.digest === null ? [] : [image.digest]);
        assert.equal(item.subject.platform, image.platform);
      }),
      { numRuns: 12 },
    );
  });
}
