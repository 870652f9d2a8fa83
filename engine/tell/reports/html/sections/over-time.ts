import type { History, HistoryPoint } from '../../../../model/history.ts';
import { kindAddress, toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { imagesByRelease, kindOfUnread, nameReleases } from '../../image-kinds.ts';
import { linkSentence, rowsAddress, type SentenceLink } from '../../row-links.ts';
import { burnDown } from '../charts/burn-down.ts';
import { drawChart } from '../charts/draw-chart.ts';

/** Vulnerabilities told one by one. */
const shown = 100;

/** The releases one after the other, and the life of what is still there. */
export function overTime(history: History): Html {
  const open = history.vulnerabilities.filter(({ fixedIn }) => fixedIn === null);
  const rest = open.length - shown;
  const nameOf = nameReleases(history.points);
  const linkOf = (point: HistoryPoint | undefined, piece: (unread: number) => string): readonly SentenceLink[] =>
    point ? [[piece(point.unread), kindAddress(imagesByRelease, kindOfUnread(nameOf(point)))]] : [];
  const breaks = history.points.flatMap((point, index) => {
    const links = [
      ...linkOf(point, (unread) => `${unread} images were`),
      ...linkOf(history.points[index - 1], (unread) => `not ${unread}`),
    ];
    return point.breaks.map(
      (text) => html`<li>${point.version} is not measured like the release before it: ${linkSentence(text, links)}</li>`,
    );
  });
  return html`<section id="history" aria-labelledby="history-title"><h2 id="history-title">Release by release</h2>
${drawChart(burnDown(history))}
${breaks.length > 0 ? html`<ul class="note">${breaks}</ul>` : undefined}
<details><summary>Since when each vulnerability is there</summary>
${toTable({
  caption: `Vulnerabilities that are still there${rest > 0 ? `, the worst ${shown}` : ''}`,
  headings: ['Vulnerability', 'Severity', 'Introduced in', 'First seen', 'Published', 'Came back in'],
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
