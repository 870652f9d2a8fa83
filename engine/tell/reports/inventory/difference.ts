import type {
  ComparedImage,
  ComparedPlace,
  InventoryDifference,
  Moved,
  MovedImage,
} from '../../../model/inventory-difference.ts';
import { plural } from '../describe.ts';
import { printable } from '../printable.ts';
import { nameSome } from './name-some.ts';

/** Of which two inventories a difference tells. */
export interface DifferenceSubject {
  readonly old: { readonly product: string; readonly version: string };
  readonly new: { readonly product: string; readonly version: string };
  /** Gaps of the newer inventory: what it does not have may not have been read. */
  readonly gaps: number;
}

/** A way to show a difference; each gives text with a line end. */
export type DifferenceForm = 'terminal' | 'json' | 'list';

/**
 * What is other in an inventory, as text.
 *
 * out     `json`: the document of docs/reference/schemas/images-diff.json; `list`: one change a line, `+`, `-` or `~` in front;
 *         `terminal`: for people, with where and whose
 */
export function renderDifference(difference: InventoryDifference, subject: DifferenceSubject, form: DifferenceForm): string {
  if (form === 'json') return `${JSON.stringify(toDocument(difference, subject), null, 2)}\n`;
  if (form === 'list')
    return list(difference)
      .map((line) => `${line}\n`)
      .join('');
  const { old, new: now, gaps } = subject;
  const caveat = gaps > 0 ? [`${gaps} ${plural(gaps, 'place')} could not be read: what is missing may only be unread`] : [];
  return `${[
    `${now.product} ${now.version} against ${old.product} ${old.version}: ${describeSums(difference)}`,
    ...caveat,
    ...section('Added', difference.added.map(describeImage)),
    ...section('Removed', difference.removed.map(describeImage)),
    ...section('The same tag, and another image', difference.moved.filter(isPushedAgain).map(describeMoved)),
    ...section('Moved', difference.moved.filter((image) => !isPushedAgain(image)).map(describeMoved)),
  ].join('\n\n')}\n`;
}

function toDocument({ old, new: now, ...difference }: InventoryDifference, subject: DifferenceSubject) {
  return {
    schema: 'plimsoll.images-diff/v1',
    old: { ...subject.old, images: old },
    new: { ...subject.new, images: now },
    ...difference,
    gaps: subject.gaps,
  };
}

function list({ added, removed, moved }: InventoryDifference): readonly string[] {
  return [
    ...added.map(({ reference }) => `+ ${reference}`),
    ...removed.map(({ reference }) => `- ${reference}`),
    ...moved.map(({ reference, was }) => (reference === was ? `~ ${reference}` : `~ ${was} ${reference}`)),
  ];
}

function describeSums({ old, new: now, same, added, removed, moved }: InventoryDifference): string {
  return `${old} → ${now} ${plural(now, 'image')}: ${same} the same, ${moved.length} moved, ${added.length} added, ${removed.length} removed`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[`${title} (${lines.length})`, ...lines].join('\n')];
}

function describeImage({ reference, owners, occurrences }: ComparedImage): string {
  const [place] = occurrences;
  const whose = owners.length > 0 ? ` (${nameSome(owners)})` : '';
  return printable(`  ${reference}${whose}${place ? `  ${where(place)}` : ''}`);
}

function isPushedAgain({ digest }: MovedImage): boolean {
  return digest?.underSameTag === true;
}

function describeMoved({ reference, was, tag, digest, registry, components, places }: MovedImage): string {
  const aspects = [
    ...(tag ? [`tag ${move(tag, String)}`] : []),
    ...(digest ? [`digest ${move(digest, (one) => one ?? 'none')}`] : []),
    ...(registry ? [`registry ${move(registry, String)}`] : []),
    ...(components ? [`component ${move(components, (one) => one.join(', ') || 'none')}`] : []),
    ...(places ? [`place ${move(places, (one) => one.map(where).join(', ') || 'none')}`] : []),
  ];
  return [`  ${reference}${reference === was ? '' : `, was ${was}`}`, ...aspects.map((aspect) => `    ${aspect}`)]
    .map(printable)
    .join('\n');
}

function move<Value>({ from, to }: Moved<Value>, write: (value: Value) => string): string {
  return `${write(from)} → ${write(to)}`;
}

function where({ file, line }: Pick<ComparedPlace, 'file' | 'line'>): string {
  return `${file}:${line}`;
}
