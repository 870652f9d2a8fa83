import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml } from './read-xml.ts';

const refused: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  ['nothing', '', /not well-formed|no element/],
  ['elements without end', '<a>'.repeat(10_000), /nests deeper than 400 elements/],
  ['entities', `<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(1000)}]><a/>`, /declares a document type/],
  [
    'attributes without end',
    `<a ${Array.from({ length: 1001 }, (_, index) => `a${index}=""`).join(' ')}/>`,
    /1000 attributes at one/,
  ],
  ['an entity that nobody declared', '<a>&b;</a>', /not well-formed/],
  ['a prefix that nobody declared', '<b:a/>', /not well-formed/],
];
for (const [name, text, says] of refused)
  test(`refused: ${name}`, () => {
    const reading = readXml(text);
    assert.match('trouble' in reading ? reading.trouble : '', says);
  });

test('names from the prototype are attributes as any', () => {
  const reading = readXml('<a constructor="1" __proto__="2" b:c="3" xmlns:b="d"/>');
  assert.deepEqual('trouble' in reading ? reading : [...reading.attributes], [
    ['constructor', '1'],
    ['__proto__', '2'],
  ]);
});

/** Pieces that lead further into a parser than any characters would. */
const pieces = fc.constantFrom(
  '<a',
  '<b:c',
  ' d="e"',
  ' xmlns:b="f"',
  '>',
  '/>',
  '</a>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?',
  '&#',
  ';',
  '&lt;',
  '\0',
  'g',
);

test('property: any text, and any pieces of XML, are an element or a trouble', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 40 }).map((some) => some.join('')),
  );
  fc.assert(
    fc.property(text, (written) => {
      const reading = readXml(written);
      assert.ok('trouble' in reading ? reading.trouble !== '' : reading.line >= 1);
    }),
    { numRuns: 1000 },
  );
});
