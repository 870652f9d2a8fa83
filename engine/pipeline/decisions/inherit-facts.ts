import type { Release } from '../../model/release.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';

/**
 * Exceptions with what they rested on in the release before, where their files do not say it: so that they travel to the next release,
 * and ask again where that changed.
 *
 * in      decisions as their files state them; the record of the release before
 * out     one that says something else than it did there is decided anew, and rests on nothing older; its place in its file may change
 */
export function inheritFacts(
  decisions: readonly TriageDecision[],
  { version, decisions: older = [] }: Pick<Release, 'version' | 'decisions'>,
): readonly TriageDecision[] {
  const before = new Map(older.map((decision) => [contentOf(decision), decision]));
  return decisions.map((decision) => {
    const old = decision.kind === 'exception' && !decision.restsOn ? before.get(contentOf(decision)) : undefined;
    if (old?.firstUsed) return { ...decision, restsOn: old.firstUsed, restedIn: version };
    return old?.restsOn && old.restedIn !== undefined ? { ...decision, restsOn: old.restsOn, restedIn: old.restedIn } : decision;
  });
}

/** Everything that a person wrote. */
function contentOf(decision: TriageDecision): string {
  const { kind, vulnerabilities, packages, images, type, owner, reason, justification, expires, paths, states } = decision;
  return JSON.stringify([kind, vulnerabilities, packages, images, type, owner, reason, justification, expires, paths, states]);
}
