import { severities } from '../../../model/severity.ts';
import { countOf, describeConditional, describeCoverage, describeKnowledge, plural, sumOf } from '../describe.ts';
import { groupGaps } from '../group-gaps.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import type { Renderer, Report } from '../report.ts';

/** GitHub refuses a summary of more than 1 MiB. */
const shownImages = 200;

/** A job summary for `$GITHUB_STEP_SUMMARY`: the totals, the images with findings, and what was not read. */
export const githubSummary = Object.freeze<Renderer>({
  id: 'github',
  render: (report) => `${[heading(report), totals(report), images(report), unread(report)].filter(Boolean).join('\n\n')}\n`,
});

function heading({ release, totals: { images } }: Report): string {
  const { product, version } = release;
  const { withCriticalOrHigh, total } = images;
  const said = [describeCoverage(release), ...describeConditional(release), describeKnowledge(release)]
    .map(escapeMarkdown)
    .join('. ');
  const worst = `**${withCriticalOrHigh} of ${total} ${plural(total, 'image')}** ${withCriticalOrHigh === 1 ? 'has' : 'have'} critical or high findings.`;
  return `## ${escapeMarkdown(product)} ${escapeMarkdown(version)}\n\n${worst} ${said}.`;
}

function totals({ totals: figures }: Report): string {
  const rows = (['findings', 'fixable', 'suppressed', 'vulnerabilities'] as const).map((unit) => [
    unit,
    ...severities.map((severity) => figures[unit][severity]),
    sumOf(figures[unit]),
  ]);
  return markdownTable(['', ...severities, 'total'], rows);
}

function images({ images: all }: Report): string {
  const worth = all.filter(({ findings, status }) => sumOf(findings) > 0 || status !== 'read');
  if (worth.length === 0) return 'No image has findings.';
  const rows = worth
    .slice(0, shownImages)
    .map(({ reference, status, findings, fixable, owners }) => [
      markdownCode(reference.slice(0, 300)),
      status,
      ...severities.map((severity) => countOf(findings[severity], status)),
      countOf(sumOf(fixable), status),
      owners.join(', ').slice(0, 300),
    ]);
  const table = markdownTable(['image', 'status', ...severities, 'fixable', 'owner'], rows);
  const more = worth.length > shownImages ? `\n\n… and ${worth.length - shownImages} more images.` : '';
  return `<details><summary>Images with findings</summary>\n\n${table}${more}\n\n</details>`;
}

function unread({ release }: Report): string {
  const groups = groupGaps(release.gaps);
  if (groups.length === 0) return '';
  const lines = groups.map(
    ({ code, count, examples: [first = ''] }) => `- ${markdownCode(code)} × ${count}: ${escapeMarkdown(first.slice(0, 500))}`,
  );
  return ['### Not read', '', ...lines].join('\n');
}
