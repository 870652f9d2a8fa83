import { memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { protocols } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import { type PodGroup, resolvePort } from './find-pods.ts';
import { noPorts, type PortSet, portsOf, unite } from './port-set.ts';

/**
 * The ports of a pod that a Service's port leads to.
 *
 * in      number or name of the Service's port, or what it targets; undefined for every port
 */
export function targetPorts(service: Resource, port: number | string | undefined, pod: PodGroup): PortSet {
  return objectsAt(service.value, 'spec', 'ports')
    .filter((each) => port === undefined || [each.port, each.name, each.targetPort].includes(port))
    .reduce<PortSet>((sum, each) => unite(sum, targetOf(each, pod)), noPorts);
}

function targetOf(port: Readonly<Record<string, unknown>>, pod: PodGroup): PortSet {
  const protocol = protocols.find((each) => each === (textAt(port, 'protocol') ?? 'TCP'));
  const target = memberAt(port, 'targetPort') || port.port;
  if (protocol === undefined) return noPorts;
  if (typeof target === 'string' && !/^\d{1,5}$/.test(target)) return resolvePort({ protocol, name: target }, pod.ports);
  const number = Number(scalarText(target));
  return Number.isInteger(number) && number > 0 && number <= 65_535 ? portsOf({ protocol, from: number, to: number }) : noPorts;
}
