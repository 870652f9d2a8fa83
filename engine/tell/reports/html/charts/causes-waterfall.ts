import type { Cause, Difference } from '../../../../model/difference.ts';
import { severities } from '../../../../model/severity.ts';
import { plural, sumOf } from '../../describe.ts';
import { describeCause, signed } from '../../describe-cause.ts';
import type { HtmlCell } from '../../html-table.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { mostFirst } from '../../most-first.ts';
import { linkSentence, type RowQuery, rowsAddress, type SentenceLink } from '../../row-links.ts';
import { severityWords } from '../../severity-style.ts';
import { type Chart, ink, labelRoom, shortLabel } from './draw-chart.ts';

/** Causes with a bar of their own; the others are one bar. */
const shownCauses = 10;
/** Causes with a row of their own. */
const listedCauses = 200;

/** The table of causes. */
const causeRows = 'cause-rows';

/** A step from the older release's findings to the newer one's. */
interface Step {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** How the findings of the older release became those of the newer one, cause by cause. */
export function causesWaterfall(difference: Difference): Chart {
  const { old, new: now, causes } = difference;
  const steps = stepsOf(difference).toReversed();
  const labels = steps.map(({ name }) => shortLabel(name, 46));
  const [before, after] = [sumOf(old.findings), sumOf(now.findings)];
  return {
    id: 'chart-causes',
    title: `From ${old.version} to ${now.version}, cause by cause`,
    description: `${before} findings became ${after} (${signed(after - before)}), by ${causes.length} ${plural(causes.length, 'cause')} that add up exactly.`,
    links: [
      [`${before} findings`, rowsAddress({ in: 'old' })],
      [`became ${after}`, rowsAddress({})],
      [`(${signed(after - before)})`, rowsAddress({ change: 'all' })],
      [`by ${causes.length} cause`, `#${causeRows}`],
    ],
    height: 60 + 28 * steps.length,
    option: {
      grid: { left: labelRoom(labels), right: 60, top: 8, bottom: 24 },
      xAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.text } },
      yAxis: {
        type: 'category',
        data: labels,
        axisLabel: { color: ink.text },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      series: [
        { type: 'bar', stack: 'all', itemStyle: { color: 'transparent' }, data: steps.map(({ from, to }) => Math.min(from, to)) },
        {
          type: 'bar',
          stack: 'all',
          barMaxWidth: 16,
          label: { show: true, position: 'right', color: ink.text, formatter: ({ dataIndex }) => labelOf(steps[dataIndex]) },
          data: steps.map(({ from, to }) => ({
            value: Math.abs(to - from),
            itemStyle: { color: from === 0 ? 'var(--shade-3)' : to > from ? 'var(--more)' : 'var(--less)' },
          })),
        },
      ],
    },
    table: tableOf(difference),
  };
}

function tableOf({ old, new: now, causes }: Difference): Html {
  const table = toTable({
    caption: `Causes from ${old.version} to ${now.version}`,
    headings: ['cause', ...severities.map((severity) => severityWords[severity]), 'all'],
    kinds: { id: causeRows, of: [] },
    isSortable: true,
    rows: [
      ...causes.slice(0, listedCauses).map((cause, index) => {
        const query = { change: String(index + 1) };
        return [
          linkSentence(describeCause(cause), imagesOfCause(cause, query)),
          ...severities.map((severity) => changeLink(cause.contribution[severity], { ...query, severity })),
          changeLink(sumOf(cause.contribution), query),
        ];
      }),
    ],
  });
  const rest = causes.length - listedCauses;
  return rest > 0 ? html`${table}<p class="note">${rest} more are in the JSON of <code>plimsoll diff</code>.</p>` : table;
}

/** A change that leads to what came and went; nought leads nowhere. */
export function changeLink(value: number, query: RowQuery): HtmlCell {
  return { cell: changeText(value, query), sort: value };
}

/** The same outside of tables. */
export function changeText(value: number, query: RowQuery): Html {
  return value === 0 ? html`<span class="none">0</span>` : html`<a href="${rowsAddress(query)}">${signed(value)}</a>`;
}

/** Where the number of images in what is said of a cause leads. */
export function imagesOfCause({ images }: Cause, query: RowQuery): readonly SentenceLink[] {
  return [[` in ${images} image`, rowsAddress(query), 'images']];
}

/** As short as an axis wants it: the table has the whole sentence. */
function nameOf({ cause, subject, images, contribution, findings }: Cause): string {
  const name = cause.startsWith('image-') ? subject.slice(subject.lastIndexOf('/') + 1) : subject;
  return describeCause({ cause, subject: name, images, contribution, findings });
}

function labelOf(step: Step | undefined): string {
  if (!step) return '';
  return step.from === 0 ? String(step.to) : signed(step.to - step.from);
}

function stepsOf({ old, new: now, causes }: Difference): readonly Step[] {
  let level = sumOf(old.findings);
  const steps: Step[] = [{ name: old.version, from: 0, to: level }];
  const add = (name: string, change: number): void => {
    steps.push({ name, from: level, to: level + change });
    level += change;
  };
  const ordered = mostFirst(causes);
  for (const cause of ordered.slice(0, shownCauses)) add(nameOf(cause), sumOf(cause.contribution));
  const rest = ordered.slice(shownCauses);
  if (rest.length > 0)
    add(
      `${rest.length} more ${plural(rest.length, 'cause')}`,
      rest.reduce((sum, { contribution }) => sum + sumOf(contribution), 0),
    );
  return [...steps, { name: now.version, from: 0, to: sumOf(now.findings) }];
}
