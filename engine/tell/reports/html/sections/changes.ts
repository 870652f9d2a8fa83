import type { Difference } from '../../../../model/difference.ts';
import { origins } from '../../../../model/difference.ts';
import { severities } from '../../../../model/severity.ts';
import { sumOf } from '../../describe.ts';
import { describeCause, originNames, signed } from '../../describe-cause.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { mostFirst } from '../../most-first.ts';
import { countLink } from '../../row-links.ts';
import { severityWords } from '../../severity-style.ts';
import { causesWaterfall, changeLink } from '../charts/causes-waterfall.ts';
import { drawChart } from '../charts/draw-chart.ts';

/** What changed since the older release, whose doing it was, and why. */
export function changes(difference: Difference): Html {
  const { old, new: now, causes, byOrigin } = difference;
  const [first] = mostFirst(causes);
  const change = (name: string, counts: typeof difference.difference) => [
    name,
    ...[...severities.map((severity) => counts[severity]), sumOf(counts)].map((value) => changeLink(value, '#chart-causes')),
  ];
  const moving = origins.filter((origin) => severities.some((severity) => byOrigin[origin][severity] !== 0));
  return html`<section id="changes" aria-labelledby="changes-title"><h2 id="changes-title">What changed since ${old.version}, and why</h2>
<p class="lead">${first ? `What moved most: ${signed(sumOf(first.contribution))} findings, because ${describeCause(first)}.` : 'Nothing changed.'}</p>
${toTable({
  caption: `Findings of ${old.version} and ${now.version}`,
  headings: ['findings', ...severities.map((severity) => severityWords[severity]), 'all'],
  rows: [
    [old.version, ...severities.map((severity) => old.findings[severity]), sumOf(old.findings)],
    [
      now.version,
      ...severities.map((severity) => countLink(now.findings[severity], { severity })),
      countLink(sumOf(now.findings), {}),
    ],
    change('difference', difference.difference),
    ...moving.map((origin) => change(`of it ${originNames[origin]}`, byOrigin[origin])),
  ],
})}
${causes.length > 0 ? drawChart(causesWaterfall(difference)) : undefined}</section>`;
}
