import type { History } from '../../../../model/history.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { rowsAddress } from '../../row-links.ts';
import { burnDown } from '../charts/burn-down.ts';
import { drawChart } from '../charts/draw-chart.ts';

/** Vulnerabilities told one by one. */
const shown = 100;

/** The releases one after the other, and the life of what is still there. */
export function overTime(history: History): Html {
  const open = history.vulnerabilities.filter(({ fixedIn }) => fixedIn === null);
  const rest = open.length - shown;
  const breaks = history.points.flatMap(({ version, breaks }) =>
    breaks.map((text) => html`<li>${version} is not measured like the release before it: ${text}</li>`),
  );
  return html`<section id="history" aria-labelledby="history-title"><h2 id="history-title">Release by release</h2>
${drawChart(burnDown(history))}
${breaks.length > 0 ? html`<ul class="note">${breaks}</ul>` : undefined}
<details><summary>Since when each vulnerability is there</summary>
${toTable({
  caption: `Vulnerabilities that are still there${rest > 0 ? `, the worst ${shown}` : ''}`,
  headings: ['vulnerability', 'severity', 'introduced in', 'first seen', 'published', 'came back in'],
  isSortable: true,
  rows: open
    .slice(0, shown)
    .map(({ vulnerability, severity, introducedIn, firstSeen, publishedAt, reopenedIn }) => [
      html`<a href="${rowsAddress({ vulnerability })}">${vulnerability}</a>`,
      severity,
      introducedIn,
      firstSeen ?? 'not yet',
      publishedAt?.slice(0, 10) ?? 'not said',
      reopenedIn.join(', '),
    ]),
})}
${rest > 0 ? html`<p class="note">${rest} more are in the JSON of <code>plimsoll history</code>.</p>` : undefined}</details></section>`;
}
