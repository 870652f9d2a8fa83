import type { Finding } from '../../../model/finding.ts';
import type { GateRuleVerdict, GateVerdict } from '../../../model/gate.ts';

/** The findings that rules which do not hold have counted, each once, in the order of the first rule that counts it. */
export function failedFindings({ rules }: GateVerdict): readonly Finding[] {
  return [...new Set(rules.filter(({ passed }) => !passed).flatMap(({ rows }) => rows))];
}

/** `3 counted, of 120 findings; 2 more are taken out by statements or exceptions`. */
export function describeCount({ counted, of, suppressed }: GateRuleVerdict): string {
  const out =
    suppressed === 0 ? '' : `; ${suppressed} more ${suppressed === 1 ? 'is' : 'are'} taken out by statements or exceptions`;
  return `${counted} counted, of ${of} findings${out}`;
}

/** `3 of 120 packages; the licenses of 40 are unknown`. */
export function describeLicenseCount({ rows, of, unknown }: NonNullable<GateVerdict['licenses']>): string {
  return `${rows.length} of ${of} packages; ${unknown} ${unknown === 1 ? 'states' : 'state'} no license that can be judged`;
}

/** What the policy demands of coverage, in words. */
export function describeCoverageDemand({ coverage: { policy } }: GateVerdict): string {
  const allowed = policy.allow.length > 0 ? `, beside ${policy.allow.join(', ')}` : '';
  return policy.unread === 0 && allowed === ''
    ? 'coverage is complete'
    : `at most ${policy.unread} unread or undecided${allowed}`;
}

/** The verdict in a sentence. */
export function describeVerdict(verdict: GateVerdict): string {
  const { demands, passed, rules, licenses, coverage } = verdict;
  const failed = rules.filter((rule) => !rule.passed).length + (licenses?.passed === false ? 1 : 0);
  const all = rules.length + (licenses ? 1 : 0);
  const said = passed ? 'The gate says yes' : 'The gate says no';
  const because = passed
    ? all === 1
      ? 'what is demanded holds'
      : `all ${all} demands hold`
    : `${failed} of ${all} ${all === 1 ? 'demand does' : 'demands do'} not hold`;
  const judged = demands ? `${said}: ${because}.` : 'Nothing is demanded: the policy has no `gate` and no `licenses`.';
  return coverage.isAccepted ? judged : `${judged} Coverage is incomplete: what was not read or decided was not judged.`;
}
