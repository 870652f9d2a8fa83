import { memberAt, objectsAt } from '../../../formats/json/members.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import { containersOf, type Workload } from '../../../formats/kubernetes/workload.ts';
import type { Entrance } from '../entrance.ts';

/**
 * Pods on the network of their node, and containers with a port of it.
 *
 * source  https://kubernetes.io/docs/concepts/security/pod-security-standards/, "Host Namespaces", "Host Ports"
 */
export function findHostEntrances(_cluster: Cluster, workloads: readonly Workload[]): readonly Entrance[] {
  return workloads.flatMap((workload): readonly Entrance[] => {
    const target = { kind: 'workload', workload } as const;
    if (memberAt(workload.pod, 'hostNetwork') === true) return [{ kind: 'host-network', steps: [], target }];
    const isOpen = containersOf(workload.pod).some((container) =>
      objectsAt(container, 'ports').some(({ hostPort }) => typeof hostPort === 'number' && hostPort > 0),
    );
    return isOpen ? [{ kind: 'host-port', steps: [], target }] : [];
  });
}
