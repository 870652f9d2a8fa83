import type { Release } from '../../model/release.ts';
import { type GapGroup, groupGaps, groupUndecided } from './group-gaps.ts';
import { kindAddress } from './html-table.ts';
import { type Html, html } from './html-text.ts';
import { linkText } from './row-links.ts';

/** The list of what was not read. */
export const gapRows = 'gap-rows';
/** The list of what was not decided. */
export const undecidedRows = 'undecided-rows';

/** What was not read or decided, each kind as an item of a list with its number, which leads to its rows; `page` holds them. */
export function listOpen({ gaps, undecided }: Pick<Release, 'gaps' | 'undecided'>, page = ''): readonly Html[] {
  const itemOf = ({ code, count, examples }: GapGroup, rows: string) =>
    html`<li><strong>${code.replaceAll('-', ' ')}</strong>, ${linkText(count, `${page}${kindAddress(rows, code)}`)}: ${examples[0] ?? ''}</li>`;
  return [
    ...groupGaps(gaps).map((group) => itemOf(group, gapRows)),
    ...groupUndecided(undecided).map((group) => itemOf(group, undecidedRows)),
  ];
}
