import type { DecisionProduct } from '../../model/triage-decision.ts';
import { entriesAt, isObject, listAt, memberAt, objectsAt, textAt, textsAt } from '../json/members.ts';
import { checkStatement, joinReadings, toUtc, type VexReading } from '../vex/stated-vex.ts';
import { type CsafProduct, type CsafProducts, readProductTree } from './product-tree.ts';

/** Words of `product_status` that state something; `recommended` does not. */
const statuses: ReadonlyMap<string, string> = new Map([
  ['first_affected', 'affected'],
  ['known_affected', 'affected'],
  ['last_affected', 'affected'],
  ['first_fixed', 'fixed'],
  ['fixed', 'fixed'],
  ['known_not_affected', 'not_affected'],
  ['under_investigation', 'under_investigation'],
]);

/** What a document holds that its vulnerabilities point to. */
interface Surroundings {
  readonly products: CsafProducts;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly statedAt: string | undefined;
}

/** Whether a JSON value means to be a CSAF document. */
export function isCsaf(value: unknown): boolean {
  return textAt(value, 'document', 'csaf_version') !== undefined;
}

/**
 * The statements of a CSAF document: one for each vulnerability, status and reason.
 *
 * in      the value of a JSON document; VEX, or any other profile with product status
 * out     a product without a purl is called by its id and name, which mean nothing to anybody else
 * source  CSAF 2.0, 3.2.3 "Vulnerabilities" and 4.5 "Profile 5: VEX"
 */
export function readCsafVex(value: unknown): VexReading {
  const surroundings: Surroundings = {
    products: readProductTree(memberAt(value, 'product_tree')),
    groups: new Map(
      objectsAt(value, 'product_tree', 'product_groups').map((group) => [
        textAt(group, 'group_id') ?? '',
        textsAt(group, 'product_ids'),
      ]),
    ),
    statedAt: toUtc(textAt(value, 'document', 'tracking', 'current_release_date')),
  };
  return joinReadings(
    listAt(value, 'vulnerabilities').map((vulnerability, index) => {
      const at = ['vulnerabilities', index];
      if (!isObject(vulnerability)) return { statements: [], flaws: [{ at, detail: 'is no vulnerability' }] };
      return readVulnerability(vulnerability, at, surroundings);
    }),
  );
}

function readVulnerability(vulnerability: object, at: readonly (string | number)[], surroundings: Surroundings): VexReading {
  const { products, statedAt } = surroundings;
  const cve = textAt(vulnerability, 'cve');
  const ids = [...(cve ? [cve] : []), ...objectsAt(vulnerability, 'ids').flatMap((id) => textAt(id, 'text') ?? [])];
  const readings = entriesAt(vulnerability, 'product_status').flatMap(([word, list]) => {
    const status = statuses.get(word);
    if (status === undefined) return [];
    const stated = textsAt({ list }, 'list').map((id) => ({ id, ...reasonOf(vulnerability, id, status, surroundings) }));
    const groups = Map.groupBy(stated, ({ justification, text }) => JSON.stringify([justification, text]));
    return [...groups.values()].map((group) => {
      const [{ justification, text } = { justification: undefined, text: undefined }] = group;
      return checkStatement({
        at: [...at, 'product_status', word],
        ids,
        status,
        justification,
        products: group.map(({ id }) => toProduct(id, products.find(id))),
        ...(text !== undefined && { text }),
        ...(statedAt !== undefined && { statedAt }),
      });
    });
  });
  return joinReadings(readings);
}

/** Flags and impacts are reasons for `not_affected`, remediations are what to do. Those that name no product are of all. */
function reasonOf(vulnerability: object, product: string, status: string, { groups }: Surroundings) {
  const concerns = (item: object): boolean => {
    const named = [...textsAt(item, 'product_ids'), ...textsAt(item, 'group_ids').flatMap((id) => groups.get(id) ?? [])];
    return named.length === 0 || named.includes(product);
  };
  const flag = objectsAt(vulnerability, 'flags').find(concerns);
  const impact = objectsAt(vulnerability, 'threats').find((item) => textAt(item, 'category') === 'impact' && concerns(item));
  const remedy = objectsAt(vulnerability, 'remediations').find(concerns);
  return {
    justification: status === 'not_affected' ? textAt(flag, 'label') : undefined,
    text: status === 'not_affected' ? textAt(impact, 'details') : status === 'affected' ? textAt(remedy, 'details') : undefined,
  };
}

function toProduct(id: string, product: CsafProduct | undefined): DecisionProduct {
  if (product?.platform && product.component)
    return { ids: namesOf(product.platform, id), subcomponents: namesOf(product.component, id) };
  return { ids: product ? namesOf(product, id) : [`${id} (not in the product tree)`], subcomponents: [] };
}

/** A relationship of a relationship is called by what is innermost. */
function namesOf(product: CsafProduct, id: string): readonly string[] {
  const { purl, component, platform, name } = product;
  if (purl !== undefined) return [purl];
  const inner = component ?? platform;
  return inner ? namesOf(inner, id) : [`${name || id} (${id})`];
}
