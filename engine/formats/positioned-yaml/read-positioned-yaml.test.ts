import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPositionedYaml } from './read-positioned-yaml.ts';

const text = 'product: Harbor\nsources:\n  - yaml: a.yaml\n    component: tide\n  - kustomize: b\n';

const positions: readonly { name: string; path: readonly PropertyKey[]; at: string }[] = [
  { name: 'a key of the document', path: ['product'], at: '1:1' },
  { name: 'an entry of a list', path: ['sources', 1], at: '5:5' },
  { name: 'a key inside a list', path: ['sources', 0, 'component'], at: '4:5' },
  { name: 'a path that leads nowhere', path: ['sources', 0, 'nothing', 'deeper'], at: '3:5' },
  { name: 'the document itself', path: [], at: '1:1' },
];

for (const { name, path, at } of positions) {
  test(`finds ${name}`, () => {
    const { line, column } = readPositionedYaml(text).positionOf(path);
    assert.equal(`${line}:${column}`, at);
  });
}

const broken: readonly { name: string; text: string; at: string }[] = [
  { name: 'a tab as indentation', text: 'a:\n\tb: 1\n', at: '2:1' },
  { name: 'the same key twice', text: 'a: 1\na: 2\n', at: '2:1' },
  { name: 'a quote that never ends', text: 'a: "b\n', at: '2:1' },
];

for (const { name, text, at } of broken) {
  test(`says where there is ${name}`, () => {
    const [problem] = readPositionedYaml(text).problems;
    assert.equal(`${problem?.line}:${problem?.column}`, at);
  });
}

test('anchors that explode are a problem, not a crash', () => {
  const explosion = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
  assert.match(readPositionedYaml(explosion).problems[0]?.message ?? '', /alias/i);
});

test('property: any text gives a document or problems', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const read = readPositionedYaml(text);
      assert.ok(read.problems.every(({ line, column }) => line >= 1 && column >= 1));
    }),
  );
});
