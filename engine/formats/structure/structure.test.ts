import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml } from '../xml/read-xml.ts';
import { check, deepest } from './check.ts';
import { fromXml, lineOf } from './from-xml.ts';
import { any, flag, list, matching, type ObjectRule, object, text, whole, word } from './rule.ts';
import { toXml } from './to-xml.ts';

const link = { ...text, attribute: 'ref' };
const entry = object(
  { kind: word(['a', 'b']), note: text, content: text },
  { required: ['kind', 'content'], content: 'content', attributes: ['kind', 'note'] },
);
const node: ObjectRule = object(
  {
    id: matching('an id', /^\w+$/),
    name: text,
    entries: list(() => entry, 'entry'),
    links: list(() => link, 'link', { bare: true }),
    children: list(() => node, 'node'),
    isNew: flag,
    count: whole,
    rest: any,
    left: text,
    right: text,
  },
  { required: ['name'], oneOf: [['left', 'right']], attributes: ['id'] },
);

const rows: readonly (readonly [name: string, value: unknown, flaws: readonly string[]])[] = [
  ['what keeps to it', { id: 'a', name: 'n', left: '', count: 3, isNew: true, rest: 7 }, []],
  ['no object', [], [' is no object']],
  ['what is missing', {}, [' has no name', ' has none of left, right']],
  ['too much', { name: 'n', left: '', right: '' }, [' has more than one of left, right']],
  [
    'values of other kinds',
    { name: 1, left: '', count: 'x', isNew: 'no', children: {} },
    ['name is no text', 'count is no whole number', 'isNew is neither true nor false', 'children is no list'],
  ],
  [
    'a place deep inside',
    { name: 'n', left: '', children: [{ name: 'n', left: '', entries: [{ kind: 'c', content: '' }] }] },
    ['children[0].entries[0].kind is "c", which is not one of a, b'],
  ],
  ['a name from the prototype', { left: '', ['__proto__']: { name: 'n' } }, [' has no name']],
];
for (const [name, value, flaws] of rows)
  test(`checks ${name}`, () =>
    assert.deepEqual(
      check(value, node).map(({ at, detail }) => `${at} ${detail}`),
      flaws,
    ));

test('what lies too deep is told once, and not looked into', () => {
  const nest = (levels: number): object => (levels === 0 ? {} : { name: 'n', left: '', children: [nest(levels - 1)] });
  const flaws = check(nest(deepest), node);
  assert.deepEqual(
    flaws.map(({ detail }) => detail),
    [`lies deeper than ${deepest} levels, and was not read`],
  );
});

const trimmed = fc
  .string({ unit: 'binary' })
  .filter((value) => value === value.trim() && value.isWellFormed() && !/[\p{Cc}\uFFFE\uFFFF]/u.test(value));
const anyNode = fc.letrec((tie) => ({
  node: fc.record(
    {
      id: fc.stringMatching(/^\w{1,4}$/),
      name: trimmed,
      entries: fc.array(fc.record({ kind: fc.constantFrom('a', 'b'), content: trimmed }, { noNullPrototype: true }), {
        maxLength: 3,
      }),
      links: fc.array(trimmed, { minLength: 1, maxLength: 3 }),
      children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('node'), { maxLength: 2 })),
      left: trimmed,
    },
    { requiredKeys: ['name', 'left'], noNullPrototype: true },
  ),
})).node;

test('property: what is written as XML is read again', () => {
  fc.assert(
    fc.property(anyNode, (value) => {
      assert.deepEqual(check(value, node), []);
      const root = readXml(toXml('node', value, node, 0));
      assert.ok('name' in root, JSON.stringify(root));
      const again = fromXml(root, node);
      assert.deepEqual(again.flaws, []);
      assert.equal(JSON.stringify(again.value, sorted), JSON.stringify(value, sorted));
    }),
  );
});

/** Objects that were read have no prototype and may have another order. */
function sorted(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value;
}

test('what is stated twice, and what has no place, is a flaw with its line', () => {
  const root = readXml('<node>\n<name>a</name>\n<name>b</name><left/>\n<entries>\n<other/></entries></node>');
  assert.ok('name' in root);
  const { flaws } = fromXml(root, node);
  assert.deepEqual(
    flaws.map(({ at, detail, within }) => [at, detail, within && lineOf(within)]),
    [
      ['name', 'is stated twice; the first is read', 1],
      ['entries[0]', 'is <other>, which has no place there', 4],
    ],
  );
});

const refused: readonly (readonly [name: string, xml: string, line: number])[] = [
  ['nothing', '', 1],
  ['an element that is not closed', '<a>\n<b></a>', 2],
  ['a document type', '\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 2],
  ['an entity that nobody declared', '<a>&b;</a>', 1],
  ['an attribute twice', '<a b="1" b="2"/>', 1],
  ['a prefix that is bound to nothing', '<a:b/>', 1],
  ['two roots', '<a/><b/>', 1],
  ['nesting without end', '<a>'.repeat(1_000), 1],
];
for (const [name, xml, line] of refused) {
  test(`XML with ${name} is refused`, () => {
    const result = readXml(xml);
    assert.ok('trouble' in result);
    assert.equal(result.line, line);
  });
}

test('XML has namespaces, character data and lines', () => {
  const root = readXml('<x:a xmlns:x="urn:x" b="&#65;" x:c="2">\n<b><![CDATA[<&]]>&lt;</b></x:a>');
  assert.ok('name' in root);
  assert.deepEqual([root.name, root.namespace, [...root.attributes]], ['a', 'urn:x', [['b', 'A']]]);
  assert.deepEqual(
    root.children.map(({ name, text: inner, line }) => [name, inner, line]),
    [['b', '<&<', 2]],
  );
});

test('property: any text is a tree or a trouble', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => void readXml(value)));
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', 'a', '/', '"', '=', '&', ';', '!', '[', ']', '-', '?', ' ') }),
      (value) => void readXml(value),
    ),
  );
});
