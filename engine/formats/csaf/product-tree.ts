/** A product as the tree describes it; a component of a platform where it is both. */
export interface CsafProduct {
  readonly name: string;
  readonly purl?: string;
  readonly cpe?: string;
  /** What it is installed on: the product that a relationship relates it to. */
  readonly platform?: CsafProduct;
  /** What a relationship makes a component of the platform. */
  readonly component?: CsafProduct;
}

/** Looks products up by their id. */
export interface CsafProducts {
  find(id: string): CsafProduct | undefined;
}

const maxDepth = 64;
const maxChain = 8;

interface Relationship {
  readonly component: string;
  readonly platform: string;
  readonly name: string;
}

/**
 * The products of a CSAF document.
 *
 * in      `product_tree`, of whatever shape
 * out     relationships are followed when a product is asked for; one that leads in a circle, or to a product that is not there, is not found
 * cost    O(tree), at most 64 branches deep
 * source  CSAF 2.0, 3.2.2 "Product tree"
 */
export function readProductTree(tree: unknown): CsafProducts {
  const products = new Map<string, CsafProduct>();
  const relationships = new Map<string, Relationship>();
  collect(tree, 0, products);
  for (const value of listOf(tree, 'relationships')) {
    const id = textOf(memberOf(value, 'full_product_name'), 'product_id');
    const [component, platform] = [textOf(value, 'product_reference'), textOf(value, 'relates_to_product_reference')];
    const name = textOf(memberOf(value, 'full_product_name'), 'name') ?? '';
    if (id && component && platform) relationships.set(id, { component, platform, name });
  }
  const find = (id: string, depth: number): CsafProduct | undefined => {
    const related = relationships.get(id);
    if (!related || depth > maxChain) return products.get(id);
    const component = find(related.component, depth + 1);
    const platform = find(related.platform, depth + 1);
    return component && platform && { name: related.name, component, platform };
  };
  return { find: (id) => find(id, 0) };
}

function collect(branch: unknown, depth: number, products: Map<string, CsafProduct>): void {
  if (depth > maxDepth) return;
  for (const one of listOf(branch, 'full_product_names')) add(one, products);
  for (const one of listOf(branch, 'branches')) {
    add(memberOf(one, 'product'), products);
    collect(one, depth + 1, products);
  }
}

function add(product: unknown, products: Map<string, CsafProduct>): void {
  const id = textOf(product, 'product_id');
  const helper = memberOf(product, 'product_identification_helper');
  const [purl, cpe] = [textOf(helper, 'purl') ?? textsOf(helper, 'purls')[0], textOf(helper, 'cpe')];
  if (id) products.set(id, { name: textOf(product, 'name') ?? '', ...(purl && { purl }), ...(cpe && { cpe }) });
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}

function textsOf(value: unknown, name: string): readonly string[] {
  return listOf(value, name).filter((one) => typeof one === 'string');
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const member = memberOf(value, name);
  return Array.isArray(member) ? member : [];
}
