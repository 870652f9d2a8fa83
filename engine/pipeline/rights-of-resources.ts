import { type Cluster, toCluster } from '../formats/kubernetes/cluster.ts';
import { findUnreadable } from '../formats/kubernetes/find-unreadable.ts';
import { findExposures } from '../judge/exposure/find-exposures.ts';
import type { RightsOf } from '../judge/exposure/privilege.ts';
import { judgeAccount } from '../judge/rights/judge-account.ts';
import { accountWords, judgeRights, type RightsRequest, rememberPowers } from '../judge/rights/judge-rights.ts';
import { accountOf, hasToken } from '../judge/rights/pod-reach.ts';
import { toRightsBook } from '../judge/rights/rights-book.ts';
import type { Gap } from '../model/reading.ts';
import type { Resource } from '../model/resource.ts';
import type { Rights } from '../model/rights.ts';

/** Which release is asked, and what. */
export interface RightsQuestion extends Omit<RightsRequest, 'exposed'> {
  readonly product: string;
  readonly version: string | null;
  /** Where what names no namespace is installed. */
  readonly namespace?: string;
  /** Of reading the resources. */
  readonly gaps?: readonly Gap[];
}

/**
 * The rights of a release; ways begin at what judge/exposure finds open, or may be open as far as manifests tell.
 *
 * in      resources of a configuration, of plain paths, or of a record
 * gaps    those given, of `findUnreadable` and of `judgeRights`
 */
export function rightsOfResources(resources: readonly Resource[], question: RightsQuestion): Rights {
  const { product, version, namespace, gaps = [], ...request } = question;
  const placed = placeIn(resources, namespace);
  const exposed = findExposures(placed)
    .filter(({ exposure, ways }) => exposure === 'exposed' || ways.length > 0)
    .map(({ workload }) => workload);
  const judged = judgeRights(placed, { ...request, exposed });
  return { product, version, ...judged, gaps: [...gaps, ...findUnreadable(placed, 'judge/rights'), ...judged.gaps] };
}

/**
 * What the pods of a workload may do by the token that they hold, for exposure and triage.
 *
 * cost    O(bindings × subjects + aggregating roles × roles) when it is first asked; an account is judged once
 */
export function rightsOfAccounts(resources: readonly Resource[]): RightsOf {
  let ask: RightsOf | undefined;
  return (workload) => {
    ask ??= openAccounts(toCluster(resources));
    return ask(workload);
  };
}

function openAccounts(cluster: Cluster): RightsOf {
  const powersOf = rememberPowers(toRightsBook(cluster));
  const says = accountWords(cluster);
  return (workload) => {
    const account = accountOf(workload);
    return judgeAccount(hasToken(workload, says(account)) ? powersOf(account) : []);
  };
}

/** What names no namespace is of this one; as it was where none is given. */
export function placeIn(resources: readonly Resource[], namespace: string | undefined): readonly Resource[] {
  if (namespace === undefined) return resources;
  return resources.map((resource) => {
    const isSaid = resource.identity.namespace !== null || resource.defaultNamespace !== undefined;
    return isSaid ? resource : { ...resource, defaultNamespace: namespace };
  });
}
