import { type Cluster, namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { findPlace } from '../../formats/kubernetes/find-place.ts';
import { isPlaced, pathInResource } from '../../formats/kubernetes/workload.ts';
import type { UnusedRights } from '../../model/rights.ts';
import type { RunningPod } from './build-graph.ts';
import type { RightsBook } from './rights-book.ts';
import { describeSubject, subjectKey } from './subjects.ts';

/**
 * Accounts with rights that no workload runs as, roles that nobody is bound to, and tokens of accounts that have no rights.
 *
 * Manifests do not tell what controllers create, or what people use: these are questions, not errors.
 */
export function findUnused(cluster: Cluster, book: RightsBook, pods: readonly RunningPod[]): readonly UnusedRights[] {
  const running = new Set(pods.map(({ account }) => subjectKey(account)));
  const accounts = book.subjects.filter((subject) => subject.kind === 'ServiceAccount' && !running.has(subjectKey(subject)));
  const stated = new Map(
    cluster
      .ofKind('', 'ServiceAccount')
      .map((resource) => [
        subjectKey({ kind: 'ServiceAccount', namespace: namespaceOf(resource) ?? '', name: resource.identity.name }),
        resource,
      ]),
  );
  return [
    ...accounts.map((subject): UnusedRights => {
      const [grant] = book.ownGrants(subject);
      const { file = null, line = null } = stated.get(subjectKey(subject)) ?? grant ?? {};
      const roles = [...new Set(book.ownGrants(subject).map(({ role }) => `${role.kind} ${role.name}`))];
      const sentence = `${describeSubject(subject)} has ${roles.join(', ')}, and no workload of the release runs as it.`;
      return { kind: 'account', name: describeSubject(subject), sentence, file, line };
    }),
    ...findRoles(book),
    ...findTokens(book, pods),
  ];
}

function findRoles({ roles, bound }: RightsBook): readonly UnusedRights[] {
  return [...roles].flatMap(([key, { resource, isAggregated, kind, name }]): UnusedRights[] => {
    if (!resource || isAggregated || bound.has(key)) return [];
    const { file, line = null } = resource;
    return [{ kind: 'role', name: `${kind} ${name}`, sentence: `Nothing in the release binds ${kind} ${name}.`, file, line }];
  });
}

function findTokens(book: RightsBook, pods: readonly RunningPod[]): readonly UnusedRights[] {
  return pods.flatMap(({ workload, account, hasToken }): UnusedRights[] => {
    if (!hasToken || !isPlaced(workload) || book.ownGrants(account).length > 0) return [];
    const { resource } = workload;
    const { identity } = resource;
    const { file, line } = findPlace(resource, pathInResource(workload, 'automountServiceAccountToken'));
    const name = `${identity.kind} ${account.namespace ? `${account.namespace}/` : ''}${identity.name}`;
    const sentence = `${name} has the token of ${describeSubject(account)}, which has no rights of its own; automountServiceAccountToken: false leaves it out.`;
    return [{ kind: 'token', name, sentence, file, line }];
  });
}
