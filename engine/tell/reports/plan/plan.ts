import type { ActionKind, Plan, PlannedAction } from '../../../model/plan.ts';
import { type SeverityCounts, severities } from '../../../model/severity.ts';
import { plural } from '../describe.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

const headings = ['', 'critical', 'high', 'all', 'all so far', 'images', 'owner', 'do', 'edit'];

/** A remediation plan as a table for a terminal. */
export function planToText(plan: Plan): string {
  const parts = [
    printable(`${plan.product} ${plan.version}`),
    table(headings, plan.actions.map(toRow)),
    printable(summary(plan)),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A remediation plan as a section of Markdown. */
export function planToMarkdown(plan: Plan): string {
  const title = `## ${escapeMarkdown(`What to do first in ${plan.product} ${plan.version}`)}`;
  return `${[title, markdownTable(headings, plan.actions.map(toRow)), escapeMarkdown(summary(plan))].join('\n\n')}\n`;
}

/** `plimsoll plan -f json`. */
export function planToJson(plan: Plan): string {
  return `${JSON.stringify({ schema: 'plimsoll.plan/v1', ...plan }, undefined, 2)}\n`;
}

const verbs: Readonly<Record<ActionKind, (subject: string) => string>> = {
  'base-image': (subject) => `another base: ${subject} with what its distribution has fixed`,
  package: (subject) => subject,
  'image-tag': (subject) => `another tag: ${subject}`,
  rebuild: (subject) => `build ${subject} again`,
  remove: (subject) => `leave out ${subject}`,
};

function toRow(action: PlannedAction, index: number): (string | number)[] {
  const { removes, cumulative, images, owner, edit, kind, subject, cost } = action;
  const locks = cost.locksBroken.length > 0 ? ` (breaks the version lock ${cost.locksBroken.join(', ')})` : '';
  return [
    index + 1,
    -removes.CRITICAL,
    -removes.HIGH,
    -sumOf(removes),
    -sumOf(cumulative),
    images.length,
    owner ?? (cost.components.join(', ') || '–'),
    `${verbs[kind](subject)}${locks}`,
    edit ? `${edit.file}:${edit.line}` : '–',
  ];
}

function summary({ actions, bound, exact, before, after, unfixable }: Plan): string {
  const best = exact
    ? 'no other choice of as many takes more away'
    : `at least ${Math.round(bound * 100)} % of what the best choice of as many could take away`;
  const [from, to, without] = [sumOf(before), sumOf(after), sumOf(unfixable)];
  const words = `${actions.length} ${plural(actions.length, 'action')} of ${from} findings leave ${to}`;
  return `${words}; ${best}. ${without} have no fix in a newer version that is known. Predicted by matching the changed packages again.`;
}

function sumOf(counts: SeverityCounts): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}
