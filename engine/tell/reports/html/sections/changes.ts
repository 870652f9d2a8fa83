import type { Difference } from '../../../../model/difference.ts';
import { origins } from '../../../../model/difference.ts';
import { type SeverityCounts, severities } from '../../../../model/severity.ts';
import { sumOf } from '../../describe.ts';
import { describeCause, originNames } from '../../describe-cause.ts';
import { describeUnchanged } from '../../describe-moved.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { mostFirst } from '../../most-first.ts';
import { countLink, linkSentence, type RowQuery } from '../../row-links.ts';
import { severityWords } from '../../severity-style.ts';
import { causesWaterfall, changeLink, changeText, imagesOfCause } from '../charts/causes-waterfall.ts';
import { drawChart } from '../charts/draw-chart.ts';

/** What changed since the older release, whose doing it was, and why. */
export function changes(difference: Difference): Html {
  const { old, new: now, causes, byOrigin } = difference;
  const [first] = mostFirst(causes);
  const line = (name: string, counts: SeverityCounts, query: RowQuery, link: typeof countLink) => [
    name,
    ...severities.map((severity) => link(counts[severity], { ...query, severity })),
    link(sumOf(counts), query),
  ];
  const change = { change: String(first ? causes.indexOf(first) + 1 : 0) };
  const moving = origins.filter((origin) => severities.some((severity) => byOrigin[origin][severity] !== 0));
  return html`<section id="changes" aria-labelledby="changes-title"><h2 id="changes-title">What changed since ${old.version}, and why</h2>
<p class="lead">${first ? html`What moved most: ${changeText(sumOf(first.contribution), change)} findings, because ${linkSentence(describeCause(first), imagesOfCause(first, change))}.` : describeUnchanged(difference)}</p>
${toTable({
  caption: `Findings of ${old.version} and ${now.version}`,
  headings: ['Findings', ...severities.map((severity) => severityWords[severity]), 'All'],
  rows: [
    line(old.version, old.findings, { in: 'old' }, countLink),
    line(now.version, now.findings, {}, countLink),
    line('difference', difference.difference, { change: 'all' }, changeLink),
    ...moving.map((origin) => line(`from ${originNames[origin]}`, byOrigin[origin], { change: origin }, changeLink)),
  ],
})}
${causes.length > 0 ? drawChart(causesWaterfall(difference)) : undefined}</section>`;
}
