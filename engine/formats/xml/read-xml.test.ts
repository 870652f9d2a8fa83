import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { readXml, type XmlElement } from './read-xml.ts';

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

/** What another parser reads; undefined where it refuses. */
function referee(text: string): unknown {
  const open: { name: string; namespace: string; attributes: unknown[]; children: unknown[]; text: string }[] = [];
  let root: unknown;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    const plain = Object.values(attributes).flatMap((one) => (one.uri === '' ? [[one.local, one.value]] : []));
    const element = { name: local, namespace: uri, attributes: plain, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const add = (piece: string) => {
    const element = piece.trim() === '' ? undefined : open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    root = open.pop();
  });
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return root;
}

const plain = ({ name, namespace, attributes, children, text }: XmlElement): unknown => ({
  name,
  namespace,
  attributes: [...attributes],
  children: children.map(plain),
  text,
});
const read = (text: string) => {
  const reading = readXml(text);
  return 'trouble' in reading ? undefined : plain(reading);
};

const referred: readonly string[] = [
  '\uFEFF<?xml version="1.0"?>\r\n<!-- a --><?b c?><a>\r\r\n</a>\n<!---->',
  ' <?xml version="1.0"?><a/>',
  '<a><?xml version="1.0"?></a>',
  '<a b="1"c="2"/>',
  '<a b=1/>',
  '<a b/>',
  '<a b="<"/>',
  '<a b=" \t\n&#10;&#x41;&quot;"/>',
  "<a b = '\"' />",
  '<a xmlns:b="c" xmlns:d="c" b:e="1" d:e="2"/>',
  '<a xmlns:b=""/>',
  '<a xmlns="b"><c xmlns=""><d/></c><e/></a>',
  '<a xmlns:b="c"><b:d xmlns:b="e"/><b:f/></a>',
  '<a xmlns:b="c"/><b:d/>',
  '<xmlns:a/>',
  '<a xmlns:xmlns="b"/>',
  '<a xml:b="c"/>',
  '<a>]]></a>',
  '<a>&</a>',
  '<a>&#0;</a>',
  '<a>&#x110000;</a>',
  '<a>\u0001</a>',
  '<a><!-- -- --></a>',
  '<a></a >',
  '<a></ a>',
  '<a></ab>',
  '<ab></a>',
  '<a:b:c/>',
  '<1/>',
  '<a/>b',
  '<a/><![CDATA[]]>',
  '<a><![CDATA[]]]]></a>',
  '<\u00E4 \u{10000}="1"/>',
  '<a',
  '<a>',
  '<a><!b></a>',
];
for (const text of referred)
  test(`another parser reads the same: ${JSON.stringify(text)}`, () => assert.deepEqual(read(text), referee(text)));

test('property: another parser reads the same', () => {
  const whole = fc.array(pieces, { maxLength: 30 }).map((some) => `<a xmlns:b="x">${some.join('')}</a>`);
  fc.assert(
    fc.property(whole, (text) => assert.deepEqual(read(text), referee(text))),
    { numRuns: 2000 },
  );
});
