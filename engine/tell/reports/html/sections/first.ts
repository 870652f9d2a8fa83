import type { Plan } from '../../../../model/plan.ts';
import type { TriageItem } from '../../../../model/triage.ts';
import { capital, plural, sumOf } from '../../describe.ts';
import { describePlan } from '../../describe-action.ts';
import { describeFix } from '../../describe-finding.ts';
import { type Html, html } from '../../html-text.ts';
import { describePackage } from '../../package-title.ts';
import type { Report } from '../../report.ts';
import { countText, imageOf, linkSentence, linkText, rowsAddress, type SentenceLink } from '../../row-links.ts';
import { drawChart } from '../charts/draw-chart.ts';
import { planCurve, planRows } from '../charts/plan-curve.ts';

/** Things told one by one; the findings below have the rest. */
const shownItems = 5;

/** What comes first, whose it is, and why; then the plan, where one was made. */
export function whatComesFirst(report: Report): Html {
  const { triage, images, plan } = report;
  const [worst] = images;
  const items = triage.items.slice(0, shownItems);
  const image =
    worst && sumOf(worst.findings) > 0
      ? html`<p>The image to look at first is <code>${worst.reference}</code>, with ${countText(worst.findings.CRITICAL, { ...imageOf(report, worst), severity: 'CRITICAL' })} critical and ${countText(worst.findings.HIGH, { ...imageOf(report, worst), severity: 'HIGH' })} high findings; it belongs to ${worst.owners.join(', ') || 'nobody who is named'}.</p>`
      : undefined;
  return html`<section id="first" aria-labelledby="first-title"><h2 id="first-title">What comes first</h2>
<p class="lead">Ordered by ${triage.table.title}: exploitation, exposure, what an attack gives, and whether there is a fix.</p>
${image}${items.length === 0 ? html`<p>There is nothing to do: no finding counts.</p>` : html`<ol class="steps">${items.map(itemOf)}</ol>`}
${plan ? html`<h3>The fewest actions that take the most away</h3><p>${linkSentence(describePlan(plan), linksOf(plan))}</p>${drawChart(planCurve(plan))}` : undefined}</section>`;
}

function linksOf({ actions, before, after, unfixable }: Plan): readonly SentenceLink[] {
  return [
    [`${actions.length} action`, `#${planRows}`],
    [`of ${sumOf(before)} finding`, rowsAddress({})],
    [`leave ${sumOf(after)}`, rowsAddress({ after: String(actions.length) })],
    [`${sumOf(unfixable)} have no fix`, rowsAddress({ in: 'unfixable' })],
  ];
}

function itemOf(item: TriageItem): Html {
  const { vulnerability, purl, severity, priority, kev, images, findings, owners, why } = item;
  const rows = rowsAddress({ vulnerability, purl, priority });
  const reasons = why.map((sentence) => html`<li>${sentence}</li>`);
  return html`<li><p class="what"><span class="sev"><span class="dot ${severity.toLowerCase()}"></span>${vulnerability}</span> in ${describePackage(purl)} <span class="tag">${priority}</span>${kev ? html` <span class="tag">exploited</span>` : undefined}</p>
<p>${capital(describeFix(item))}. ${linkText(findings, rows)} ${plural(findings, 'finding')} in ${linkText(images.length, rows, 'images')} ${plural(images.length, 'image')}; owner: ${owners.join(', ') || 'nobody is named'}.</p>
${reasons.length > 0 ? html`<details><summary>Why</summary><ul>${reasons}</ul></details>` : undefined}</li>`;
}
