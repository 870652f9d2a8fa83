import type { History, HistoryPoint } from '../../../../model/history.ts';
import type { Severity } from '../../../../model/severity.ts';
import type { Totals } from '../../../../model/totals.ts';
import { sumOf } from '../../describe.ts';
import { type HtmlCell, toTable } from '../../html-table.ts';
import type { Html } from '../../html-text.ts';
import { imagesByRelease, kindOfUnread, nameReleases } from '../../image-kinds.ts';
import { countLink, kindLink, rowsAddress, type SentenceLink } from '../../row-links.ts';
import { severityColors } from '../../severity-style.ts';
import { type Chart, ink, legendOf } from './draw-chart.ts';

const lines: readonly (readonly [severity: Severity, name: string])[] = [
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
];
const knowledge: readonly (readonly [of: (point: HistoryPoint) => Totals, name: string, stroke: 'solid' | 'dashed'])[] = [
  [({ asKnownThen }) => asKnownThen, 'as known then', 'dashed'],
  [({ asKnownNow }) => asKnownNow, 'as known now', 'solid'],
];

/** Critical and high findings through the releases: as their records say, and by what is known now. */
export function burnDown({ points }: History): Chart {
  const [first, last] = [points[0], points.at(-1)];
  const worst = (point: HistoryPoint | undefined) =>
    `${point?.asKnownNow.findings.CRITICAL ?? 0} critical and ${point?.asKnownNow.findings.HIGH ?? 0} high`;
  return {
    id: 'chart-burn-down',
    title: 'Critical and high findings through the releases',
    description: `By what is known now, ${first?.version ?? ''} has ${worst(first)} findings, ${last?.version ?? ''} has ${worst(last)}. The solid lines are our work; what lies between them and the dashed ones is news of the world.`,
    links: [...linksOf(points, 0), ...linksOf(points, points.length - 1)],
    height: 300,
    option: {
      legend: { ...legendOf(['critical, as known then']), itemWidth: 26 },
      xAxis: {
        type: 'category',
        boundaryGap: points.length < 3,
        data: points.map(({ version }) => version),
        axisLabel: { color: ink.text },
        axisLine: { lineStyle: { color: ink.line } },
      },
      grid: { left: 8, right: 40, top: 44, bottom: 8, containLabel: true },
      yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.text } },
      series: knowledge.flatMap(([of, when, stroke]) =>
        lines.map(([severity, name]) => ({
          type: 'line' as const,
          name: `${name}, ${when}`,
          symbol: 'circle',
          symbolSize: 7,
          color: severityColors[severity],
          lineStyle: { type: stroke, width: 2 },
          data: points.map((point) => of(point).findings[severity]),
        })),
      ),
    },
    table: tableOf(points),
  };
}

function tableOf(points: History['points']): Html {
  const nameOf = nameReleases(points);
  return toTable({
    caption: 'Findings through the releases',
    headings: [
      'Release',
      'Judged at',
      'Critical then',
      'High then',
      'All then',
      'Critical now',
      'High now',
      'All now',
      'Images not read',
    ],
    rows: points.map((point, index) => [
      point.version,
      point.now.slice(0, 10),
      ...countsOf(point.asKnownThen, `then-${index}`),
      ...countsOf(point.asKnownNow, `now-${index}`),
      kindLink(point.unread, imagesByRelease, kindOfUnread(nameOf(point))),
    ]),
  });
}

function countsOf({ findings }: Totals, set: string): readonly HtmlCell[] {
  const severe = lines.map(([severity]) => countLink(findings[severity], { in: set, severity }));
  return [...severe, countLink(sumOf(findings), { in: set })];
}

function linksOf(points: History['points'], index: number): readonly SentenceLink[] {
  return lines.map(([severity, name]) => [
    `${points[index]?.asKnownNow.findings[severity] ?? 0} ${name}`,
    rowsAddress({ in: `now-${index}`, severity }),
  ]);
}
