import { memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import { findExposures } from '../../judge/exposure/find-exposures.ts';
import type { ExposureStep, WorkloadExposure } from '../../model/exposure.ts';
import type { Gap } from '../../model/reading.ts';
import type { Release } from '../../model/release.ts';
import type { GoneEntrance, GoneService, Removal } from '../../model/removal.ts';
import type { Resource } from '../../model/resource.ts';
import { openGaps, reachResources } from '../reach-resources.ts';

/** Services, ways from outside and connections that there would not be when only some of a release's objects stay. */
export function compareNetwork(
  { product, version, resources = [] }: Release,
  staying: readonly Resource[],
): { readonly network: Removal['network']; readonly gaps: readonly Gap[] } {
  const [before, after] = [resources, staying].map((each) => ({
    entrances: findExposures(each).flatMap(toEntrances),
    reach: reachResources({ product, version, resources: each, gaps: [] }),
  }));
  if (!before || !after) throw new Error('two states were given');
  const kept = new Set(after.entrances.map((entrance) => JSON.stringify(entrance)));
  return {
    network: {
      services: findServices(resources, staying),
      entrances: before.entrances.filter((entrance) => !kept.has(JSON.stringify(entrance))),
      connections: { before: before.reach.connections.length, after: after.reach.connections.length },
    },
    gaps: openGaps(after.reach.gaps),
  };
}

function toEntrances({ workload, ways }: WorkloadExposure): readonly GoneEntrance[] {
  return ways.map(({ steps, doubt = null }) => ({ workload, steps: steps.slice(0, -1).map(describeStep), doubt }));
}

function describeStep({ resource: { kind, namespace, name }, detail }: ExposureStep): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}${detail === undefined ? '' : `, ${detail}`}`;
}

function findServices(resources: readonly Resource[], staying: readonly Resource[]): readonly GoneService[] {
  const kept = new Set(staying.map(({ identity }) => JSON.stringify(identity)));
  return resources
    .filter(({ identity }) => identity.kind === 'Service' && identity.apiVersion === 'v1' && !kept.has(JSON.stringify(identity)))
    .map(({ identity, value }) => ({ service: identity, ports: objectsAt(value, 'spec', 'ports').map(describePort) }));
}

function describePort(port: Readonly<Record<string, unknown>>): string {
  const name = textAt(port, 'name');
  const number = memberAt(port, 'port');
  return `${textAt(port, 'protocol') ?? 'TCP'} ${typeof number === 'number' ? number : '?'}${name === undefined ? '' : ` (${name})`}`;
}
