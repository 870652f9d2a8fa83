import { clusterComponents, judgeClusterCves, type StatedKubernetes } from '../judge/hardening/judge-cluster-cves.ts';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import type { Advisory } from '../model/advisory.ts';
import type { ClusterCves } from '../model/cluster-cves.ts';

/**
 * The known CVEs of a stated version of Kubernetes, as an advisory source has them.
 *
 * out     null where there is no source, or it holds nothing of Kubernetes: then nobody looked
 */
export function findClusterCves(stated: StatedKubernetes, source: AdvisorySource | undefined): ClusterCves | null {
  if (!source?.ecosystems.has('Kubernetes')) return null;
  const byId = new Map<string, Advisory>();
  for (const component of clusterComponents)
    for (const advisory of source.find('Kubernetes', component)) {
      const known = byId.get(advisory.id);
      byId.set(advisory.id, known ? { ...known, affected: [...known.affected, ...advisory.affected] } : advisory);
    }
  return judgeClusterCves(stated, [...byId.values()]);
}
