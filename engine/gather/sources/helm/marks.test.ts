import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseReference } from '../../../formats/reference/reference.ts';
import type { JsonObject } from '../../../model/json.ts';
import { findMarks, readMarks } from './marks.ts';
import { writeValuePath } from './plain-values.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const rows: readonly [name: string, values: JsonObject, image: string, marked: Readonly<Record<string, string>>][] = [
  ['parts', { registry: 'ghcr.io', repo: 'x/y', tag: 'v1' }, 'ghcr.io/x/y:v1', { registry: 'qz0zq-ghcr.io', repo: 'qz1zq-x/y', tag: 'v1-qz2zq' }],
  ['a whole image', { image: 'x/y:1' }, 'x/y:1', { image: 'qz0zq-x/y:1-qz0zq' }],
  ['a digest', { digest }, `x/y@${digest}`, { digest: `sha256:facade00000f${digest.slice(19)}` }],
  ['a tag that is a number', { tag: 8 }, 'mysql:8', { tag: '8-qz0zq' }],
  ['a tag without its v', { version: '1.2' }, 'x/y:v1.2', { version: '1.2-qz0zq' }],
  ['a piece of a tag', { variant: { tag: 'alpine' } }, 'x/y:1-alpine', { 'variant.tag': 'alpine-qz0zq' }],
  ['a hub that ends in a slash', { hub: 'quay.io/x/' }, 'quay.io/x/y:1', { hub: 'qz0zq-quay.io/x/' }],
  ['a text with images', { text: 'a: x/y:1\nb: x/y:1\nc: x/y:12\n' }, 'x/y:1', { text: 'a: qz0zq-x/y:1-qz0zq\nb: qz1zq-x/y:1-qz1zq\nc: x/y:12\n' }],
  ['what is no part of it', { tag: 'other', replicas: 1, port: 8 }, 'x/y:8', {}],
]; // biome-ignore format: one row a line

for (const [name, values, image, marked] of rows)
  test(`marks: ${name}`, () => {
    const marks = findMarks(values, [image]);
    assert.deepEqual(Object.fromEntries(marks.map((mark) => [writeValuePath(mark.path), mark.marked])), marked);
  });

test('what is rendered with marks is still an image, says the same without them, and tells which value gave what', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abz019'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(word, word, word, (host, name, tag) => {
      const values = { registry: `${host}.io`, repository: `x/${name}`, tag };
      const [registry, repository, version] = findMarks(values, [`${host}.io/x/${name}:${tag}`]).toSorted(
        (a, b) => a.index - b.index,
      );
      const marks = [registry, repository, version].flatMap((mark) => mark ?? []);
      const rendered = `${registry?.marked}/${repository?.marked}:${version?.marked}`;
      assert.ok(parseReference(rendered));
      const { text, spans } = readMarks(rendered, new Map(marks.map((mark) => [mark.index, mark])));
      assert.equal(text, `${host}.io/x/${name}:${tag}`);
      assert.deepEqual(
        spans.map(({ mark, start, end }) => [mark.text, text.slice(start, end)]),
        marks.map((mark) => [mark.text, mark.text]),
      );
    }),
  );
});

test('a value that a template changed decides the part in which its mark stands', () => {
  const marks = findMarks({ tag: 'v1.2' }, ['x/y:1.2']);
  const { text, spans } = readMarks('x/y:1.2-qz0zq', new Map(marks.map((mark) => [mark.index, mark])));
  assert.equal(text, 'x/y:1.2');
  assert.deepEqual(spans.map(({ start, end }) => [start, end]), [[6, 7]]); // biome-ignore format: short
});
