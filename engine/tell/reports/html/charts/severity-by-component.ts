import { severities } from '../../../../model/severity.ts';
import type { FigureTable } from '../../../../model/statistics.ts';
import { plural } from '../../describe.ts';
import { kindAddress, toTable } from '../../html-table.ts';
import type { Html } from '../../html-text.ts';
import { countLink, rowsAddress } from '../../row-links.ts';
import { severityColors, severityWords } from '../../severity-style.ts';
import { type Chart, ink, labelRoom, legendOf, shortLabel } from './draw-chart.ts';

/** Bars that still can be told apart; the table has all of them. */
const shownGroups = 12;

/** The table of components, and those of it without a bar. */
const componentRows = 'component-rows';
const beyondChart = 'not in the chart';

/** How many findings each component has, by severity. */
export function severityByComponent(table: FigureTable): Chart | undefined {
  if (table.rows.length === 0) return undefined;
  const shown = table.rows.slice(0, shownGroups).toReversed();
  const rest = table.rows.length - shown.length;
  const labels = shown.map(({ group }) => shortLabel(group, 28));
  const [worst] = table.rows;
  return {
    id: 'chart-components',
    title: 'Findings by component and severity',
    description: `${worst?.group ?? ''} comes first: ${worst?.counts.CRITICAL ?? 0} critical and ${worst?.counts.HIGH ?? 0} high findings of ${worst?.total ?? 0}.${rest > 0 ? ` ${rest} more ${plural(rest, 'component')} with fewer severe ones ${rest === 1 ? 'is' : 'are'} in the table.` : ''}`,
    links: [
      [`${worst?.counts.CRITICAL ?? 0} critical`, rowsAddress({ component: worst?.group ?? '', severity: 'CRITICAL' })],
      [`${worst?.counts.HIGH ?? 0} high`, rowsAddress({ component: worst?.group ?? '', severity: 'HIGH' })],
      [`of ${worst?.total ?? 0}`, rowsAddress({ component: worst?.group ?? '' })],
      [`${rest} more component`, kindAddress(componentRows, beyondChart)],
    ],
    height: 70 + 30 * shown.length,
    option: {
      color: severities.map((severity) => severityColors[severity]),
      legend: legendOf(severities),
      grid: { left: labelRoom(labels), right: 24, top: 36, bottom: 24 },
      xAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.text } },
      yAxis: {
        type: 'category',
        data: labels,
        axisLabel: { color: ink.text },
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
      },
      series: severities.map((severity) => ({
        type: 'bar' as const,
        stack: 'all',
        barMaxWidth: 18,
        name: severityWords[severity],
        data: shown.map(({ counts }) => counts[severity]),
      })),
    },
    table: tableOf(table),
    linkOf: (series, item) => {
      const [row, severity] = [shown[item], severities[series]];
      if (!row || !severity || row.counts[severity] === 0) return undefined;
      return rowsAddress({ component: row.group, severity });
    },
  };
}

function tableOf(table: FigureTable): Html {
  return toTable({
    caption: 'Findings by component',
    kinds: { id: componentRows, of: table.rows.map((_, index) => (index < shownGroups ? [] : [beyondChart])) },
    headings: ['Component', ...severities.map((severity) => severityWords[severity]), 'All'],
    isSortable: true,
    hasTotal: true,
    rows: [
      ...table.rows.map(({ group, counts, total }) => [
        group,
        ...severities.map((severity) => countLink(counts[severity], { component: group, severity })),
        countLink(total, { component: group }),
      ]),
      [
        'all',
        ...severities.map((severity) => countLink(table.whole.counts[severity], { severity })),
        countLink(table.whole.total, {}),
      ],
    ],
  });
}
