import type { Gap } from '../../model/reading.ts';
import type { Entrances } from './entrances/backend.ts';
import type { Judged } from './find-reach.ts';
import { namespaceOrDefault } from './namespace-of.ts';
import { isSelected } from './terrain.ts';
import { describeResource, toGap } from './to-gap.ts';

/** Policies that select no pod, and entrances whose Service is not there, which decide nothing and may be a slip; and entrances that lead nobody knows where. */
export function findIdle({ cluster, policies, terrain }: Judged, { backends, unled }: Entrances): readonly Gap[] {
  const pods = terrain.parties.filter(({ kind }) => kind === 'pods');
  const services = new Set(cluster.ofKind('', 'Service').map((each) => `${namespaceOrDefault(each)}/${each.identity.name}`));
  return [
    ...policies
      .filter(({ subject }) => !pods.some((party) => isSelected(subject, party)))
      .map(({ resource }) => toGap('selector-matches-nothing', resource, 'it selects no pod of these manifests')),
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
