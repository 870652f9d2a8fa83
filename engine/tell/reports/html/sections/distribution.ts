import { severities } from '../../../../model/severity.ts';
import { baseLives, type Dimension, type FigureTable } from '../../../../model/statistics.ts';
import { capital } from '../../describe.ts';
import { lifeWords } from '../../describe-lives.ts';
import { toTable } from '../../html-table.ts';
import { type Html, html } from '../../html-text.ts';
import { histogramOf, imageKinds, imageRows, kindOfAge } from '../../image-kinds.ts';
import type { Report } from '../../report.ts';
import { countLink, kindLink } from '../../row-links.ts';
import { livesText } from '../../sentence-links.ts';
import { severityWords } from '../../severity-style.ts';
import { drawChart } from '../charts/draw-chart.ts';
import { imagesByFindings } from '../charts/images-by-findings.ts';
import { severityByComponent } from '../charts/severity-by-component.ts';
import { imagesByReleaseTable } from './images-by-release.ts';

const titles: readonly (readonly [by: Dimension, title: string])[] = [
  ['tier', 'Findings by tier'],
  ['plane', 'Findings by plane'],
  ['party', 'Findings in our own images and in those of others'],
  ['origin', 'Findings of base images and of applications'],
  ['fix', 'Findings by state of the fix'],
];

/** Where the findings are: by component, by owner, by image. */
export function distribution(report: Report): Html {
  const { statistics, beside = [] } = report;
  const own = histogramOf(report);
  const find = (by: Dimension) => statistics.tables.find((table) => table.metric === 'findings' && table.by === by);
  const [components, owners] = [find('component'), find('owner')];
  const chart = components && severityByComponent(components);
  const rest = titles.flatMap(([by, title]) => {
    const table = find(by);
    return table && table.rows.length > 1 ? [tableOf(table, by, title)] : [];
  });
  return html`<section id="where" aria-labelledby="where-title"><h2 id="where-title">Where they are</h2>
${chart ? drawChart(chart) : html`<p>There are no findings.</p>`}
${owners && owners.rows.length > 0 ? tableOf(owners, 'owner', 'Findings by owner') : undefined}
${drawChart(imagesByFindings(own, beside))}
${imagesByReleaseTable(own, beside)}
<p class="lead">${livesText(statistics.lives)}.</p>
<details><summary>By tier, plane, origin and fix; images by age, and by the updates of what they stand on</summary>${rest}${ageTable(statistics)}${lifeTable(statistics)}</details></section>`;
}

/** How old the images are: an image that nobody built again has what was fixed since. */
function ageTable({ ages }: Report['statistics']): Html {
  const rows = ages.bins.map((bin) => [kindOfAge(bin), kindLink(bin.images, imageRows, kindOfAge(bin), 'images')]);
  return toTable({
    caption: 'Images by age',
    headings: ['Age', 'Images'],
    rows: [...rows, ['not said', kindLink(ages.unknown, imageRows, imageKinds.ageUnknown, 'images')]],
  });
}

/** What gets no updates anymore gets no advisories either: few findings there are no good news. */
function lifeTable({ lives, tables }: Report['statistics']): Html {
  const findings = tables.find(({ metric, by }) => metric === 'findings' && by === 'life');
  const rows = baseLives.map((life) => {
    const found = findings?.rows.find(({ group }) => group === life);
    const images = lives.images.filter((image) => image.life === life);
    return [
      lifeWords[life],
      kindLink(images.length, imageRows, lifeWords[life], 'images'),
      ...severities.map((severity) => countLink(found?.counts[severity] ?? 0, { life, severity })),
      countLink(found?.total ?? 0, { life }),
      html`${images.map(({ reference, distribution, endsOn }) => html`<span class="ref">${[reference, distribution, endsOn].filter(Boolean).join(', ')}</span><br>`)}`,
    ];
  });
  return toTable({
    caption: 'Images and findings by the security updates of the distribution that the image stands on',
    headings: ['Distribution', 'Images', ...severities.map((severity) => severityWords[severity]), 'All', 'Which'],
    rows,
  });
}

function tableOf({ rows, whole }: FigureTable, by: Dimension, caption: string): Html {
  const line = (group: string, counts: FigureTable['whole'], query: Readonly<Partial<Record<Dimension, string>>>) => [
    group,
    ...severities.map((severity) => countLink(counts.counts[severity], { ...query, severity })),
    countLink(counts.total, query),
  ];
  return toTable({
    caption,
    headings: [capital(by), ...severities.map((severity) => severityWords[severity]), 'All'],
    isSortable: true,
    hasTotal: true,
    rows: [...rows.map((row) => line(row.group, row, { [by]: row.group })), line('all', whole, {})],
  });
}
