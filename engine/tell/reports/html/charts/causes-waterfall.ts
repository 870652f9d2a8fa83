import type { Cause, Difference } from '../../../../model/difference.ts';
import { severities } from '../../../../model/severity.ts';
import { plural, sumOf } from '../../describe.ts';
import { describeCause, signed } from '../../describe-cause.ts';
import type { HtmlCell } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { mostFirst } from '../../most-first.ts';
import { type RowQuery, rowsAddress, type SentenceLink } from '../../row-links.ts';
import { severityWords } from '../../severity-style.ts';
import { rowList } from '../sections/row-list.ts';
import { type Chart, ink, labelRoom, shortLabel } from './draw-chart.ts';

/** Causes with a bar of their own; the others are one bar. */
const shownCauses = 10;
/** The list of causes. */
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

/** The frame of the list of all causes, which the page's script fills. */
function tableOf({ old, new: now }: Difference): Html {
  const counted = severities.map((severity, place) => [String(place), severityWords[severity]] as const);
  const name = `Causes from ${old.version} to ${now.version}`;
  return html`<section id="${causeRows}" aria-labelledby="${causeRows}-title"><h3 id="${causeRows}-title" tabindex="-1">${name}</h3>
${rowList({
  name,
  caption: 'What came and went, cause by cause',
  command: 'plimsoll diff',
  controls: html`<label>Search <input type="search" data-query="text"></label>`,
  columns: [['name', 'Cause'], ...counted, ['all', 'All']],
  numbersFrom: 1,
})}</section>`;
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
