import type { Plan, PlannedAction } from '../../../model/plan.ts';
import { sumOf } from '../describe.ts';
import { describeAction, describeGaps, describePlan, placeOfAction } from '../describe-action.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

const headings = ['', 'critical', 'high', 'all', 'all so far', 'images', 'owner', 'do', 'edit'];

/** A remediation plan as a table for a terminal. */
export function planToText(plan: Plan): string {
  const parts = [
    printable(`${plan.product} ${plan.version}`),
    table(headings, plan.actions.map(toRow)),
    printable(describePlan(plan)),
    ...describeGaps(plan).map(printable),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A remediation plan as a section of Markdown. */
export function planToMarkdown(plan: Plan): string {
  const title = `## ${escapeMarkdown(`What to do first in ${plan.product} ${plan.version}`)}`;
  const gaps = describeGaps(plan).map((text) => `- ${escapeMarkdown(text)}`);
  const parts = [title, markdownTable(headings, plan.actions.map(toRow)), escapeMarkdown(describePlan(plan)), gaps.join('\n')];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** `plimsoll plan -f json`. */
export function planToJson(plan: Plan): string {
  return `${JSON.stringify({ schema: 'plimsoll.plan/v1', ...plan }, undefined, 2)}\n`;
}

function toRow(action: PlannedAction, index: number): (string | number)[] {
  const { removes, cumulative, images, owner, cost } = action;
  return [
    index + 1,
    -removes.CRITICAL,
    -removes.HIGH,
    -sumOf(removes),
    -sumOf(cumulative),
    images.length,
    owner ?? (cost.components.join(', ') || '–'),
    describeAction(action),
    placeOfAction(action),
  ];
}
