import type { RightsGrant, RightsSharing, RightsSubject } from '../../model/rights.ts';
import { powersIn, sentenceOf } from './powers.ts';
import type { RightsBook } from './rights-book.ts';
import { describeSubject } from './subjects.ts';

const acting = new Set(['everything', 'create-pods', 'exec', 'mint-tokens', 'impersonate']);

/**
 * Who can act in the namespaces of tenants without being one of them, and where several people share one.
 *
 * out     by namespace; for each subject the first power that is enough; what holds in the whole cluster is there for every tenant
 */
export function findSharing(
  subjects: readonly RightsSubject[],
  tenants: readonly string[],
  book: RightsBook,
): readonly RightsSharing[] {
  if (tenants.length === 0) return [];
  const strong = subjects.flatMap((subject) => {
    const ways = book.ownGrants(subject).flatMap(toWays);
    return ways.length > 0 ? [{ subject, ways }] : [];
  });
  return tenants.flatMap((namespace) => [
    ...strong.flatMap(({ subject, ways }): RightsSharing[] => {
      const way = ways.find(({ grant }) => grant.namespace === null || grant.namespace === namespace);
      if (!way || subject.namespace === namespace || isMember(subject, way.grant)) return [];
      return [{ namespace, subject, kind: way.kind, sentence: `${describeSubject(subject)} ${way.sentence}.` }];
    }),
    ...findMembers(strong, namespace),
  ]);
}

function toWays(grant: RightsGrant) {
  return grant.rules.flatMap((rule) =>
    powersIn(grant, rule)
      .filter(({ kind }) => acting.has(kind))
      .map((power) => ({ grant, kind: power.kind, sentence: sentenceOf(grant, power) })),
  );
}

/** People whom the namespace itself lets in. */
function isMember({ kind }: RightsSubject, { namespace }: RightsGrant): boolean {
  return kind !== 'ServiceAccount' && namespace !== null;
}

/** One owner shares with nobody. */
function findMembers(
  strong: readonly { readonly subject: RightsSubject; readonly ways: ReturnType<typeof toWays> }[],
  namespace: string,
): readonly RightsSharing[] {
  const members = strong.filter(({ subject, ways }) =>
    ways.some(({ grant }) => grant.namespace === namespace && isMember(subject, grant)),
  );
  if (members.length < 2) return [];
  return members.map(({ subject }) => ({
    ...{ namespace, subject, kind: 'member' },
    sentence: `${describeSubject(subject)} shares namespace ${namespace}, its accounts and its Secrets with ${members.length - 1} others.`,
  }));
}
