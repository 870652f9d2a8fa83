import type { Proposal } from '../../../model/reach.ts';
import { printable } from '../printable.ts';
import { describeOpen, describePeer } from './describe-reach.ts';

/** `plimsoll reach --propose FILE` as JSON. */
export function proposalToJson(proposal: Proposal): string {
  return `${JSON.stringify({ schema: 'plimsoll.reach-proposal/v1', ...proposal }, undefined, 2)}\n`;
}

/** Manifests that can be applied as they are, under comments that say what they were found to do. */
export function proposalToManifests({ policies, isProven, differences, beyond = [], gaps }: Proposal): string {
  const verdict = isProven
    ? 'Applied to these manifests, they allow what was declared and nothing else.'
    : 'They do not allow exactly what was declared:';
  const changes = differences.map(({ change, from, to, before, after, conditionsAfter }) => {
    const declared = `declared with ${describeOpen(before)}`;
    const what = { added: 'not declared', removed: 'declared, not allowed', changed: declared }[change];
    return `${describePeer(from)} to ${describePeer(to)}: ${describeOpen(after, conditionsAfter)} (${what})`;
  });
  const limits = beyond.map(({ resource, why }) => `Not proven of ${resource}: ${why}`);
  const comments = [verdict, ...changes, ...gaps.map(({ detail }) => detail), ...limits].map((line) => `# ${printable(line)}`);
  return `${[comments.join('\n'), ...policies.map((policy) => JSON.stringify(policy, undefined, 2))].join('\n---\n')}\n`;
}
