import type { HistogramBin } from '../../../../model/statistics.ts';
import { plural } from '../../describe.ts';
import { kindAddress, toTable } from '../../html-table.ts';
import type { Html } from '../../html-text.ts';
import { imageRows, imagesByRelease, kindOfBin, nameOfBin, nameReleases } from '../../image-kinds.ts';
import type { ReleaseHistogram } from '../../related.ts';
import { kindLink } from '../../row-links.ts';
import { type Chart, ink, legendOf } from './draw-chart.ts';

/** Releases side by side that can still be told apart: the newest. */
const shownReleases = 4;
const noBin: HistogramBin = { from: 0, to: 0, images: 0 };
const shades = ['var(--shade-4)', 'var(--shade-3)', 'var(--shade-2)', 'var(--accent)'];

/** How many images have how many findings, this release beside older ones. */
export function imagesByFindings(own: ReleaseHistogram, beside: readonly ReleaseHistogram[]): Chart {
  const releases = [...beside, own].slice(-shownReleases);
  const names = own.bins.map(nameOfBin);
  const nameOf = nameReleases([...beside, own]);
  const [firstBin = noBin, lastBin = noBin] = [own.bins[0], own.bins.at(-1)];
  const [clean, most] = [firstBin.images, lastBin.images];
  return {
    id: 'chart-histogram',
    title: 'Images by number of findings',
    description: `In ${own.version}, ${clean} ${plural(clean, 'image')} ${clean === 1 ? 'has' : 'have'} no finding, and ${most} ${most === 1 ? 'has' : 'have'} more than 100. Images that could not be read count as having none found.`,
    links: [
      [`, ${clean} image`, kindAddress(imageRows, kindOfBin(firstBin)), 'images'],
      [`and ${most} `, kindAddress(imageRows, kindOfBin(lastBin)), 'images'],
    ],
    height: 300,
    option: {
      color: shades.slice(-releases.length),
      ...(releases.length > 1 && { legend: legendOf(releases.map(nameOf)) }),
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
      series: releases.map((release) => ({
        type: 'bar' as const,
        name: nameOf(release),
        barMaxWidth: 26,
        data: release.bins.map(({ images }) => images),
      })),
    },
    table: tableOf(own, releases, nameOf),
  };
}

function tableOf(
  own: ReleaseHistogram,
  releases: readonly ReleaseHistogram[],
  nameOf: (release: ReleaseHistogram) => string,
): Html {
  return toTable({
    caption: 'Images by number of findings',
    headings: ['Findings of an image', ...releases.map(nameOf)],
    rows: own.bins.map((bin, index) => [
      nameOfBin(bin),
      ...releases.map((release) => {
        const count = release.bins[index]?.images ?? 0;
        if (release === own) return kindLink(count, imageRows, kindOfBin(bin), 'images');
        return kindLink(count, imagesByRelease, kindOfBin(bin, nameOf(release)), 'images');
      }),
    ]),
  });
}
