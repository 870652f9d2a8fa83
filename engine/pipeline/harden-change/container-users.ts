import type { ContainerUser } from '../../compare/remediation/hardening/choose-settings.ts';
import { numberAt } from '../../formats/json/members.ts';
import type { NonRootRow } from '../../model/non-root.ts';

/**
 * What a change may rely on of the users of one workload's containers.
 *
 * in      the verdicts on its containers; whether those that nobody knows are taken for non-root
 * out     by name of the container. Numbers that contradict each other, as two groups for one pod do, make a container one that may be root
 */
export function toContainerUsers(
  rows: readonly NonRootRow[],
  { assumeNonRoot }: { readonly assumeNonRoot: boolean },
): ReadonlyMap<string, ContainerUser> {
  const users = rows.map((row) => [row.container, toUser(row, assumeNonRoot)] as const);
  const groups = new Set(users.flatMap(([, { fsGroup }]) => fsGroup ?? []));
  return new Map(users.map(([name, user]) => [name, groups.size > 1 && user.fsGroup !== undefined ? atOdds(user) : user]));
}

function toUser(row: NonRootRow, assumeNonRoot: boolean): ContainerUser {
  const { verdict, because } = row;
  if (verdict === 'enforced') return { nonRoot: 'is', because };
  if (verdict === 'unknown' && assumeNonRoot) return { nonRoot: 'can', because };
  if (verdict !== 'ready' && verdict !== 'ready-with') return { nonRoot: 'may-not', because };
  const { values = {}, set } = row;
  const given = (name: 'runAsUser' | 'runAsGroup' | 'fsGroup') => values[name] ?? numberAt(set, name);
  const [runAsUser, runAsGroup, fsGroup] = [given('runAsUser'), given('runAsGroup'), given('fsGroup')];
  const { supplementalGroups, sysctls, capabilities } = values;
  return {
    nonRoot: 'can',
    because,
    ...(runAsUser !== undefined && { runAsUser }),
    ...(runAsGroup !== undefined && { runAsGroup }),
    ...(fsGroup !== undefined && { fsGroup }),
    ...(supplementalGroups && { supplementalGroups }),
    ...(sysctls && { sysctls }),
    ...(capabilities && { capabilities }),
  };
}

function atOdds({ because }: ContainerUser): ContainerUser {
  return { nonRoot: 'may-not', because: [...because, 'Another container of its pod wants another fsGroup.'] };
}
