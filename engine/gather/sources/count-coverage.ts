import type { CountedReason, Inventory, InventoryCoverage, LedgerRow } from '../../model/inventory.ts';
import type { Occurrence, Rejected } from '../../model/occurrence.ts';
import type { Gap } from '../../model/reading.ts';
import type { SearchCounts } from './references/found-reference.ts';

/** What went into an inventory, before anything was merged or left out, and what came out. */
export interface CoverageInput {
  /** How many sources are configured. */
  readonly sources: number;
  readonly readings: readonly CountedReading[];
  /** As counted where resources are searched. */
  readonly searched: SearchCounts;
  /** Of all sources, as they were found. */
  readonly occurrences: readonly Occurrence[];
  readonly rejected: readonly Rejected[];
  /** Images that the configuration adds. */
  readonly extraImages: number;
  readonly inventory: Inventory;
}

/** What a source gave; of its resources only their number. */
export interface CountedReading {
  readonly resources: number;
  readonly occurrences: readonly Occurrence[];
  /** Texts that the source itself looked at and refused. */
  readonly rejected?: number;
  readonly gaps: readonly Gap[];
}

/** What becomes of one thing that was looked at: nothing to say where it was read. */
type Fate = 'read' | { readonly rejected: string } | { readonly failed: string };

/**
 * The ledger of an inventory: everything that was looked at, and what became of it. `expected` is counted where things come in, the
 * parts where they come out, each looked up in the inventory; so that what is lost on the way leaves a row that does not close.
 *
 * units   see InventoryCoverage
 */
export function countCoverage(input: CoverageInput): InventoryCoverage {
  const { readings, inventory } = input;
  return {
    sources: toRow(input.sources, readings.map(fateOfSource)),
    resources: countResources(input),
    references: countReferences(input),
    images: toRow(new Set(input.occurrences.map(({ reference }) => reference)).size + addedImages(input), [
      ...inventory.images.map((): Fate => 'read'),
      ...unreadExtras(inventory),
    ]),
  };
}

/** The rows whose parts do not sum to what was expected, as sentences; each is a bug of Plimsoll. */
export function findUnclosed(coverage: InventoryCoverage): readonly string[] {
  return Object.entries(coverage).flatMap(([name, row]: [string, LedgerRow]) => {
    const parts = row.read + row.rejected + row.failed;
    const isExplained = sumOf(row.rejectedFor) === row.rejected && sumOf(row.failedFor) === row.failed;
    if (parts === row.expected && isExplained) return [];
    return [`of ${row.expected} ${name}, ${row.read} were read, ${row.rejected} rejected and ${row.failed} failed`];
  });
}

/** Of texts that hold resources, or should: each gap stands for one of them. */
const unreadCodes = new Set(['yaml-unreadable', 'manifest-is-template', 'file-unreadable']);

/** Any gap: it was not read to the end, or not as it is meant. */
function fateOfSource({ gaps: [gap] }: CountedReading): Fate {
  return gap ? { failed: gap.code } : 'read';
}

function countResources({ readings, searched }: CoverageInput): LedgerRow {
  const unread = readings.flatMap(({ gaps }) => gaps).filter(({ code }) => unreadCodes.has(code));
  const given = readings.reduce((sum, { resources }) => sum + resources, 0);
  return {
    expected: given + unread.length,
    read: searched.resources,
    rejected: searched.definitions,
    failed: unread.length,
    rejectedFor: reasonsOf(
      Array.from({ length: searched.definitions }, () => 'A definition: what stands in it is not installed.'),
    ),
    failedFor: reasonsOf(unread.map(({ code }) => code)),
  };
}

function countReferences({ readings, searched, occurrences, rejected, extraImages, inventory }: CoverageInput): LedgerRow {
  const listed = readings.reduce((sum, reading) => sum + reading.occurrences.length + (reading.rejected ?? 0), 0);
  const kept = new Set(inventory.images.flatMap((image) => image.occurrences.map((each) => JSON.stringify(each))));
  const refused = new Set(inventory.rejected.map((each) => JSON.stringify(each)));
  const misses = inventory.gaps.filter(({ unit }) => unit === 'gather/sources/references');
  const unreadLines = readings.flatMap(({ gaps }) => gaps).filter(({ code }) => code === 'reference-unreadable');
  const declared = inventory.images.flatMap((image) => image.occurrences).filter(({ how }) => how === 'declared');
  return toRow(searched.places + listed + unreadLines.length + extraImages, [
    ...occurrences.filter((each) => kept.has(JSON.stringify(each))).map((): Fate => 'read'),
    ...declared.map((): Fate => 'read'),
    ...rejected.filter((each) => refused.has(JSON.stringify(each))).map(({ reason }) => ({ rejected: reason })),
    ...[...misses, ...unreadLines].map(({ code }) => ({ failed: code })),
  ]);
}

/** Images that only the configuration states, with those of its entries that are no references. */
function addedImages({ occurrences, inventory }: CoverageInput): number {
  const found = new Set(occurrences.map(({ reference }) => reference));
  const declared = inventory.images.filter(({ reference }) => !found.has(reference));
  return declared.length + unreadExtras(inventory).length;
}

function unreadExtras({ gaps }: Inventory): readonly Fate[] {
  const unread = gaps.filter(({ unit, code }) => unit === 'gather/sources/references' && code === 'reference-unreadable');
  return unread.map(({ code }) => ({ failed: code }));
}

function toRow(expected: number, fates: readonly Fate[]): LedgerRow {
  const rejected = fates.flatMap((fate) => (typeof fate === 'object' && 'rejected' in fate ? [fate.rejected] : []));
  const failed = fates.flatMap((fate) => (typeof fate === 'object' && 'failed' in fate ? [fate.failed] : []));
  return {
    expected,
    read: fates.length - rejected.length - failed.length,
    rejected: rejected.length,
    failed: failed.length,
    rejectedFor: reasonsOf(rejected),
    failedFor: reasonsOf(failed),
  };
}

/** The most frequent first. */
function reasonsOf(reasons: readonly string[]): readonly CountedReason[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
}

function sumOf(reasons: readonly CountedReason[]): number {
  return reasons.reduce((sum, { count }) => sum + count, 0);
}
