import type { DeclaredImage, Inventory } from '../../../model/inventory.ts';
import { plural } from '../describe.ts';
import { groupGaps, listGroups } from '../group-gaps.ts';
import { printable } from '../printable.ts';
import { type Cell, table } from '../table.ts';
import { describeDrift } from './drift.ts';
import { type InventoryForm, type InventorySubject, renderInventoryData } from './inventory-data.ts';
import { describeLedger } from './ledger.ts';
import { nameSome } from './name-some.ts';
import { describeRemarks } from './remarks.ts';

/** Rejected texts that a terminal shows; JSON has them all. */
const shownRejections = 10;

/**
 * An inventory as text.
 *
 * out     `terminal`: tables for people; the others as `renderInventoryData`
 */
export function renderInventory(inventory: Inventory, subject: InventorySubject, form: InventoryForm): string {
  if (form !== 'terminal') return renderInventoryData(inventory, subject, form);
  return `${[
    ...heading(inventory, subject),
    images(inventory),
    ...charts(inventory),
    ...untried(inventory),
    ...describeRemarks(inventory),
    ...(inventory.drift ? describeDrift(inventory.drift) : []),
    ...rejected(inventory),
    ...gaps(inventory),
    ...(inventory.coverage ? [describeLedger(inventory.coverage)] : []),
  ].join('\n\n')}\n`;
}

function heading({ images, gaps }: Inventory, { product, version }: InventorySubject): string[] {
  const places = images.reduce((sum, image) => sum + image.occurrences.length, 0);
  const caveat =
    gaps.length > 0 ? `; ${gaps.length} ${plural(gaps.length, 'place')} could not be read, so there may be more` : '';
  return [
    `${product} ${version}: ${images.length} ${plural(images.length, 'image')} in ${places} ${plural(places, 'place')}${caveat}`,
  ];
}

function images({ images }: Inventory): string {
  const rows = images.flatMap((image): Cell[][] =>
    image.occurrences.map((occurrence, index) => [
      index === 0 ? image.reference : '',
      index === 0 ? whose(image) : '',
      occurrence.certainty === 'likely' ? `${occurrence.how} (likely)` : occurrence.how,
      `${occurrence.file}:${occurrence.line}`,
      [
        occurrence.hook ? 'hook' : '',
        ...occurrence.conditional.map(({ value, equals }) => `if ${value}=${JSON.stringify(equals)}`),
      ]
        .filter(Boolean)
        .join(', '),
    ]),
  );
  return table(['image', 'owner', 'how', 'where', ''], rows);
}

/** Its owners, else its components. */
function whose({ owners, components }: DeclaredImage): string {
  return nameSome(owners.length > 0 ? owners : components) || '–';
}

function charts({ charts }: Inventory): string[] {
  if (charts.length === 0) return [];
  return [
    table(
      ['chart', 'version', 'namespace', 'where'],
      charts.map((chart) => [chart.name, chart.version, chart.namespace, `${chart.file}:${chart.line}`]),
    ),
  ];
}

/** What only these values turn on is not in the list. */
function untried({ charts }: Inventory): string[] {
  const lines = charts.flatMap(({ name, switches }) => {
    const values = [...(switches?.failed ?? []), ...(switches?.untried ?? [])].map(
      ({ value, equals }) => `${value}=${JSON.stringify(equals)}`,
    );
    return values.length === 0 ? [] : [printable(`  ${name}: ${values.slice(0, 5).join(', ')}${values.length > 5 ? ' …' : ''}`)];
  });
  return lines.length === 0
    ? []
    : [['Values that charts could not be tried with; --format json has them all', ...lines].join('\n')];
}

function rejected({ rejected }: Inventory): string[] {
  if (rejected.length === 0) return [];
  const lines = rejected
    .slice(0, shownRejections)
    .map(({ text, reason, file, line }) => printable(`  ${file}:${line}  ${text}  ${reason}`));
  const rest = rejected.length - lines.length;
  return [
    [
      `Looked like images, and are none (${rejected.length})`,
      ...lines,
      ...(rest > 0 ? [`  … and ${rest} more; --format json has them all`] : []),
    ].join('\n'),
  ];
}

function gaps({ gaps }: Inventory): string[] {
  if (gaps.length === 0) return [];
  return [[`Not read (${gaps.length})`, ...listGroups(groupGaps(gaps))].join('\n')];
}
