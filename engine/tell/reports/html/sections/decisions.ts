import type { DecisionsSummary } from '../../../../model/decision-judgement.ts';
import { sumOf } from '../../describe.ts';
import { describeExpiry } from '../../describe-expiry.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { countLink } from '../../row-links.ts';

/** Exceptions and statements: what they take out, until when, and which of them need somebody. */
export function decisions({ decisions: all, expiring }: DecisionsSummary): Html {
  const soon = expiring.map(({ decision: { id }, daysLeft = 0 }) => html`<li>${id} ends in ${daysLeft} days</li>`);
  return html`<section id="decisions" aria-labelledby="decisions-title"><h2 id="decisions-title">Exceptions and statements</h2>
${soon.length > 0 ? html`<div class="band warn"><p><strong>These end soon.</strong></p><ul>${soon}</ul></div>` : undefined}
${toTable({
  caption: 'What was decided, and what becomes of it',
  headings: ['Decision', 'State', 'Takes out', 'Speaks of', 'Kind', 'Owner', 'Until', 'Reason', 'File'],
  isSortable: true,
  rows: all.map(({ decision, state, because, suppresses, concerns }, index) => [
    decision.id,
    html`${state}${because.map((sentence) => html`<br><span class="dim">${sentence}</span>`)}`,
    countLink(sumOf(suppresses), { decision: decision.id }),
    countLink(concerns, { in: `decision-${index}` }),
    decision.type ?? decision.status ?? decision.kind,
    decision.owner ?? 'nobody',
    describeExpiry(decision.expires),
    decision.reason ?? decision.justification ?? '',
    html`<code>${decision.file}${decision.line === undefined ? '' : `:${decision.line}`}</code>`,
  ]),
})}</section>`;
}
