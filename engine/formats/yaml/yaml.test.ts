import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { parseYaml } from './parse-yaml.ts';
import { splitYamlStream } from './split-yaml-stream.ts';
import { yamlPlaces } from './yaml-places.ts';

const streams: readonly { name: string; text: string; documents: readonly string[] }[] = [
  { name: 'one document without a marker', text: 'a: 1\n', documents: ['1:a: 1\n'] },
  { name: 'two documents', text: 'a: 1\n---\nb: 2\n', documents: ['1:a: 1\n', '3:b: 2\n'] },
  { name: 'Windows line ends', text: 'a: 1\r\n---\r\nb: 2\r\n', documents: ['1:a: 1\r\n', '3:b: 2\r\n'] },
  { name: 'a document end marker', text: 'a: 1\n...\n---\nb: 2', documents: ['1:a: 1\n', '4:b: 2'] },
  { name: 'only comments between markers', text: '---\n# nothing\n---\n\n---\nb: 2\n', documents: ['6:b: 2\n'] },
  { name: 'content on the marker line', text: '--- {a: 1}\n---\nb: 2\n', documents: ['1:--- {a: 1}\n', '3:b: 2\n'] },
  { name: 'a comment on the marker line', text: '--- # one\na: 1\n', documents: ['2:a: 1\n'] },
  { name: 'dashes that are no marker', text: 'a: |\n  ---\n  x\nb----: 1\n', documents: ['1:a: |\n  ---\n  x\nb----: 1\n'] },
  {
    name: 'a marker inside a block scalar, which ends it',
    text: 'a: |\n  x\n---\nb: 2\n',
    documents: ['1:a: |\n  x\n', '4:b: 2\n'],
  },
  { name: 'a directive before the document', text: '%YAML 1.2\n---\na: 1\n', documents: ['3:a: 1\n'] },
  { name: 'a byte order mark', text: '\uFEFFa: 1\n', documents: ['1:a: 1\n'] },
  { name: 'nothing at all', text: '', documents: [] },
];

for (const { name, text, documents } of streams) {
  test(`splits ${name}`, () => {
    assert.deepEqual(
      splitYamlStream(text).map(({ text: part, line }) => `${line}:${part}`),
      documents,
    );
  });
}

const scalars: readonly [string, unknown][] = [
  ['1.10', '1.10'],
  ['1.1', 1.1],
  ['7', 7],
  ['007', '007'],
  ['-3', -3],
  ['0x1f', '0x1f'],
  ['1e3', '1e3'],
  ['123456789012345678901', '123456789012345678901'],
  ['2023-01-02', '2023-01-02'],
  ['true', true],
  ['yes', 'yes'],
  ['~', null],
  ['"7"', '7'],
  ['v1.2.3', 'v1.2.3'],
  ['.inf', '.inf'],
];

for (const [text, value] of scalars) {
  test(`reads the scalar ${text} as it is meant`, () => assert.deepEqual(parseYaml(`a: ${text}`).value, { a: value }));
}

test('reads tabs before the items of a list in brackets, as Kubernetes does', () =>
  assert.deepEqual(parseYaml('a:\n  b: [\n    "-jar",\n\t    "x\ty",\n    ]\n'), {
    value: { a: { b: ['-jar', 'x\ty'] } },
    faults: [],
  }));

const shallow: readonly { name: string; text: string; value: unknown }[] = [
  { name: 'an end below the key', text: 'a:\n  b: [\n    x,\n  ]\n  c: 1\n', value: { a: { b: ['x'], c: 1 } } },
  { name: 'a long text', text: `a:\n  - "x${'\n y'.repeat(99)}"\n`, value: { a: [`x${' y'.repeat(99)}`] } },
  { name: 'items at the edge', text: 'a: [\nx, "y\nz",\n]\nb: {\nc: 1\n}\n', value: { a: ['x', 'y z'], b: { c: 1 } } },
];

for (const { name, text, value } of shallow)
  test(`reads lines between brackets wherever they begin, as Kubernetes does: ${name}`, () =>
    assert.deepEqual(parseYaml(text), { value, faults: [] }));

test('the place of what stands after such a line is right', () =>
  assert.deepEqual(yamlPlaces('a:\n  b: [\n    x,\n  ]\n  c: 1\n').find(['a', 'c']), { line: 5, text: '1' }));

