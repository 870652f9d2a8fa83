import { priorities } from '../../../model/priority.ts';
import type { OwnerAgenda, Triage, TriageItem } from '../../../model/triage.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { describePriorities, exposureWords, priorityColors } from '../priority-words.ts';
import { type Cell, table } from '../table.ts';
import { itemCells, itemHeadings, nameOfPackage } from '../triage-item.ts';

/** Images named in a cell; the others are counted. */
const shownImages = 2;
/** Items under an owner's heading in Markdown; the list above has them all. */
const shownOwn = 5;

/** What comes first as text for a terminal: each item with its reasons, then each owner's numbers. */
export function triageToText(triage: Triage, { color = false }: { readonly color?: boolean } = {}): string {
  const paint = (text: string, code: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const items = triage.items.map((item, index) =>
    [
      `${index + 1}. ${paint(item.priority.toUpperCase(), priorityColors[item.priority])} ${paint(printable(titleOf(item)), '1')}`,
      `   ${printable(describeItem(item))}`,
      ...item.why.map((sentence) => `   - ${printable(sentence)}`),
    ].join('\n'),
  );
  const rows = triage.agenda.map(({ owner, counts }): Cell[] => [owner, ...priorities.map((priority) => counts[priority])]);
  return `${[
    paint(printable(`${triage.product} ${triage.version}`), '1'),
    printable(summary(triage)),
    ...items,
    ...rest(triage),
    ...(rows.length > 0 ? [table(['owner', ...priorities], rows)] : []),
  ].join('\n\n')}\n`;
}

/** What comes first as a section of Markdown, with a heading for each owner. */
export function triageToMarkdown(triage: Triage): string {
  const headings = ['', 'priority', ...itemHeadings];
  const parts = [
    `## ${escapeMarkdown(`What comes first in ${triage.product} ${triage.version}`)}`,
    escapeMarkdown(summary(triage)),
    ...(triage.items.length > 0
      ? [
          markdownTable(
            headings,
            triage.items.map((item, index) => [index + 1, item.priority, ...itemCells(item)]),
          ),
        ]
      : []),
    ...rest(triage).map(escapeMarkdown),
    ...(triage.items.length > 0 ? ['### Why', triage.items.map(reasons).join('\n')] : []),
    ...triage.agenda.map(ownerSection),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `plimsoll triage -f json`. */
export function triageToJson(triage: Triage): string {
  return `${JSON.stringify({ schema: 'plimsoll.triage/v1', ...triage }, undefined, 2)}\n`;
}

function summary({ counts, suppressed, table: { title } }: Triage): string {
  const taken = suppressed === 0 ? '' : `; ${suppressed} more ${suppressed === 1 ? 'is' : 'are'} decided`;
  return `Findings by ${title}: ${describePriorities(counts)}${taken}.`;
}

function rest({ items, total }: Triage): string[] {
  const left = total - items.length;
  return left > 0 ? [`… and ${left} more; --limit shows them, --priority, --owner and --component choose.`] : [];
}

function titleOf({ vulnerability, purl }: TriageItem): string {
  return `${vulnerability} in ${nameOfPackage(purl)}`;
}

function describeItem(item: TriageItem): string {
  const { severity, kev, epss, exposure, owners } = item;
  const parts = [
    severity,
    ...(kev ? ['known exploited'] : []),
    ...(epss === null ? [] : [`EPSS ${Number(epss.toFixed(3))}`]),
    exposureWords[exposure],
    imagesOf(item),
    owners.join(', ') || 'no owner',
  ];
  return parts.join(' · ');
}

function imagesOf({ images }: TriageItem): string {
  const more = images.length - shownImages;
  return `${images.slice(0, shownImages).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function reasons(item: TriageItem, index: number): string {
  const [first = '', ...others] = item.why;
  const lines = [first, ...others].map((sentence) => `    - ${escapeMarkdown(sentence)}`);
  return [`${index + 1}. ${escapeMarkdown(titleOf(item))} (${item.images.map(markdownCode).join(', ')})`, ...lines].join('\n');
}

function ownerSection({ owner, counts, items }: OwnerAgenda): string {
  const own = items
    .slice(0, shownOwn)
    .map((item) => `- **${item.priority}** ${escapeMarkdown(titleOf(item))}: ${escapeMarkdown(doWhat(item))}`);
  return [`### ${escapeMarkdown(owner)}`, '', escapeMarkdown(`${describePriorities(counts)}.`), '', ...own].join('\n').trimEnd();
}

function doWhat(item: TriageItem): string {
  const where = `in ${imagesOf(item)}`;
  return item.state === 'fixed' ? `raise it to ${item.fixedIn.join(' or ')} ${where}` : `no fix yet, ${where}`;
}
