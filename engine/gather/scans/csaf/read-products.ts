import { type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';

const deepest = 100;

/**
 * What the products of a document are: product id → purls, or the product's name where it has none.
 *
 * in      `product_tree`; a relationship is what it relates, in what it relates it to
 * source  CSAF 2.0, 3.2.2 Document Property - Product Tree
 */
export function readProducts(tree: unknown): ReadonlyMap<string, readonly string[]> {
  const products = new Map<string, readonly string[]>();
  const add = (product: unknown): void => {
    const id = textAt(product, 'product_id');
    const purl = textAt(product, 'product_identification_helper', 'purl');
    const name = purl ?? textAt(product, 'name');
    if (id !== undefined && name !== undefined) products.set(id, [name]);
  };
  for (const product of objectsAt(tree, 'full_product_names')) add(product);
  let level: readonly Members[] = objectsAt(tree, 'branches');
  for (let depth = 0; level.length > 0 && depth < deepest; depth += 1) {
    for (const branch of level) add(memberAt(branch, 'product'));
    level = level.flatMap((branch) => objectsAt(branch, 'branches'));
  }
  for (const relationship of objectsAt(tree, 'relationships')) {
    const id = textAt(relationship, 'full_product_name', 'product_id');
    const part = products.get(textAt(relationship, 'product_reference') ?? '');
    if (id !== undefined && part) products.set(id, part);
  }
  return products;
}
