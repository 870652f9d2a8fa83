import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson } from '../../test/any-json.ts';
import { readProductTree } from './product-tree.ts';

const relationship = (id: string, component: string, platform: string) => ({
  category: 'default_component_of',
  full_product_name: { product_id: id, name: id },
  product_reference: component,
  relates_to_product_reference: platform,
});
const tree = {
  branches: [
    {
      category: 'vendor',
      name: 'Tidewater',
      branches: [
        { product: { product_id: 'os-9', name: 'OS 9', product_identification_helper: { cpe: 'cpe:/o:tide:os:9' } } },
        { product: { product_id: 'gauge', name: 'gauge', product_identification_helper: { purl: 'pkg:rpm/tide/gauge@1' } } },
        { product: { product_id: 'stream', name: 'stream' } },
      ],
    },
  ],
  full_product_names: [{ product_id: 'apart', name: 'Apart' }],
  relationships: [
    relationship('os-9:gauge', 'gauge', 'os-9'),
    relationship('os-9:stream', 'stream', 'os-9'),
    relationship('os-9:stream:gauge', 'gauge', 'os-9:stream'),
    relationship('round', 'round', 'os-9'),
    relationship('nowhere', 'gauge', 'none'),
  ],
};
const products = readProductTree(tree);

const rows: readonly { id: string; says: unknown }[] = [
  { id: 'os-9', says: { name: 'OS 9', cpe: 'cpe:/o:tide:os:9' } },
  { id: 'apart', says: { name: 'Apart' } },
  {
    id: 'os-9:gauge',
    says: {
      name: 'os-9:gauge',
      component: { name: 'gauge', purl: 'pkg:rpm/tide/gauge@1' },
      platform: { name: 'OS 9', cpe: 'cpe:/o:tide:os:9' },
    },
  },
  { id: 'round', says: undefined },
  { id: 'nowhere', says: undefined },
  { id: 'none', says: undefined },
];

for (const { id, says } of rows) test(`product ${id}`, () => assert.deepEqual(products.find(id), says));

test('a component of a stream that is itself one', () => {
  assert.equal(products.find('os-9:stream:gauge')?.platform?.component?.name, 'stream');
});

test('property: any value is a tree, and any id is looked up', () => {
  fc.assert(fc.property(anyJson(), fc.string(), (value, id) => readProductTree(value).find(id) === undefined || true));
});
