import type { Cluster } from '../../formats/kubernetes/cluster.ts';
import { findWorkloads } from '../../formats/kubernetes/workload.ts';
import type { CheckFinding } from '../../model/hardening.ts';
import type { Reach } from '../../model/reach.ts';
import type { Gap } from '../../model/reading.ts';
import type { Rights } from '../../model/rights.ts';
import { severities } from '../../model/severity.ts';
import { type Tenancy, type TenancyFinding, type TenancyRules, type Tenant, tenancyCodes } from '../../model/tenancy.ts';
import { findCopiers } from './find-copiers.ts';
import { findIdleTokens } from './find-idle-tokens.ts';
import { findSharedNamespaces } from './find-shared-namespaces.ts';
import { findSharedSecrets } from './find-shared-secrets.ts';
import { judgeParameters } from './judge-parameters.ts';
import { judgeStore } from './judge-stores.ts';
import { toParties } from './parties.ts';
import { fromHardening, fromRights } from './platform-findings.ts';
import { findStoreGaps, findStores } from './read-stores.ts';
import { toSecretBook } from './secret-book.ts';
import { findCallers, type TenantPods } from './tenant-pods.ts';
import { keyOf } from './workload-words.ts';

/** What tenancy is judged from; the answers of other judges come in. */
export interface TenancyGround {
  readonly tenants: readonly Tenant[];
  readonly rules: TenancyRules;
  readonly rights: Rights;
  /** With the pods of `toTenantPods`. */
  readonly reach: Reach;
  readonly tenantPods: Pick<TenantPods, 'standsFor'>;
  /** `Kind/namespace/name` of a workload → ways from outside, in words. */
  readonly ways: ReadonlyMap<string, readonly string[]>;
  /** The same → why there may be others. */
  readonly doubts: ReadonlyMap<string, readonly string[]>;
  /** Of `judge/hardening`. */
  readonly failures: readonly CheckFinding[];
}

/**
 * What tenants share, and what is trusted that should not be.
 *
 * in      resources as a record holds them
 * gaps    tenants-unknown: no namespace is known to belong to a tenant, so that little can be said; those of `judgeParameters` and
 *         `findStoreGaps`
 * faults  none
 * cost    O(workloads + Secrets + connections)
 */
export function judgeTenancy(cluster: Cluster, ground: TenancyGround): Omit<Tenancy, 'product' | 'version'> {
  const { tenants, rules, rights, reach, tenantPods, ways, doubts, failures } = ground;
  const workloads = findWorkloads(cluster).filter(({ resource }) => resource.identity.kind !== 'PodTemplate');
  const parties = toParties(tenants);
  const book = toSecretBook(cluster, workloads);
  const copiers = findCopiers({ cluster, workloads, book, tenants });
  const found = findStores(workloads, rules.stores);
  const shared = { cluster, book, copiers, parties, ways, callersOf: findCallers({ ...reach, tenants }, tenantPods) };
  const stores = found.map((store) => judgeStore(store, shared));
  const parameters = judgeParameters(rules.parameters, { ...shared, workloads, rights, doubts, guarded: findGuarded(reach) });
  return {
    tenants,
    stores: stores.map(({ row }) => row),
    parameters: parameters.rows,
    findings: orderFindings([
      ...parameters.findings,
      ...stores.flatMap(({ findings }) => findings),
      ...findSharedSecrets(book, copiers, parties),
      ...findSharedNamespaces(rights, workloads, parties),
      ...fromRights(rights.issues, parties),
      ...fromHardening(failures, parties),
      ...findIdleTokens(rights, { workloads, stores: found, parties }),
    ]),
    gaps: [...(tenants.length === 0 ? [unknown] : []), ...findStoreGaps(found, rules.stores), ...parameters.gaps],
  };
}

function findGuarded({ isolation }: Reach): ReadonlySet<string> {
  return new Set(isolation.flatMap(({ workload, mesh }) => (mesh ? [keyOf(workload, workload.namespace)] : [])));
}

const unknown: Gap = {
  code: 'tenants-unknown',
  unit: 'judge/tenancy',
  detail: 'No namespace is known to belong to a tenant, so who shares what is not known; `tenants:` or --tenants names them.',
};

function orderFindings(findings: readonly TenancyFinding[]): readonly TenancyFinding[] {
  const rank = ({ severity, code }: TenancyFinding) => severities.indexOf(severity) * 100 + tenancyCodes.indexOf(code);
  return findings.toSorted((one, other) => rank(one) - rank(other));
}
