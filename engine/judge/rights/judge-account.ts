import type { AccountReach, AccountRights } from '../../model/exposure.ts';
import type { PowerKind, RightsPower } from '../../model/rights.ts';

/** What gives no more than the one who has it has already, or needs another right to be of use. */
const weak: ReadonlySet<PowerKind> = new Set(['create-secrets', 'edit-roles', 'persistent-volumes']);

/** In one namespace these give its Secrets: read, mounted, or through an account that reads them. */
const givesSecrets: ReadonlySet<PowerKind> = new Set([
  'read-secrets',
  'create-pods',
  'exec',
  'impersonate',
  'bind',
  'escalate',
  'mint-tokens',
]);

/** Names that give everything, however few they are. */
const strongNames: ReadonlySet<string> = new Set(['cluster-admin', 'system:masters']);

/**
 * How far the powers of an account reach, with one sentence: the power that reaches furthest, and how many others there are.
 *
 * in      ordered by kind
 */
export function judgeAccount(powers: readonly RightsPower[]): AccountRights {
  const reaches = powers.map(reachOf);
  for (const reach of ['cluster', 'secrets', 'other'] as const) {
    const furthest = powers[reaches.indexOf(reach)];
    if (!furthest) continue;
    const more = powers.length - 1;
    const others = more === 0 ? '' : `, and it has ${more} ${more === 1 ? 'right' : 'rights'} more of that sort`;
    return { reach, reasons: [`Its service account ${furthest.sentence}${others}.`] };
  }
  return { reach: 'none', reasons: [] };
}

function reachOf({ kind, namespace, names }: RightsPower): AccountReach {
  if (kind === 'everything') return 'cluster';
  const isNarrow = names.length > 0 && !names.some((name) => strongNames.has(name));
  if (weak.has(kind) || isNarrow) return 'other';
  if (namespace === null) return 'cluster';
  return givesSecrets.has(kind) ? 'secrets' : 'other';
}
