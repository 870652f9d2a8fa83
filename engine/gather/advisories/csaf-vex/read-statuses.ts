import { listOf, type Members, memberOf, membersOf, textOf, textsOf } from '../../../formats/json/members.ts';
import type { AffectedPackage } from '../../../model/advisory.ts';
import type { PlacedProduct, Placing } from './place-product.ts';

type Kind = 'fixed' | 'affected' | 'not-affected' | 'unknown';

/**
 * Lists of a `product_status` → what they mean. SUSE names the builds that fix as recommended.
 *
 * source  CSAF 2.0, 3.2.3.9 "Product status property"
 */
const lists: readonly (readonly [name: string, kind: Kind])[] = [
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['recommended', 'fixed'],
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['known_not_affected', 'not-affected'],
  ['under_investigation', 'unknown'],
];
const longestReason = 80;

/** The products of one release and package that stand the same. */
interface Group {
  readonly product: PlacedProduct;
  readonly kind: Kind;
  readonly plan: Plan;
  readonly versions: Set<string>;
  readonly architectures: Set<string>;
}

/** What the publisher will do about it, or why it is not affected. */
type Plan = Pick<AffectedPackage, 'state' | 'stateReason'>;

/**
 * How packages stand towards one vulnerability.
 *
 * out     one entry for each release, package, module and standing, with the architectures that it is for; how many products are not in the
 *         tree. Where several builds fix, every one of them counts as a range: a build below the last is not known to be whole
 */
export function readStatuses(
  vulnerability: Members,
  place: (id: string) => Placing,
): { readonly affected: readonly AffectedPackage[]; readonly unknown: number } {
  const status = membersOf(memberOf(vulnerability, 'product_status'));
  const plans = readPlans(vulnerability);
  const groups = new Map<string, Group>();
  let unknown = 0;
  for (const [name, kind] of lists)
    for (const id of textsOf(status, name)) {
      const product = place(id);
      if (product === 'unknown') unknown += 1;
      else if (product !== 'other') addTo(groups, product, kind, plans[kind].get(id) ?? {});
    }
  return { affected: [...groups.values()].map(toAffected), unknown };
}

function addTo(groups: Map<string, Group>, product: PlacedProduct, kind: Kind, plan: Plan): void {
  const { ecosystem, name, module, version, architecture } = product;
  if (kind === 'fixed' && !version) return;
  const key = [ecosystem, name, module, kind, plan.state, plan.stateReason].join('\n');
  const group = groups.get(key) ?? { product, kind, plan, versions: new Set(), architectures: new Set() };
  if (version) group.versions.add(version);
  if (architecture) group.architectures.add(architecture);
  groups.set(key, group);
}

function toAffected({ product, kind, plan, versions, architectures }: Group): AffectedPackage {
  const { ecosystem, name, module } = product;
  const open = [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }] }];
  const fixes = [...versions].map((fixed) => ({ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }, { fixed }] }));
  const own = kind === 'not-affected' || kind === 'unknown' ? { state: kind } : {};
  return {
    ecosystem,
    name,
    scheme: 'rpm',
    ranges: kind === 'fixed' ? fixes : kind === 'affected' ? open : [],
    versions: [],
    severities: [],
    ...own,
    ...plan,
    architectures: kind === 'fixed' && !architectures.has('noarch') ? [...architectures].toSorted() : [],
    ...(module && { modules: [module] }),
  };
}

/** Product → plan, for those that no fix is there for and those that are not affected. */
function readPlans(vulnerability: Members): Readonly<Record<Kind, ReadonlyMap<string, Plan>>> {
  const affected = new Map<string, Plan>();
  for (const remedy of listOf(vulnerability, 'remediations').map(membersOf)) {
    const plan = planOf(textOf(remedy, 'category'), textOf(remedy, 'details')?.trim() ?? '');
    if (plan) for (const id of textsOf(remedy, 'product_ids')) affected.set(id, plan);
  }
  const spared = new Map<string, Plan>();
  for (const flag of listOf(vulnerability, 'flags').map(membersOf)) {
    const label = textOf(flag, 'label')?.slice(0, longestReason);
    if (label) for (const id of textsOf(flag, 'product_ids')) spared.set(id, { stateReason: label });
  }
  const none = new Map<string, Plan>();
  return { affected, 'not-affected': spared, fixed: none, unknown: none };
}

/** Red Hat says why in a few words: `Will not fix`, `Out of support scope`, `Fix deferred`, `Affected`. */
function planOf(category: string | undefined, details: string): Plan | undefined {
  const words = details.length <= longestReason && !/^affected$/i.test(details) ? details : '';
  if (category === 'no_fix_planned') return { state: 'wont-fix', stateReason: words || 'no fix planned' };
  return category === 'none_available' && words ? { stateReason: words } : undefined;
}
