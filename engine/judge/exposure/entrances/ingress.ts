import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Entrance } from '../entrance.ts';
import { toStep } from '../to-step.ts';

/**
 * Ingresses of every version of the API: their default backend, and the one of each path.
 *
 * source  https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export function findIngresses(cluster: Cluster): readonly Entrance[] {
  const all = [...cluster.ofKind('networking.k8s.io', 'Ingress'), ...cluster.ofKind('extensions', 'Ingress')];
  return all.flatMap((ingress) => backendsOf(ingress).map((backend) => toEntrance(ingress, backend)));
}

interface Backend {
  readonly name: string;
  readonly detail?: string;
}

function backendsOf({ value }: Resource): readonly Backend[] {
  const byDefault = nameOf(memberAt(value, 'spec', 'defaultBackend') ?? memberAt(value, 'spec', 'backend'));
  const ruled = objectsAt(value, 'spec', 'rules').flatMap((rule) =>
    objectsAt(rule, 'http', 'paths').flatMap((path) => {
      const name = nameOf(path.backend);
      return name === undefined ? [] : [{ name, detail: `${textAt(rule, 'host') ?? '*'}${textAt(path, 'path') ?? '/'}` }];
    }),
  );
  const found = [...(byDefault === undefined ? [] : [{ name: byDefault, detail: 'default backend' }]), ...ruled];
  return [...new Map(found.toReversed().map((each) => [each.name, each])).values()].toReversed();
}

/** Of `networking.k8s.io/v1`, or of the versions before it. */
function nameOf(backend: unknown): string | undefined {
  return textAt(backend, 'service', 'name') ?? textAt(backend, 'serviceName');
}

function toEntrance(ingress: Resource, { name, detail }: Backend): Entrance {
  return { kind: 'ingress', steps: [toStep(ingress, detail)], target: { kind: 'service', name, from: ingress } };
}
