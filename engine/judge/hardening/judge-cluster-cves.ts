import { readCvss } from '../../formats/cvss/read-cvss.ts';
import type { Advisory, AffectedPackage } from '../../model/advisory.ts';
import type { ClusterCve, ClusterCves } from '../../model/cluster-cves.ts';
import { type Severity, severities } from '../../model/severity.ts';
import { judgeRange } from '../../versions/range.ts';
import { semver } from '../../versions/semver/semver.ts';

/** A version of Kubernetes 1, as somebody stated it. */
export interface StatedKubernetes {
  readonly minor: number;
  /** Null where only `v1.28` is said. */
  readonly patch: number | null;
}

/** What Kubernetes is made of, numbered as Kubernetes is; its feed also has drivers and controllers, which are not. */
export const clusterComponents: readonly string[] = [
  ...['k8s.io/kubernetes', 'k8s.io/apiserver', 'k8s.io/controller-manager', 'k8s.io/scheduler', 'k8s.io/kube-scheduler'],
  ...['k8s.io/kube-controller-manager', 'k8s.io/kube-apiserver', 'k8s.io/kubelet', 'k8s.io/kube-proxy', 'k8s.io/kubectl'],
  'k8s.io/client-go',
];

/**
 * The known CVEs of a version of Kubernetes.
 *
 * in      the stated version; advisories of ecosystem `Kubernetes` that name one of `clusterComponents`
 * out     affected ones and those that nobody can tell of, ordered by severity and id. Where no patch version is stated, a CVE that begins or ends within
 *         the minor version is `unknown`, with the version that fixes it: never left out
 * source  kubernetes-sigs/cve-feed-osv; OSV schema 1.7, "Evaluation"
 */
export function judgeClusterCves(stated: StatedKubernetes, advisories: readonly Advisory[]): ClusterCves {
  const rows = advisories
    .filter(({ withdrawnAt }) => withdrawnAt === undefined)
    .flatMap((advisory) =>
      advisory.affected
        .filter(({ name }) => clusterComponents.includes(name))
        .flatMap((entry): ClusterCve[] => {
          const judged = judge(stated, entry);
          return judged ? [{ id: advisory.id, component: entry.name, severity: severityOf(advisory, entry), ...judged }] : [];
        }),
    );
  const byBadness = (a: ClusterCve, b: ClusterCve) => severities.indexOf(a.severity) - severities.indexOf(b.severity);
  return {
    version: `v1.${stated.minor}${stated.patch === null ? '' : `.${stated.patch}`}`,
    judged: new Set(advisories.map(({ id }) => id)).size,
    newestAt: advisories.reduce<string | null>(
      (newest, { modifiedAt }) => (modifiedAt > (newest ?? '') ? modifiedAt : newest),
      null,
    ),
    rows: rows.toSorted((a, b) => byBadness(a, b) || (a.id < b.id ? -1 : 1)),
  };
}

type Judged = Pick<ClusterCve, 'verdict' | 'fixedIn' | 'because'>;

function judge({ minor, patch }: StatedKubernetes, entry: AffectedPackage): Judged | undefined {
  const version = `1.${minor}.${patch ?? 0}`;
  const within = patch === null ? boundsWithin(minor, entry) : [];
  const { verdict, fixedIn, comparison } = judgeRange({
    scheme: semver,
    version,
    ranges: entry.ranges,
    versions: entry.versions,
  });
  if (within.length > 0) {
    const because = `the patch version of v1.${minor} is not stated, and it is another one from ${within.join(', ')}`;
    return { verdict: 'unknown', fixedIn: fixesWithin(minor, entry), because };
  }
  return verdict === 'not-affected' ? undefined : { verdict, fixedIn, because: comparison };
}

/** Versions of the minor version, after its first, at which something begins or ends. */
function boundsWithin(minor: number, { ranges, versions }: AffectedPackage): readonly string[] {
  const stated = ranges.flatMap(({ events }) => events.flatMap((event) => Object.values(event) as readonly string[]));
  return [...new Set([...stated, ...versions])].filter((version) => isLater(minor, version));
}

function fixesWithin(minor: number, { ranges }: AffectedPackage): readonly string[] {
  const fixes = ranges.flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? []));
  return [...new Set(fixes)].filter((version) => isLater(minor, version));
}

function isLater(minor: number, version: string): boolean {
  const [, at, patch] = /^v?1\.(\d{1,4})\.(\d{1,4})(?:[-+]|$)/.exec(version) ?? [];
  return Number(at) === minor && Number(patch) > 0;
}

function severityOf(advisory: Advisory, entry: AffectedPackage): Severity {
  const vector = [...entry.severities, ...advisory.severities].find((one) => one.vector !== undefined)?.vector;
  return (vector === undefined ? undefined : readCvss(vector)?.severity) ?? 'UNKNOWN';
}
