import type { ActionKind, Plan, PlannedAction } from '../../model/plan.ts';
import { plural, sumOf } from './describe.ts';

/** What to do, in words: `another base: debian:12 with what its distribution has fixed`. */
export function describeAction({ kind, subject, cost, removes, brings }: PlannedAction): string {
  const locks = cost.locksBroken.length > 0 ? ` (breaks the version lock ${cost.locksBroken.join(', ')})` : '';
  const brought = brings ? sumOf(brings) : 0;
  const trade = brought > 0 ? ` (takes ${sumOf(removes) + brought} away, brings ${brought})` : '';
  return `${verbs[kind](subject)}${trade}${locks}`;
}

/** How far a plan reaches, and how good it is. */
export function describePlan({ actions, bound, exact, before, after, unfixable }: Plan): string {
  const best = exact
    ? 'no other choice of as many takes more away'
    : `at least ${Math.round(bound * 100)} % of what the best choice of as many could take away`;
  const [from, to, without] = [sumOf(before), sumOf(after), sumOf(unfixable)];
  const words = `${actions.length} ${plural(actions.length, 'action')} of ${from} findings leave ${to}`;
  return `${words}; ${best}. ${without} have no fix in a newer version that is known. Predicted by matching the changed packages again.`;
}

/** Why candidates are not among the actions, one sentence each. */
export function describeGaps({ gaps = [] }: Plan): readonly string[] {
  return gaps.map(({ detail }) => detail);
}

/** Where to change it: the file and line that decide the image. */
export function placeOfAction({ edit }: PlannedAction): string {
  return edit ? `${edit.file}:${edit.line}` : '–';
}

const verbs: Readonly<Record<ActionKind, (subject: string) => string>> = {
  'base-image': (subject) => `another base: ${subject} with what its distribution has fixed`,
  package: (subject) => subject,
  'image-tag': (subject) => `another tag: ${subject}`,
  rebuild: (subject) => `build ${subject} again`,
  remove: (subject) => `leave out ${subject}`,
  'remove-package': (subject) => `leave out ${subject}, which only serves building`,
};
