import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertGolden } from '../../../test/golden.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { toSpdxJson } from './spdx.ts';

const [read] = sampleRelease.images;
assert.ok(read);
const text = [...toSpdxJson(sampleRelease, { kind: 'release' })].join('');

test('golden: the whole release', () => assertGolden(join(import.meta.dirname, 'fixtures/one-read-one-not.json'), text));

test('the release contains the component, the image, the layer, the package', () => {
  const { relationships } = JSON.parse(text);
  const chain = [
    'SPDXRef-DOCUMENT',
    'SPDXRef-Release',
    'SPDXRef-Component-1',
    'SPDXRef-Image-1',
    'SPDXRef-Image-1-Layer-1',
    'SPDXRef-Image-1-Package-1',
  ];
  for (const [index, id] of chain.slice(1).entries())
    assert.ok(
      relationships.some(
        (one: { spdxElementId: string; relatedSpdxElement: string }) =>
          one.spdxElementId === chain[index] && one.relatedSpdxElement === id,
      ),
      id,
    );
});

test('a gap is an annotation of the image that it concerns', () => {
  const { packages } = JSON.parse(text);
  const lost = packages.find(({ name }: { name: string }) => name === 'registry.example/tide/lost');
  assert.ok(lost.annotations.some(({ comment }: { comment: string }) => comment.startsWith('plimsoll:gap: image-unread: ')));
});

test('a license that is on no list has an id in the document, and its text', () => {
  const [item] = read.packages;
  assert.ok(item);
  const image = { ...read, packages: [{ ...item, license: 'see LICENSE' }] };
  const document = JSON.parse([...toSpdxJson({ ...sampleRelease, images: [image] }, { kind: 'image', image })].join(''));
  const [info] = document.hasExtractedLicensingInfos;
  assert.equal(info.extractedText, 'see LICENSE');
  assert.equal(document.packages.at(-1).licenseDeclared, info.licenseId);
});
