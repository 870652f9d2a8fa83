import type { Plan } from '../../../../model/plan.ts';
import { plural, sumOf } from '../../describe.ts';
import { describeAction, placeOfAction } from '../../describe-action.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { countLink, rowsAddress } from '../../row-links.ts';
import { type Chart, ink } from './draw-chart.ts';

/** The table of actions. */
export const planRows = 'plan-rows';

/** How many findings the first k actions of a plan take away. */
export function planCurve({ actions, before }: Plan): Chart {
  const all = sumOf(before);
  const removed = [0, ...actions.map(({ cumulative }) => sumOf(cumulative))];
  const last = removed.at(-1) ?? 0;
  return {
    id: 'chart-plan',
    title: 'What the first actions take away',
    description: `${actions.length} ${plural(actions.length, 'action')} take ${last} of ${all} findings away; the first one ${removed[1] ?? 0} of them.`,
    links: linksOf(actions.length, last, all, removed[1] ?? 0),
    height: 260,
    option: {
      grid: { left: 8, right: 24, top: 36, bottom: 28, containLabel: true },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        name: 'actions',
        nameLocation: 'middle',
        nameGap: 30,
        nameTextStyle: { color: ink.text },
        data: removed.map((_, index) => String(index)),
        axisLabel: { color: ink.text },
        axisLine: { lineStyle: { color: ink.line } },
      },
      yAxis: {
        type: 'value',
        name: 'findings taken away',
        minInterval: 1,
        nameTextStyle: { align: 'left', color: ink.text },
        splitLine: { lineStyle: { color: ink.line } },
        axisLabel: { color: ink.text },
      },
      series: [
        {
          type: 'line',
          color: ink.accent,
          symbol: 'circle',
          symbolSize: 7,
          lineStyle: { width: 2 },
          areaStyle: { opacity: 0.12 },
          data: removed,
        },
      ],
    },
    isTableOpen: true,
    table: tableOf(actions),
  };
}

function linksOf(actions: number, last: number, all: number, first: number): Chart['links'] {
  return [
    [`${actions} action`, `#${planRows}`],
    [`take ${last}`, rowsAddress({ until: String(actions) })],
    [`of ${all}`, rowsAddress({})],
    [`one ${first}`, rowsAddress({ action: '1' })],
  ];
}

function tableOf(actions: Plan['actions']): Html {
  return toTable({
    caption: 'Actions, the one that brings most first',
    kinds: { id: planRows, of: [] },
    headings: ['Do', 'Where to edit', 'Owner', 'Images', 'Critical', 'High', 'All', 'All so far'],
    rows: actions.map((action, index) => [
      html`${describeAction(action)}<details><summary>its images</summary><ul id="action-${index + 1}">${action.images.map((image) => html`<li><a class="ref" href="${rowsAddress({ image })}">${image}</a></li>`)}</ul></details>`,
      placeOfAction(action),
      action.owner ?? (action.cost.components.join(', ') || 'nobody is named'),
      { cell: html`<a href="#action-${index + 1}">${action.images.length}</a>`, sort: action.images.length },
      ...(['CRITICAL', 'HIGH'] as const).map((severity) =>
        countLink(action.removes[severity], { action: String(index + 1), severity }),
      ),
      countLink(sumOf(action.removes), { action: String(index + 1) }),
      countLink(sumOf(action.cumulative), { until: String(index + 1) }),
    ]),
  });
}
