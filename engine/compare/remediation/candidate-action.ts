import type { ActionKind } from '../../model/plan.ts';
import type { Effect, EffectKey } from './effect.ts';

/** Something that could be done, with everything that it changes. */
export interface CandidateAction {
  readonly kind: ActionKind;
  readonly subject: string;
  /** References; sorted. */
  readonly images: readonly string[];
  /** Two actions that share a key do the same to it, so that doing both counts once. */
  readonly effects: ReadonlyMap<EffectKey, Effect>;
}
