import type { HistogramBin } from '../../../../model/statistics.ts';
import { plural } from '../../describe.ts';
import { toTable } from '../../html-table.ts';
import type { ReleaseHistogram } from '../../related.ts';
import { type Chart, ink, legendOf } from './draw-chart.ts';

/** Releases side by side that can still be told apart: the newest. */
const shownReleases = 4;
const shades = ['var(--shade-4)', 'var(--shade-3)', 'var(--shade-2)', 'var(--accent)'];

/** How many images have how many findings, this release beside older ones. */
export function imagesByFindings(own: ReleaseHistogram, beside: readonly ReleaseHistogram[]): Chart {
  const releases = [...beside, own].slice(-shownReleases);
  const names = own.bins.map(nameOf);
  const clean = own.bins[0]?.images ?? 0;
  const most = own.bins.at(-1)?.images ?? 0;
  return {
    id: 'chart-histogram',
    title: 'Images by number of findings',
    description: `In ${own.version}, ${clean} ${plural(clean, 'image')} ${clean === 1 ? 'has' : 'have'} no finding, and ${most} ${most === 1 ? 'has' : 'have'} more than 100. Images that could not be read count as having none found.`,
    height: 300,
    option: {
      color: shades.slice(-releases.length),
      ...(releases.length > 1 && { legend: legendOf(releases.map(({ version }) => version)) }),
      xAxis: {
        type: 'category',
        data: names,
        name: 'findings of an image',
        nameLocation: 'middle',
        nameGap: 44,
        nameTextStyle: { color: ink.text },
        axisLabel: { color: ink.text, interval: 0, fontSize: 11, rotate: 40 },
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
      },
      grid: { left: 8, right: 24, top: 36, bottom: 30, containLabel: true },
      yAxis: {
        type: 'value',

        minInterval: 1,
        splitLine: { lineStyle: { color: ink.line } },
        axisLabel: { color: ink.text },
      },
      series: releases.map(({ version, bins }) => ({
        type: 'bar' as const,
        name: version,
        barMaxWidth: 26,
        data: bins.map(({ images }) => images),
      })),
    },
    table: toTable({
      caption: 'Images by number of findings',
      headings: ['findings', ...releases.map(({ version }) => version)],
      rows: names.map((name, index) => [name, ...releases.map(({ bins }) => bins[index]?.images ?? 0)]),
    }),
  };
}

function nameOf({ from, to }: HistogramBin): string {
  if (to === null) return `> ${from - 1}`;
  return from === to ? String(from) : `${from}–${to}`;
}
