import { PackageURL } from 'packageurl-js';
import { entriesAt, listAt, memberAt, objectsAt, textAt, textsAt } from '../../json/members.ts';
import { type CsafTest, type Placed, placedAt, repeated, vulnerabilitiesOf } from './csaf-flaw.ts';

const deepest = 100;

/** Lists in a vulnerability whose entries name products. */
const naming = ['flags', 'remediations', 'threats'] as const;

/** Products and groups: each is defined once, and what is named is defined (6.1.1 to 6.1.5). */
export const checkProducts: CsafTest = (document) => {
  const definitions = definedProducts(document);
  const defined = new Set(definitions.map(({ value }) => textAt(value, 'product_id') ?? ''));
  const groupIds = objectsAt(document, 'product_tree', 'product_groups').map((group) => textAt(group, 'group_id') ?? '');
  return [
    ...namedProducts(document)
      .filter(({ value }) => !defined.has(value))
      .map(({ at, value }) => ({ test: '6.1.1', at, detail: `names the product ${value}, which is not defined` })),
    ...repeated(definitions.map(({ value }) => textAt(value, 'product_id') ?? '')).map((id) => ({
      test: '6.1.2',
      at: 'product_tree',
      detail: `defines the product ${id} more than once`,
    })),
    ...circles(document).map((id) => ({ test: '6.1.3', at: 'product_tree.relationships', detail: `define ${id} by itself` })),
    ...namedGroups(document)
      .filter(({ value }) => !groupIds.includes(value))
      .map(({ at, value }) => ({ test: '6.1.4', at, detail: `names the group ${value}, which is not defined` })),
    ...repeated(groupIds).map((id) => ({ test: '6.1.5', at: 'product_tree', detail: `defines the group ${id} more than once` })),
  ];
};

/** Purls can be read, a hash is stated once for each algorithm, versions are no ranges (6.1.13, 6.1.25, 6.1.31). */
export const checkIdentification: CsafTest = (document) => [
  ...definedProducts(document).flatMap(({ at, value }) => {
    const helper = memberAt(value, 'product_identification_helper');
    const purl = textAt(helper, 'purl');
    const flaws = placedAt(helper, `${at}.product_identification_helper`, 'hashes').flatMap((hash) =>
      repeated(objectsAt(hash.value, 'file_hashes').map((one) => textAt(one, 'algorithm') ?? '')).map((algorithm) => ({
        test: '6.1.25',
        at: hash.at,
        detail: `states ${algorithm} more than once`,
      })),
    );
    return purl === undefined || isPurl(purl)
      ? flaws
      : [...flaws, { test: '6.1.13', at, detail: `has ${purl}, which is no purl` }];
  }),
  ...branchesOf(document)
    .filter(({ value }) => textAt(value, 'category') === 'product_version' && range.test(textAt(value, 'name') ?? ''))
    .map(({ at, value }) => ({
      test: '6.1.31',
      at,
      detail: `has the name ${textAt(value, 'name')}, which is a range and no version`,
    })),
];

const range = /[<>]|(?:^|\s)(?:after|all|before|earlier|later|prior|versions)(?:\s|$)/i;

function isPurl(text: string): boolean {
  try {
    return PackageURL.fromString(text).name !== '';
  } catch {
    return false;
  }
}

function branchesOf(document: unknown): readonly Placed<object>[] {
  const found: Placed<object>[] = [];
  let level: readonly Placed<object>[] = placedAt(memberAt(document, 'product_tree'), 'product_tree', 'branches');
  for (let depth = 0; level.length > 0 && depth < deepest; depth += 1) {
    found.push(...level);
    level = level.flatMap(({ at, value }) => placedAt(value, at, 'branches'));
  }
  return found;
}

function definedProducts(document: unknown): readonly Placed<unknown>[] {
  const tree = memberAt(document, 'product_tree');
  const relationships = placedAt(tree, 'product_tree', 'relationships');
  return [
    ...placedAt(tree, 'product_tree', 'full_product_names'),
    ...branchesOf(document).map(({ at, value }) => ({ at: `${at}.product`, value: memberAt(value, 'product') })),
    ...relationships.map(({ at, value }) => ({ at: `${at}.full_product_name`, value: memberAt(value, 'full_product_name') })),
  ].filter(({ value }) => textAt(value, 'product_id') !== undefined);
}

function namedProducts(document: unknown): readonly Placed<string>[] {
  const tree = memberAt(document, 'product_tree');
  const inTree = [
    ...placedAt(tree, 'product_tree', 'product_groups').flatMap(({ at, value }) => textsOf(value, 'product_ids', at)),
    ...placedAt(tree, 'product_tree', 'relationships').flatMap(({ at, value }) =>
      ['product_reference', 'relates_to_product_reference'].flatMap((name) => {
        const id = textAt(value, name);
        return id === undefined ? [] : [{ at: `${at}.${name}`, value: id }];
      }),
    ),
  ];
  const inVulnerabilities = vulnerabilitiesOf(document).flatMap(({ at, value }) => [
    ...entriesAt(value, 'product_status').flatMap(([word]) =>
      textsOf(memberAt(value, 'product_status'), word, `${at}.product_status`),
    ),
    ...naming.flatMap((name) => placedAt(value, at, name).flatMap((item) => textsOf(item.value, 'product_ids', item.at))),
    ...placedAt(value, at, 'scores').flatMap((item) => textsOf(item.value, 'products', item.at)),
  ]);
  return [...inTree, ...inVulnerabilities];
}

function namedGroups(document: unknown): readonly Placed<string>[] {
  return vulnerabilitiesOf(document).flatMap(({ at, value }) =>
    naming.flatMap((name) => placedAt(value, at, name).flatMap((item) => textsOf(item.value, 'group_ids', item.at))),
  );
}

function textsOf(value: unknown, name: string, at: string): readonly Placed<string>[] {
  return textsAt(value, name).map((text) => ({ at: `${at}.${name}`, value: text }));
}

/** Products that a relationship makes, and that it is made of. */
function circles(document: unknown): readonly string[] {
  const made = new Map(
    listAt(document, 'product_tree', 'relationships').map((one) => [
      textAt(one, 'full_product_name', 'product_id') ?? '',
      [textAt(one, 'product_reference') ?? '', textAt(one, 'relates_to_product_reference') ?? ''],
    ]),
  );
  return [...made.keys()].filter((id) => {
    const reached = new Set(made.get(id));
    for (const part of reached) for (const inner of made.get(part) ?? []) reached.add(inner);
    return reached.has(id);
  });
}
