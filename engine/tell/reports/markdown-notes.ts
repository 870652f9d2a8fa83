import type { Release } from '../../model/release.ts';
import { type GapGroup, groupGaps, groupUndecided } from './group-gaps.ts';
import { escapeMarkdown, markdownCode } from './markdown-text.ts';

/** What was not read or not decided, as sections of Markdown; none where there is nothing. */
export function openNotes({ gaps, undecided }: Pick<Release, 'gaps' | 'undecided'>): readonly string[] {
  return [noteList('Not read', groupGaps(gaps)), noteList('Not decided', groupUndecided(undecided))].filter(Boolean);
}

function noteList(title: string, groups: readonly GapGroup[]): string {
  if (groups.length === 0) return '';
  const lines = groups.flatMap(({ code: kind, count, examples }) => [
    `- ${markdownCode(kind)} × ${count}`,
    ...examples.map((example) => `  - ${escapeMarkdown(example)}`),
    ...(count > examples.length ? [`  - … and ${count - examples.length} more`] : []),
  ]);
  return [`### ${title}`, '', ...lines].join('\n');
}
