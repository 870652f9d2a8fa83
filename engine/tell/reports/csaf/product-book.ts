import { parseReference } from '../../../formats/reference/reference.ts';
import type { VexImage, VexPackage, VexSubject } from '../../../model/vex-document.ts';

interface Product {
  readonly product_id: string;
  readonly name: string;
  readonly product_identification_helper?: { readonly purl: string };
}

/** The products that statements point to, each with the id that it gets when it is first asked for. */
export interface ProductBook {
  /** Ids of what a subject is: the packages in the image, or the image where it names none. */
  idsOf(subject: VexSubject): readonly string[];
  /** All that were asked for, as `product_tree`. */
  toTree(vendor: string): object;
}

/**
 * A new book of products: images as versions of products, packages beside them, and the relationships between both.
 *
 * out     ids in the order that they are asked for
 * source  CSAF 2.0, 3.2.2 "Product Tree"; what Trivy follows: pkg/vex/csaf.go, matchRelationship. Grype takes purls of products without
 *         looking at the image; those of relationships it does not see, so that nothing is taken out that is not meant
 */
export function createProductBook(): ProductBook {
  const images = new Map<string, Product & { readonly image: VexImage }>();
  const packages = new Map<string, Product>();
  const relationships = new Map<string, object & { readonly id: string }>();
  const next = () => `CSAFPID-${String(images.size + packages.size + relationships.size + 1).padStart(4, '0')}`;
  const get = <Value>(all: Map<string, Value>, key: string, make: (id: string) => Value): Value => {
    const found = all.get(key) ?? make(next());
    all.set(key, found);
    return found;
  };
  const imageProduct = (image: VexImage, purl: string | undefined) =>
    get(images, `${image.ref} ${purl ?? ''}`, (id) => ({
      ...toProduct(id, `${image.reference} (${image.platform})`, purl),
      image,
    }));
  const packageProduct = ({ name, version }: VexPackage, purl: string) =>
    get(packages, purl, (id) => toProduct(id, `${name} ${version}`, purl));
  return {
    idsOf: ({ image, packages: items }) =>
      namesOf(image).flatMap((purl) => {
        const whole = imageProduct(image, purl);
        if (items.length === 0) return [whole.product_id];
        return items.flatMap((item) =>
          item.purls.map((name) => {
            const part = packageProduct(item, name);
            return get(relationships, `${part.product_id} ${whole.product_id}`, (id) => relate(id, part, whole)).id;
          }),
        );
      }),
    toTree: (vendor) => ({
      branches: [{ category: 'vendor', name: vendor, branches: toBranches([...images.values()]) }],
      ...(packages.size > 0 && { full_product_names: [...packages.values()] }),
      ...(relationships.size > 0 && { relationships: [...relationships.values()].map(({ id: _, ...one }) => one) }),
    }),
  };
}

/** Consumers of CSAF know images by their digest; without one, the first name has to do. */
function namesOf({ purls, digests }: VexImage): readonly (string | undefined)[] {
  const byContent = purls.filter((purl) => digests.some((digest) => purl.includes(`@${digest}`)));
  return byContent.length > 0 ? byContent : [purls[0]];
}

function toProduct(id: string, name: string, purl: string | undefined): Product {
  return { product_id: id, name, ...(purl !== undefined && { product_identification_helper: { purl } }) };
}

function relate(id: string, part: Product, whole: Product) {
  return {
    id,
    category: 'default_component_of',
    product_reference: part.product_id,
    relates_to_product_reference: whole.product_id,
    full_product_name: { product_id: id, name: `${part.name} in ${whole.name}` },
  };
}

/** Repository → tag or digest. */
function toBranches(images: readonly (Product & { readonly image: VexImage })[]): readonly object[] {
  const byRepository = Map.groupBy(images, ({ image }) => repositoryOf(image.reference));
  return [...byRepository].map(([name, of]) => ({
    category: 'product_name',
    name,
    branches: of.map(({ image, ...product }) => ({ category: 'product_version', name: versionOf(image.reference), product })),
  }));
}

function repositoryOf(reference: string): string {
  const parsed = parseReference(reference);
  return parsed ? `${parsed.registry}/${parsed.repository}` : reference;
}

function versionOf(reference: string): string {
  const parsed = parseReference(reference);
  return parsed?.tag ?? parsed?.digest ?? reference;
}
