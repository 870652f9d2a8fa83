import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { Entrance } from '../entrance.ts';
import { toStep } from '../to-step.ts';

/**
 * Routes of OpenShift: where they lead, and where else.
 *
 * source  https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/network_apis/route-route-openshift-io-v1
 */
export function findOpenshiftRoutes(cluster: Cluster): readonly Entrance[] {
  return cluster.ofKind('route.openshift.io', 'Route').flatMap((route): readonly Entrance[] => {
    const targets = [memberAt(route.value, 'spec', 'to'), ...objectsAt(route.value, 'spec', 'alternateBackends')];
    const names = targets.flatMap((target) => textAt(target, 'name') ?? []);
    const steps = [toStep(route, textAt(route.value, 'spec', 'host'))];
    return names.map((name) => ({ kind: 'openshift-route', steps, target: { kind: 'service', name, from: route } }));
  });
}
