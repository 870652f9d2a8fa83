import { deflateRawSync } from 'node:zlib';
import { toPage } from '../html-page.ts';
import { html as markup } from '../html-text.ts';
import type { AnyRenderer, Report } from '../report.ts';
import { toFindingData } from './finding-data.ts';
import { toOpenLists } from './open-lists.ts';
import { toPackageData } from './package-data.ts';
import { pageScript } from './script/page-script.ts';
import { changes } from './sections/changes.ts';
import { decisions } from './sections/decisions.ts';
import { distribution } from './sections/distribution.ts';
import { findings } from './sections/findings.ts';
import { whatComesFirst } from './sections/first.ts';
import { gaps } from './sections/gaps.ts';
import { images } from './sections/images.ts';
import { overTime } from './sections/over-time.ts';
import { packages } from './sections/packages.ts';
import { summary } from './sections/summary.ts';

/**
 * The report as one page for a browser: it holds everything that it shows, and asks nobody for anything.
 *
 * out     the same bytes for the same report; every text from outside is escaped
 */
export const html = Object.freeze<AnyRenderer>({
  id: 'html',
  render: (report) => {
    const { release, difference, history, decisions: decided } = report;
    const sections: readonly (readonly [id: string, name: string, content: ReturnType<typeof summary> | undefined])[] = [
      ['first', 'First', whatComesFirst(report)],
      ['changes', 'Changes', difference && changes(difference)],
      ['history', 'History', history && overTime(history)],
      ['where', 'Where', distribution(report)],
      ['images', 'Images', images(report)],
      ['findings', 'Findings', findings(report)],
      ['packages', 'Packages', packages()],
      ['decisions', 'Decisions', decided && decisions(decided)],
      ['gaps', 'Gaps', gaps(report)],
    ];
    const shown = sections.filter(([, , content]) => content !== undefined);
    return toPage({
      title: `${release.product} ${release.version}: security report`,
      navigation: [['#main', 'Summary'], ...shown.map(([id, name]) => [`#${id}`, name] as const)],
      main: markup`${summary(report)}${shown.map(([, , content]) => content)}`,
      footer: footer(report),
      script: pageScript,
      data: [
        dataBlock('findings-data', toFindingData(report)),
        dataBlock('packages-data', toPackageData(report)),
        dataBlock('lists-data', toOpenLists(report)),
      ],
    });
  },
});

/** Data that the page's script unpacks: the findings of a large release, which repeat each other, take a tenth so. */
function dataBlock(id: string, data: unknown): ReturnType<typeof summary> {
  const packed = deflateRawSync(JSON.stringify(data), { level: 3 }).toString('base64');
  return markup`<script type="text/plain" id="${id}">${packed}</script>\n`;
}

function footer({ release }: Report) {
  const { snapshot } = release.knowledge;
  return markup`<p>Plimsoll ${release.engine}. Advisories: ${snapshot ? `${snapshot.asOf.slice(0, 10)}, ${snapshot.id}` : 'none'}. Judged at ${release.now}. Platforms: ${release.platforms.join(', ')}.</p>
<p>A finding is one vulnerability in one package of one image on one platform. Every number is a count over the findings of this page, and was checked against its parts before it was written.</p>`;
}
