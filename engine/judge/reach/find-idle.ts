import { textAt } from '../../formats/json/members.ts';
import { labelsAt, selects } from '../../formats/kubernetes/cluster.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';
import type { Entrances } from './entrances/backend.ts';
import type { PodGroup } from './find-pods.ts';
import type { Judged } from './find-reach.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import { isSelected } from './terrain.ts';
import { describeResource, toGap } from './to-gap.ts';

/** Policies and Services that select no pod, and entrances whose Service is not there, which decide nothing and may be a slip; and entrances that lead nobody knows where. */
export function findIdle({ cluster, policies, terrain }: Judged, { backends, unled }: Entrances): readonly Gap[] {
  const pods = terrain.parties.filter((party) => party.kind === 'pods');
  const services = new Map(
    cluster.ofKind('', 'Service').map((each) => [`${namespaceOrDefault(each)}/${each.identity.name}`, each]),
  );
  const idle = [
    ...policies.filter(({ subject }) => !pods.some((party) => isSelected(subject, party))).map(({ resource }) => resource),
    ...[...services.values()].filter((service) =>
      selectsNone(
        service,
        pods.map(({ group }) => group),
      ),
    ),
  ];
  return [
    ...idle.map((each) => toGap('selector-matches-nothing', each, 'it selects no pod of these manifests')),
    ...backends
      .filter(({ namespace, service }) => !services.has(`${namespace}/${service}`))
      .map(({ by, namespace, service }) =>
        toGap('service-missing', by, `it leads to Service ${namespace}/${service}, which these manifests do not have`),
      ),
    ...[...new Map(unled.map((each) => [`${describeResource(each.by)} ${each.why}`, each])).values()].map(({ code, by, why }) =>
      toGap(code, by, why),
    ),
  ];
}

/** One without a selector has endpoints that somebody else writes. */
function selectsNone(service: Resource, pods: readonly PodGroup[]): boolean {
  const selector = labelsAt(service.value, 'spec', 'selector');
  if (!selector || selector.size === 0 || textAt(service.value, 'spec', 'type') === 'ExternalName') return false;
  return !pods.some(({ namespace, labels }) => namespace === namespaceOrDefault(service) && selects(selector, labels));
}
