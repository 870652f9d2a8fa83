import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAnyYaml } from './parse-yaml.ts';
import { readPlainYaml } from './read-plain-yaml.ts';
import { splitYamlStream } from './split-yaml-stream.ts';
import { anyYamlPlaces, yamlPlaces } from './yaml-places.ts';

const read: readonly (readonly [name: string, text: string])[] = [
  ['mappings and lists', 'a:\n  b: 1\nc:\n- d: x\n  e:\n  - y\n- z\n'],
  ['a list as deep as its key, and deeper', 'a:\n- b\nc:\n  - d\n'],
  ['lists in lists of mappings', '- a:\n  - b: 1\n    c: 2\n  d:\n  - e\n- f: {}\n  g: []\n'],
  ['comments and blank lines', '# one\na: 1\n\n  # two\nb:\n# three\n  c: 2\n'],
  ['a marker before the document', '---\na: 1\n'],
  ['empty values', 'a:\nb:\n  c:\nd:\n'],
  ['numbers that are texts', 'a: 1\nb: 1.10\nc: 0644\nd: -3\ne: 1e3\nf: -0\ng: 12345678901234567890\nh: 0.5\n'],
  ['words that are none', 'a: true\nb: "true"\nc: null\nd: ~\ne: nulls\nf: yes\ng: FALSE\nh: tRUE\n'],
  ['quotes', `a: 'it''s'\nb: "a\\n\\"b\\" \\\\"\nc: ''\nd: ""\n'@type': x\n"8080": y\n`],
  ['values that look like other things', 'a: http://x/y?z=1\nb: -x\nc: a#b\nd: x:y\ne: $(VAR)\nf: <a>\ng: --flag=1\nh: (x)\n'],
  ['a value over several lines', 'a: one\n  two\n    three\nb: \'it is\n  so\'\nc: "or\n  so"\nd: 1\n'],
  ['literal blocks', 'a: |\n  one\n    two\n\n  three\nb: |-\n  x\n\n\nc: |\n    deep\n  \nd: 1\n'],
  ['a block with dashes, tabs and marks in it', 'a: |\n  - b: c\n  \td # e\n  --- f\n- x: y\n'.replace('- x: y\n', 'x: y\n')],
  ['lists on one line', 'a: [x, "y z", 1, true, 0644]\nb:\n  [one]\nc: [ \'q\' ]\n'],
  ['a value on a line of its own', 'a:\n  b\nc:\n  "d\n  e"\nf:\n  {}\n'],
  ['letters beyond ASCII', 'a: Ünïcødé – ☂\n'],
];

for (const [name, text] of read)
  test(`as the parser for all of YAML: ${name}`, () => {
    const value = readPlainYaml(text);
    assert.notEqual(value, undefined);
    assert.deepEqual({ value, faults: [] }, parseAnyYaml(text));
    assertPlaces(text, value);
  });

/** Every path into a value, and some that lead nowhere. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(typeof value === 'object' ? (value ?? {}) : {});
  const inside = entries.flatMap(([step, child]) => pathsOf(child, [...path, step]));
  return [path, [...path, 'no such key'], [...path, 99], ...inside];
}

function assertPlaces(text: string, value: unknown): void {
  const [short, long] = [yamlPlaces(text), anyYamlPlaces(text)];
  for (const path of pathsOf(value)) assert.deepEqual(short.find(path), long.find(path), JSON.stringify({ text, path }));
}

const left: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['a scalar', 'a'],
  ['anchors', 'a: &x 1\nb: *x\n'],
  ['merge keys', '<<: {}\n'],
  ['tags', 'a: !!str 1\n'],
  ['mappings on one line', 'a: {b: 1}\n'],
  ['lists in lists on one line', 'a: [[1], 2]\n'],
  ['folded blocks', 'a: >\n  b\n'],
  ['blocks that say their indentation', 'a: |2\n    b\n'],
  ['blocks that keep their end', 'a: |+\n  b\n\n'],
  ['comments behind values', 'a: b # c\n'],
  ['keys that stand twice', 'a: 1\na: 2\n'],
  ['the key of prototypes', '__proto__: 1\n'],
  ['keys that are no words', 'true: 1\n'],
  ['a second document', 'a: 1\n---\nb: 2\n'],
  ['tabs', 'a:\tb\n'],
  ['carriage returns', 'a: 1\r\n'],
  ['control characters', 'a: \u0007\n'],
  ['a mapping that is deeper than its neighbor', 'a: 1\n  b: 2\n'],
  ['a dedent to nowhere', 'a:\n    b: 1\n  c: 2\n'],
  ['a quote that does not end', 'a: "b\n'],
  ['two values', 'a: "b" c\n'],
  ['more depth than programs write', Array.from({ length: 80 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
];

for (const [name, text] of left) test(`left to it: ${name}`, () => assert.equal(readPlainYaml(text), undefined));

/** Pieces of lines, so that most documents are almost right. */
const piece = fc.constantFrom(
  ...['', ' ', '  ', '    ', '- ', '-', 'a:', 'b: ', 'c: 1', 'a: x', 'word', "'q'", '"q"', "'", '"', '|', '|-', '>', '#', ' # c'],
  ...[
    ': ',
    ':',
    '{}',
    '[]',
    '{',
    '[',
    '&a',
    '*a',
    '!!str',
    '---',
    '...',
    '?',
    '~',
    'null',
    'true',
    '1.10',
    '007',
    '-1',
    '\\',
    '\t',
  ],
  ...[
    'é',
    '<<: ',
    "'k': ",
    '"k": ',
    '%',
    '@',
    '`',
    ',',
    '$(A)',
    '{{ .b }}',
    'a/b.c-d: ',
    '  - ',
    '\n',
    '\n',
    '\n',
    '\n  ',
    '\n- ',
    '\n  a: ',
  ],
);
const document = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

test('any document is read as the parser reads it, or not at all', () => {
  fc.assert(
    fc.property(fc.oneof(document, fc.string({ unit: 'binary' }), fc.string()), (text) => {
      const value = readPlainYaml(text);
      if (value === undefined) return;
      assert.deepEqual({ value, faults: [] }, parseAnyYaml(text));
      assertPlaces(text, value);
    }),
    { numRuns: 1500 },
  );
});

test('a plain document that is changed in one place too', () => {
  const texts = read.map(([, text]) => text);
  const change = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(3), piece);
  fc.assert(
    fc.property(change, ([text, place, removed, added]) => {
      const at = place % (text.length + 1);
      const changed = text.slice(0, at) + added + text.slice(at + removed);
      const value = readPlainYaml(changed);
      if (value === undefined) return;
      assert.deepEqual({ value, faults: [] }, parseAnyYaml(changed));
      assertPlaces(changed, value);
    }),
    { numRuns: 1500 },
  );
});

const data = join(
  process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data'),
  'kubeflow/v1.7.0/tree/common',
);

test('the manifests of a real release', { skip: existsSync(data) ? false : `there is no ${data}` }, () => {
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((each) => /\.ya?ml$/.test(each.name));
  const documents = files.flatMap((file) => splitYamlStream(readFileSync(join(file.parentPath, file.name), 'utf8')));
  const small = documents.filter(({ text }) => text.length < 5000);
  let plain = 0;
  for (const { text } of small) {
    const value = readPlainYaml(text);
    if (value === undefined) continue;
    plain += 1;
    assert.deepEqual({ value, faults: [] }, parseAnyYaml(text));
    if (text.length < 1000) assertPlaces(text, value);
  }
  assert.ok(plain > small.length / 2, `${plain} of ${small.length}`);
});