const broken: readonly { name: string; text: string; value: unknown; at: readonly number[] }[] = [
  { name: 'a key that stands twice', text: 'a: 1\nb: 2\na: 3\n', value: { a: 3, b: 2 }, at: [3] },
  { name: 'a tab as indentation', text: 'a:\n\tb: 1\n', value: undefined, at: [2] },
  { name: 'a bracket that never ends', text: 'a: [\n  x\nb: 1\n', value: undefined, at: [3] },
  { name: 'a quote that never ends', text: 'x: 1\na: "b\n', value: undefined, at: [3] },
  { name: 'an unknown tag', text: 'a: !mystery b\n', value: undefined, at: [1] },
];

for (const { name, text, value, at } of broken) {
  test(`says where there is ${name}`, () => {
    const parsed = parseYaml(text);
    assert.deepEqual(parsed.value, value);
    assert.deepEqual(
      parsed.faults.map(({ line }) => line),
      at,
    );
  });
}

test('anchors that explode are a fault', () => {
  const nine = (name: string) => Array(9).fill(`*${name}`).join(',');
  const rest = [...'bcdefgh'].map((name, index) => `${name}: &${name} [${nine('abcdefg'[index] ?? '')}]\n`).join('');
  assert.match(parseYaml(`a: &a [x]\n${rest}`).faults[0]?.message ?? '', /aliases expand/);
});

test('an alias of itself is a fault, not a loop', () => {
  assert.equal(parseYaml('a: &a [*a]\n').value, undefined);
});

test('merge keys are merged and prototype keys are only keys', () => {
  assert.deepEqual(parseYaml('a: &a {x: 1}\nb: {<<: *a, y: 2}\n').value, { a: { x: 1 }, b: { x: 1, y: 2 } });
  const value = parseYaml('__proto__: {polluted: true}\n').value as object;
  assert.equal('polluted' in value, false);
});

const source =
  'kind: A\nspec:\n  list:\n  - name: x\n  - name: y\n    image: "a:1"\n  text: |\n    one\n    two\n  flow: {k: [1, 2]}\n';
const paths: readonly { path: readonly (string | number)[]; line: number | undefined; blockLine?: number; keyLine?: number }[] = [
  { path: ['kind'], line: 1 },
  { path: ['spec', 'list', 1, 'image'], line: 6 },
  { path: ['spec', 'text'], line: 7, blockLine: 8 },
  { path: ['spec', 'flow', 'k', 1], line: 10 },
  { path: ['spec', 'list'], line: 4, keyLine: 3 },
  { path: ['spec', 'list', 1], line: 5 },
  { path: ['spec', 'flow'], line: 10 },
  { path: ['spec', 'list', 2], line: undefined },
  { path: ['nothing'], line: undefined },
];

for (const { path, line, blockLine, keyLine } of paths) {
  test(`finds ${path.join('.')}`, () => {
    const found = yamlPlaces(source).find(path);
    assert.equal(found?.line, line);
    assert.equal(found?.blockLine, blockLine);
    assert.equal(found?.keyLine, keyLine);
  });
}

test('property: any text splits, parses and is searched without a throw; lines point to where documents begin', () => {
  const piece = fc.constantFrom('---', '...', 'a: 1', '- b', '  c: |', '\t', '# x', '&a', '*a', '{', '"', '%YAML');
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.array(piece, { maxLength: 12 }).map((lines) => lines.join('\n')),
  );
  fc.assert(
    fc.property(text, (stream) => {
      const lines = stream.split('\n');
      for (const document of splitYamlStream(stream)) {
        assert.equal(lines[document.line - 1]?.replace('\uFEFF', ''), document.text.split('\n')[0]);
        const { value, faults } = parseYaml(document.text);
        assert.ok(value !== undefined || faults.length > 0);
        yamlPlaces(document.text).find(['a', 0, 'c']);
      }
    }),
  );
});

test('property: what JSON writes is read back', () => {
  fc.assert(
    fc.property(anyJson({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, (_key, part) => (typeof part === 'number' ? Math.trunc(part % 1e6) + 0 : part));
      assert.equal(JSON.stringify(parseYaml(text).value), text);
    }),
  );
});
