import { toCluster } from '../formats/kubernetes/cluster.ts';
import { findUnreadable } from '../formats/kubernetes/find-unreadable.ts';
import { findExposures } from '../judge/exposure/find-exposures.ts';
import { findFailures, judgePods } from '../judge/hardening/find-failures.ts';
import { tellForeignPolicies } from '../judge/hardening/foreign-policies.ts';
import { judgeKubernetes, judgeLife } from '../judge/hardening/judge-life.ts';
import { judgeNamespaces } from '../judge/hardening/judge-namespaces.ts';
import { judgeNonRoot } from '../judge/hardening/judge-non-root.ts';
import { judgeProvenance } from '../judge/hardening/judge-provenance.ts';
import { linters, oursFor } from '../judge/hardening/known-as.ts';
import { exposedFirst, rollUpNonRoot } from '../judge/hardening/non-root/roll-up.ts';
import { tellRefusedPolicies } from '../judge/hardening/policies.ts';
import { judgeExceptions } from '../judge/hardening/suppression.ts';
import { compareChecks, tellUnplaced } from '../judge/reconciliation/compare-checks.ts';
import type { ClusterCves } from '../model/cluster-cves.ts';
import type { Finding } from '../model/finding.ts';
import type { CheckException, Hardening } from '../model/hardening.ts';
import type { DeclaredImage } from '../model/inventory.ts';
import type { NonRootRow } from '../model/non-root.ts';
import type { Gap } from '../model/reading.ts';
import type { ReleaseImage } from '../model/release.ts';
import type { Resource, ResourceIdentity } from '../model/resource.ts';
import type { ScanReport } from '../model/scan.ts';

/** What hardening is judged from. */
export interface HardeningSubject {
  readonly product: string;
  readonly version: string;
  readonly resources: readonly Resource[];
  /** Empty where no image was read. */
  readonly images: readonly ReleaseImage[];
  /** What the manifests declare; absent where there is no record, and nothing can then be said of images. */
  readonly declared?: readonly DeclaredImage[];
  /** What was found in the images; absent where there were no advisories. */
  readonly findings?: readonly Finding[];
  /** Other tools' reports, in the order that they were given. */
  readonly reports?: readonly ScanReport[];
  /** Component → its owner, as configured. */
  readonly owners?: ReadonlyMap<string, string>;
  /** Registries, or folders of them, that images may come from. */
  readonly allowedRegistries?: readonly string[];
  readonly exceptions?: readonly CheckException[];
  /** See `Hardening.clusterCves`. */
  readonly clusterCves?: ClusterCves | null;
  /** The time that ages and ends of life are judged at, ISO 8601. */
  readonly now: string;
  readonly gaps: readonly Gap[];
}

/**
 * How hard a release is to break into.
 *
 * in      minor versions of Kubernetes 1: by whose Pod Security Standards pods are judged, and that it is installed on
 * gaps    those of the subject, of `findUnreadable`, `tellRefusedPolicies` and `tellForeignPolicies`; resources-missing: there is nothing to judge, which is not the same as hardened
 */
export function hardenResources(
  { product, version, resources, images, declared, now, gaps, ...beside }: HardeningSubject,
  minor: { readonly podSecurity: number; readonly kubernetes: number },
): Hardening {
  const cluster = toCluster(resources);
  const { reports = [], exceptions = [], allowedRegistries = [], clusterCves } = beside;
  const checks = findFailures(resources, { kubernetesMinor: minor.kubernetes, allowedRegistries, exceptions, now }).map(
    (found) => {
      const owner = beside.owners?.get(found.component ?? '');
      return owner === undefined ? found : { ...found, owner };
    },
  );
  const nonRoot = judgeWithoutRoot(resources, images, declared);
  return {
    product,
    version,
    checks,
    nonRoot,
    nonRootTotals: rollUpNonRoot(nonRoot),
    podSecurity: judgePods(resources, minor.podSecurity),
    namespaces: judgeNamespaces(resources, minor.kubernetes),
    ...(exceptions.length > 0 && { exceptions: judgeExceptions(exceptions, checks, now) }),
    kubernetes: judgeKubernetes(minor.kubernetes, now),
    ...(clusterCves !== undefined && { clusterCves }),
    ...(reports.length > 0 && { comparison: compareChecks({ resources, failures: checks, reports, oursFor: findOurs }) }),
    ...(declared && { life: judgeLife(images, now), provenance: judgeProvenance(images, declared, now, beside.findings) }),
    gaps: [
      ...gaps,
      ...findUnreadable(resources, 'judge/hardening'),
      ...tellRefusedPolicies(cluster),
      ...tellForeignPolicies(cluster),
      ...reports.flatMap((report) => report.gaps),
      ...tellUnplaced(reports),
      ...(resources.length === 0 ? [nothing] : []),
    ],
  };
}

/** Our checks for another tool's control. */
function findOurs(tool: string, id: string): readonly string[] {
  const linter = linters.find((one) => one === tool || (one === 'trivy' && tool === 'trivy-operator'));
  return linter ? oursFor(linter, id) : [];
}

/** With who owns each image and which ways lead to each workload; what can be reached first. */
function judgeWithoutRoot(
  resources: readonly Resource[],
  images: readonly ReleaseImage[],
  declared: readonly DeclaredImage[] = [],
): readonly NonRootRow[] {
  const byReference = new Map(images.map((image) => [image.reference, image]));
  const declaredAs = new Map(declared.map((image) => [image.reference, image]));
  const keyOf = ({ apiVersion, kind, namespace, name }: ResourceIdentity) => JSON.stringify([apiVersion, kind, namespace, name]);
  const ways = Map.groupBy(findExposures(resources), ({ workload }) => keyOf(workload));
  const rows = judgeNonRoot(resources, (reference) => byReference.get(reference)).map((row) => {
    const { owners = [], components = [] } = declaredAs.get(row.image) ?? {};
    const component = row.component ?? (components.length === 1 ? components[0] : undefined);
    // A resource may hold several pods, and a row does not say whose it is: the most exposed of them counts.
    const found = ways.get(keyOf(row.resource))?.map(({ exposure }) => exposure);
    const exposure = (['exposed', 'unknown', 'not-exposed'] as const).find((one) => found?.includes(one));
    return {
      ...row,
      ...(component !== undefined && { component }),
      ...(owners.length > 0 && { owners }),
      ...(exposure && { exposure }),
    };
  });
  return exposedFirst(rows);
}

const nothing: Gap = {
  code: 'resources-missing',
  unit: 'pipeline',
  detail: 'There are no Kubernetes objects to judge; a record of an older version does not hold them.',
};
