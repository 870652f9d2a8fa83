import type { WorkloadChange } from '../../model/hardening-change.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import { judgeOne } from './plan-workload.ts';

/**
 * Promises of a change that what is rendered with it does not keep, as sentences.
 *
 * in      the workloads of the change; the resources as they are rendered with it
 * out     empty where every workload has the level that the change says, those that it leaves alone too
 */
export function findUnkept(
  workloads: readonly WorkloadChange[],
  resources: readonly Resource[],
  minor: number,
): readonly string[] {
  const byKey = Map.groupBy(resources, ({ identity, file }) => keyOf(identity, file));
  return workloads.flatMap(({ resource, file, after }) => {
    const levels = (byKey.get(keyOf(resource, file)) ?? []).map((each) => judgeOne(each, minor).level);
    const name = `${resource.kind} ${resource.name}`;
    if (levels.length === 0) return [`${name} is not rendered anymore`];
    return levels.some((level) => level === after) ? [] : [`${name} would be ${levels.join(', ')} and not ${after}`];
  });
}

function keyOf({ apiVersion, kind, namespace, name }: ResourceIdentity, file: string): string {
  return JSON.stringify([apiVersion, kind, namespace, name, file]);
}
