import type { Reconciliation } from '../../../model/reconciliation.ts';
import { groupGaps } from '../group-gaps.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { reconciliationTables } from './reconciliation-tables.ts';

/** A reconciliation as GitHub-flavored Markdown: the tables, then every difference. Headings from level two on. */
export function reconciliationMarkdown(result: Reconciliation): string {
  const { base, gaps } = result;
  const heading = `## Engines beside ${escapeMarkdown(base.engine)} (${escapeMarkdown(base.file)})`;
  const tables = reconciliationTables(result).map(
    ({ title, headings, rows }) => `### ${escapeMarkdown(title)}\n\n${markdownTable(headings, rows)}`,
  );
  const told = groupGaps(gaps).map(
    ({ code, count, examples }) => `- ${code} × ${count}: ${examples.map(escapeMarkdown).join('; ')}`,
  );
  return `${[heading, ...tables, ...differences(result), ...(told.length > 0 ? [['### Gaps of the reports', '', ...told].join('\n')] : [])].join('\n\n')}\n`;
}

function differences({ base, engines }: Reconciliation): readonly string[] {
  return engines.flatMap(({ engine, claims }) => {
    const rows = claims.filter((claim) => claim.class !== null);
    if (rows.length === 0) return [];
    const cells = rows.map((claim) => [
      claim.image,
      `${claim.package.name} ${claim.package.version ?? ''}`.trim(),
      claim.vulnerability,
      claim.base?.severity ?? '–',
      claim.other?.severity ?? '–',
      claim.class ?? '',
      claim.why,
    ]);
    const headings = ['image', 'package', 'vulnerability', base.engine, engine, 'class', 'why'];
    return [`### Differences from ${escapeMarkdown(engine)}\n\n${markdownTable(headings, cells)}`];
  });
}
