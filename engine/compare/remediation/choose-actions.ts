import type { CandidateAction } from './candidate-action.ts';
import { type EffectKey, type Weights, weigh } from './effect.ts';

/** Which actions, in which order, and how good that is. */
export interface Choice {
  readonly actions: readonly CandidateAction[];
  /** The weight that they take away. */
  readonly achieved: number;
  /** No choice of as many actions takes more away than this. */
  readonly atMost: number;
}

/**
 * The actions that take most away, one after the other, each counted for what the ones before it leave.
 *
 * in      candidates; how many at most
 * out     the greedy choice: at least 63 % of the best one, and `atMost` says how close it is
 * cost    O(limit × effects of all candidates)
 * source  Nemhauser, Wolsey, Fisher 1978: of submodular functions the marginal gains bound the best choice
 */
export function chooseActions(candidates: readonly CandidateAction[], limit: number, weights: Weights): Choice {
  const done = new Set<EffectKey>();
  const priced = inOrder(candidates).map((action) => ({
    action,
    values: [...action.effects].map(([key, effect]) => [key, weigh(effect, weights)] as const),
  }));
  const gainOf = (values: readonly (readonly [EffectKey, number])[]): number => {
    let gain = 0;
    for (const [key, value] of values) if (!done.has(key)) gain += value;
    return gain;
  };
  const chosen: CandidateAction[] = [];
  let achieved = 0;
  let atMost = Number.POSITIVE_INFINITY;
  for (;;) {
    const gains = priced.map(({ action, values }) => ({ action, gain: gainOf(values) })).toSorted((a, b) => b.gain - a.gain);
    const most = gains.slice(0, limit).reduce((sum, { gain }) => sum + Math.max(0, gain), 0);
    atMost = Math.min(atMost, achieved + most);
    const [next] = gains;
    if (!next || next.gain <= 0 || chosen.length === limit)
      return { actions: chosen, achieved, atMost: Math.max(achieved, atMost) };
    chosen.push(next.action);
    achieved += next.gain;
    for (const key of next.action.effects.keys()) done.add(key);
  }
}

/** Of two that take away as much, the one that touches fewer images, then by name, so that a plan is the same every time. */
function inOrder(candidates: readonly CandidateAction[]): readonly CandidateAction[] {
  const named = candidates.map((action) => ({ action, name: `${action.kind} ${action.subject}` }));
  const byName = named.toSorted((a, b) => a.action.images.length - b.action.images.length || (a.name < b.name ? -1 : 1));
  return byName.map(({ action }) => action);
}
