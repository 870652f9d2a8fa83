import type { Proposal } from '../../../model/reach.ts';
import { printable } from '../printable.ts';
import { describePeer, describePorts } from './describe-reach.ts';

/** `plimsoll reach --propose FILE` as JSON. */
export function proposalToJson(proposal: Proposal): string {
  return `${JSON.stringify({ schema: 'plimsoll.reach-proposal/v1', ...proposal }, undefined, 2)}\n`;
}

/** Manifests that can be applied as they are, under comments that say what they were found to do. */
export function proposalToManifests({ policies, isProven, differences, gaps }: Proposal): string {
  const verdict = isProven
    ? 'Applied to these manifests, they allow what was declared and nothing else.'
    : 'They do not allow exactly what was declared:';
  const changes = differences.map(({ change, from, to, before, after }) => {
    const what = { added: 'not declared', removed: 'declared, not allowed', changed: `declared with ${describePorts(before)}` }[
      change
    ];
    return `${describePeer(from)} to ${describePeer(to)}: ${describePorts(after)} (${what})`;
  });
  const comments = [verdict, ...changes, ...gaps.map(({ detail }) => detail)].map((line) => `# ${printable(line)}`);
  return `${[comments.join('\n'), ...policies.map((policy) => JSON.stringify(policy, undefined, 2))].join('\n---\n')}\n`;
}
