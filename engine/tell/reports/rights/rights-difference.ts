import type { PathChange, PowerChange, RightsDifference, SidedChange } from '../../../model/rights-difference.ts';
import { describeGap, groupGaps, listGroups } from '../group-gaps.ts';
import { escapeMarkdown } from '../markdown-text.ts';
import { printable } from '../printable.ts';

/** Of each kind, for people; JSON has them all. */
const shown = 25;

interface Part {
  readonly title: string;
  /** A sentence, and what stands under it. */
  readonly items: readonly (readonly string[])[];
}

/** `plimsoll rights --against` in each of its forms. */
export const rightsDifferenceWriters = {
  terminal: (difference: RightsDifference) => {
    const parts = partsOf(difference).map(({ title, items }) => {
      const lines = items
        .slice(0, shown)
        .flatMap(([first = '', ...more]) => [`  - ${first}`, ...more.map((line) => `      ${line}`)]);
      return [`${title} (${items.length})`, ...lines.map(printable), ...leftOf(items).map((text) => `  ${text}`)].join('\n');
    });
    const gaps = difference.gaps.length > 0 ? [['Not read', ...listGroups(groupGaps(difference.gaps))].join('\n')] : [];
    return `${[printable(`${titleOf(difference)}: ${summary(difference)}`), ...parts, ...gaps].join('\n\n')}\n`;
  },
  json: (difference: RightsDifference) =>
    `${JSON.stringify({ schema: 'plimsoll.rights-diff/v1', ...difference }, undefined, 2)}\n`,
  md: (difference: RightsDifference) => {
    const parts = partsOf(difference).map(({ title, items }) => {
      const lines = items
        .slice(0, shown)
        .flatMap(([first = '', ...more]) => [`- ${escapeMarkdown(first)}`, ...more.map((line) => `  - ${escapeMarkdown(line)}`)]);
      return [`### ${title} (${items.length})`, [...lines, ...leftOf(items)].join('\n')].join('\n\n');
    });
    const gaps = difference.gaps.slice(0, shown).map((gap) => `- Not read: ${escapeMarkdown(describeGap(gap))}`);
    const head = [`## ${escapeMarkdown(titleOf(difference))}`, escapeMarkdown(summary(difference))];
    return `${[...head, ...parts, ...(gaps.length > 0 ? [gaps.join('\n')] : [])].join('\n\n')}\n`;
  },
} as const;

function titleOf({ old, new: now }: RightsDifference): string {
  const version = (release: typeof old) => release.version ?? 'without version';
  const from = old.product === now.product ? version(old) : `${old.product} ${version(old)}`;
  return `Rights of ${now.product} ${version(now)} against ${from}`;
}

function summary({ powers, paths }: RightsDifference): string {
  const count = (rows: readonly { readonly change: string }[], change: string) =>
    rows.filter((row) => row.change === change).length;
  return `${count(powers, 'gained')} rights that give more came, ${count(powers, 'lost')} went; ${count(paths, 'gained')} shortest ways came, ${count(paths, 'changed')} changed, ${count(paths, 'lost')} went`;
}

function partsOf({ tenants, powers, paths, sharing, issues, unused }: RightsDifference): readonly Part[] {
  const split = <Item>(
    all: readonly SidedChange<Item>[],
    came: string,
    went: string,
    say: (item: Item) => string,
  ): readonly Part[] => [
    { title: came, items: all.filter(({ change }) => change === 'gained').map(({ item }) => [say(item)]) },
    { title: went, items: all.filter(({ change }) => change === 'lost').map(({ item }) => [say(item)]) },
  ];
  return [
    { title: 'Rights that came', items: powers.filter(({ change }) => change === 'gained').map(powerLines) },
    { title: 'Rights that went', items: powers.filter(({ change }) => change === 'lost').map(powerLines) },
    { title: 'Ways to more', items: paths.map(pathLines) },
    ...split(tenants, 'Tenants that came', 'Tenants that went', (name) => name),
    ...split(
      sharing,
      'Others in namespaces of tenants, new',
      'Others in namespaces of tenants, gone',
      (one) => `${one.namespace}: ${one.sentence}`,
    ),
    ...split(issues, 'New issues', 'Issues that went', ({ sentence, file, line }) => `${sentence}${placeOf(file, line)}`),
    ...split(unused, 'Newly unused', 'No longer there or no longer unused', ({ sentence }) => sentence),
  ].filter(({ items }) => items.length > 0);
}

function powerLines({ sentence, power: { file, line }, isNewOrGone, change }: PowerChange): readonly string[] {
  const whole = isNewOrGone
    ? [change === 'gained' ? 'Nobody of that name was there before.' : 'Nobody of that name is there now.']
    : [];
  return [`${sentence}${placeOf(file, line)}`, ...whole];
}

function pathLines({ change, from, start, to, before, after, path }: PathChange): readonly string[] {
  const who = `${start === 'exposed' ? 'From outside, ' : ''}${from} → ${to === 'tenant' ? 'another tenant' : to}`;
  const words = {
    gained: `came (${after} steps)`,
    lost: `went (${before} steps)`,
    changed: `goes another way (${before} steps, now ${after})`,
  };
  const steps =
    change === 'lost' ? [] : path.steps.map((step) => `→ ${step.to}: ${step.sentence}${placeOf(step.file, step.line)}`);
  return [`${who} ${words[change]}`, ...steps];
}

function leftOf(items: readonly unknown[]): readonly string[] {
  return items.length > shown ? [`… and ${items.length - shown} more`] : [];
}

function placeOf(file: string | null, line: number | null): string {
  return file === null ? '' : ` (${file}${line === null ? '' : `:${line}`})`;
}
