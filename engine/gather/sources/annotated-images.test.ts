import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAnnotatedImages } from './annotated-images.ts';

const read = (text: string) => readAnnotatedImages({ file: 'c/Chart.yaml', text, component: 'c' }, 'gather/sources/helm');
const spell = (text: string) =>
  read(text).map((item) => ('code' in item ? `${item.code}:${item.line}` : `${item.reference}@${item.line}`));
const head = 'apiVersion: v2\nname: x\nannotations:\n';

const cases: readonly { name: string; text: string; found: readonly string[] }[] = [
  {
    name: 'a block of images',
    text: `${head}  artifacthub.io/images: |\n    - name: a\n      image: quay.io/a/b:1\n    # why\n    - image: c:2\n      name: c\n`,
    found: ['quay.io/a/b:1@6', 'docker.io/library/c:2@8'],
  },
  {
    name: 'an image that is listed twice',
    text: `${head}  artifacthub.io/images: |\n    - image: c:2\n    - image: c:2\n`,
    found: ['docker.io/library/c:2@5'],
  },
  {
    name: 'a quoted text',
    text: `${head}  artifacthub.io/images: "- image: c:2\\n- image: d:3"\n`,
    found: ['docker.io/library/c:2@4', 'docker.io/library/d:3@4'],
  },
  {
    name: 'a folded block',
    text: `${head}  artifacthub.io/images: >\n    [{image: c:2},\n    {image: d:3}]\n`,
    found: ['docker.io/library/c:2@5', 'docker.io/library/d:3@6'],
  },
  { name: 'entries without an image', text: `${head}  artifacthub.io/images: |\n    - name: a\n    - 3\n`, found: [] },
  {
    name: 'text that is no image',
    text: `${head}  artifacthub.io/images: |\n    - image: A B\n`,
    found: ['reference-unreadable:5'],
  },
  { name: 'an annotation that is no list', text: `${head}  artifacthub.io/images: none\n`, found: ['annotation-unreadable:4'] },
  { name: 'other annotations', text: `${head}  artifacthub.io/changes: |\n    - image: a\n`, found: [] },
  { name: 'a comment', text: `${head}  # artifacthub.io/images\n`, found: [] },
];

for (const { name, text, found } of cases) test(`reads ${name}`, () => assert.deepEqual(spell(text), found));

test('what only an annotation states is conditional', () => {
  const [image] = read(`${head}  artifacthub.io/images: |\n    - image: c:2\n`);
  assert.ok(image && 'reference' in image);
  assert.deepEqual(image.conditional, [{ value: 'annotations.artifacthub.io/images', equals: true }]);
  assert.equal(image.path, 'annotations["artifacthub.io/images"].#yaml[0].image');
  assert.deepEqual([image.how, image.component, image.resource], ['chart-annotation', 'c', null]);
});

test('property: any text is read', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => Array.isArray(read(`${head}  artifacthub.io/images: ${text}`))));
});
