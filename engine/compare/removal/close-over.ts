import type { GoneResource } from '../../model/removal.ts';
import type { Resource } from '../../model/resource.ts';
import type { Link } from './find-links.ts';
import { nameOf } from './name-of.ts';

/** Why something goes. */
export type Reason = Pick<GoneResource, 'why' | 'because'>;

/** Kinds that do nothing by themselves: they go with the last that needs them. */
const passive: ReadonlySet<string> = new Set([
  ...[
    'ConfigMap',
    'Secret',
    'ServiceAccount',
    'PersistentVolumeClaim',
    'Role',
    'ClusterRole',
    'Namespace',
    'PriorityClass',
    'Gateway',
  ],
]);
/** What Kubernetes' own roles are made of. */
const aggregates = /^rbac\.authorization\.k8s\.io\/aggregate-to-/;

/**
 * What goes besides: what nothing else needs, and what is there for nothing else; again, until nothing more goes.
 *
 * What nobody refers to stays, since people or programs may use it.
 *
 * cost    O(objects × rounds + links × rounds)
 */
export function closeOver(first: ReadonlyMap<Resource, Reason>, links: readonly Link[]): ReadonlyMap<Resource, Reason> {
  const gone = new Map(first);
  const needed = Map.groupBy(
    links.filter(({ role }) => role === 'needs').flatMap((link) => link.to.map((to) => ({ to, from: link.from }))),
    ({ to }) => to,
  );
  const serving = Map.groupBy(
    links.filter(({ role }) => role === 'serves'),
    ({ from }) => from,
  );
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const [resource, users] of needed) {
      if (gone.has(resource) || !goesWithUsers(resource) || !users.every(({ from }) => gone.has(from))) continue;
      gone.set(resource, { why: 'only-for-it', because: `Only ${list(users.map(({ from }) => from))} needs it.` });
    }
    for (const [resource, served] of serving) {
      const isIdle = served.every(({ to }) => to.length > 0 && to.every((each) => gone.has(each)));
      if (gone.has(resource) || !isIdle) continue;
      gone.set(resource, { why: 'only-for-it', because: `It is there for ${list(served.flatMap(({ to }) => to))} alone.` });
    }
  }
  return gone;
}

function goesWithUsers({ identity, value }: Resource): boolean {
  const { metadata } = value;
  const labels = typeof metadata === 'object' && metadata !== null && 'labels' in metadata ? metadata.labels : undefined;
  return passive.has(identity.kind) && !Object.keys(Object(labels)).some((label) => aggregates.test(label));
}

function list(resources: readonly Resource[]): string {
  const names = [...new Set(resources.map(nameOf))];
  const [first = '', ...more] = names;
  return more.length === 0 ? first : more.length === 1 ? `${first} and ${more[0]}` : `${first} and ${more.length} more`;
}
