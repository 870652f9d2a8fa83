import { toCluster } from '../formats/kubernetes/cluster.ts';
import { describeWay } from '../judge/exposure/describe-way.ts';
import { findExposures } from '../judge/exposure/find-exposures.ts';
import { findFailures } from '../judge/hardening/find-failures.ts';
import { findReach } from '../judge/reach/find-reach.ts';
import { findIdlePatterns, findTenants } from '../judge/rights/find-tenants.ts';
import { judgeTenancy } from '../judge/tenancy/judge-tenancy.ts';
import { toTenantPods } from '../judge/tenancy/tenant-pods.ts';
import { homeOf, keyOf } from '../judge/tenancy/workload-words.ts';
import type { ExposureWay } from '../model/exposure.ts';
import type { Gap } from '../model/reading.ts';
import type { Resource } from '../model/resource.ts';
import type { Tenancy, TenancyRules } from '../model/tenancy.ts';
import { openGaps } from './reach-resources.ts';
import { placeIn, rightsOfResources } from './rights-of-resources.ts';

/** Which release is asked, and what its project says of its tenants. */
export interface TenancyQuestion {
  readonly product: string;
  readonly version: string | null;
  /** Patterns of namespaces that belong to tenants. */
  readonly tenants?: readonly string[];
  /** Where what names no namespace is installed. */
  readonly namespace?: string;
  readonly rules?: TenancyRules;
  /** Of reading the resources. */
  readonly gaps?: readonly Gap[];
}

/**
 * What the tenants of a release share, from its rights, its reach and its ways from outside.
 *
 * in      resources of a configuration, of plain paths, or of a record
 * gaps    those given, of rights and of reach for which the answer may be another one, and of `judgeTenancy`; tenant-pattern-idle: no
 *         namespace fits a pattern
 */
export function tenancyOfResources(stated: readonly Resource[], question: TenancyQuestion): Tenancy {
  const resources = placeIn(stated, question.namespace);
  const { product, version, tenants: patterns = [], rules = { parameters: [], stores: [] }, gaps = [] } = question;
  const cluster = toCluster(resources);
  const rights = rightsOfResources(resources, { product, version, tenants: patterns });
  const tenants = findTenants(cluster, rights.tenants, patterns);
  const tenantPods = toTenantPods(resources, tenants);
  const reach = findReach([...resources, ...tenantPods.resources]);
  const byIdentity = new Map(resources.map((resource) => [resource.identity, resource]));
  const exposures = findExposures(resources).flatMap((each) => {
    const resource = byIdentity.get(each.workload);
    return resource ? [[keyOf(resource.identity, homeOf(resource)), each] as const] : [];
  });
  const ways = exposures.map(([key, each]) => [key, each.ways.map(toWords)] as const);
  const doubts = exposures.map(([key, each]) => [key, each.doubts] as const);
  const failures = findFailures(resources);
  const judged = judgeTenancy(cluster, {
    tenants,
    rules,
    rights,
    reach,
    tenantPods,
    ways: new Map(ways),
    doubts: new Map(doubts),
    failures,
  });
  const all = [
    ...gaps,
    ...rights.gaps,
    ...openGaps(reach.gaps).filter(({ path }) => path !== ''),
    ...judged.gaps,
    ...toIdle(findIdlePatterns(tenants, patterns)),
  ];
  return { product, version, ...judged, gaps: unique(all) };
}

function toWords(way: ExposureWay): string {
  return way.doubt === undefined ? describeWay(way) : `${describeWay(way)}, perhaps, since ${way.doubt}`;
}

function toIdle(patterns: readonly string[]): readonly Gap[] {
  return patterns.map((pattern) => ({
    ...{ code: 'tenant-pattern-idle', unit: 'judge/tenancy' },
    detail: `No namespace of the release fits ${pattern}, so that nothing is said of the tenants that it stands for.`,
  }));
}

/** Several judges may tell of one place. */
function unique(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
}
