import type { Severity } from '../../../model/severity.ts';
import { type Claim, type ClaimedCell, holds, shareClaim, sumClaim } from './claim.ts';
import type { NumberRow, NumberTable } from './number-table.ts';
import { type Label, namesTheWhole, readLabel, type StatedSeverity } from './read-label.ts';

/** The words that a table must have before its severities are held to be all of them. */
const needed: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];

/**
 * What a table states by its form: severities add up to the total of their row, rows to the row that is called total, a "versus" row is the
 * difference of two totals, a "change" row that of the two others, the percentages of all severities are 100, and a percentage is its part of
 * the whole.
 *
 * in      every table of a file, so that a "versus" row finds the other one
 */
export function findClaims(table: NumberTable): readonly Claim[] {
  return [
    ...table.flatMap(claimsOfRow),
    ...table.flatMap((row) => claimsOfTotal(row, table)),
    ...table.flatMap((row) => claimsOfDifference(row, table)),
    ...table.flatMap((row) => claimsOfChange(row, table)),
    ...table.flatMap((row) => claimsOfShares(row, table)),
  ];
}

/** The figures of one row that speak of one thing, such as all or the fixable ones. */
interface Family {
  readonly severities: ReadonlyMap<StatedSeverity, ClaimedCell>;
  readonly total: ClaimedCell | undefined;
}

function claimsOfRow(row: NumberRow): readonly Claim[] {
  const counts = familiesOf(row, false);
  const shares = familiesOf(row, true);
  const sums = [...counts.values()].flatMap(({ severities: parts, total }) =>
    total && isWhole(parts) ? [sumClaim('severities', total, [...parts.values()])] : [],
  );
  const plain = shares.get('');
  const hundred = plain && isWhole(plain.severities) ? [sumClaim('percentages', 100, [...plain.severities.values()])] : [];
  return [...sums, ...hundred, ...sharesOf(counts.get(''), plain)];
}

function isWhole(parts: ReadonlyMap<StatedSeverity, unknown>): boolean {
  return needed.every((severity) => parts.has(severity));
}

function sharesOf(counts: Family | undefined, shares: Family | undefined): readonly Claim[] {
  const whole = counts?.total;
  if (!whole || whole.value === 0) return [];
  return [...counts.severities].flatMap(([severity, part]) => {
    const stated = shares?.severities.get(severity);
    return stated ? [shareClaim(stated, part, whole)] : [];
  });
}

function familiesOf(row: NumberRow, percent: boolean): ReadonlyMap<string, Family> {
  const families = new Map<string, { severities: Map<StatedSeverity, ClaimedCell>; total: ClaimedCell | undefined }>();
  for (const [column, number] of row.cells) {
    const label = readLabel(column);
    if (!label.additive || (label.percent || number.percent) !== percent) continue;
    const family = families.get(label.family) ?? { severities: new Map(), total: undefined };
    const cell: ClaimedCell = { ...number, percent, row: row.labels, column };
    if (label.severity) family.severities.set(label.severity, cell);
    else if (label.total || label.family === '') family.total ??= cell;
    families.set(label.family, family);
  }
  return families;
}

/** Parts that are sums themselves (`HPE total`) may be counted or not: as the whole has it, as far as that can be seen. */
function claimsOfTotal(total: NumberRow, table: NumberTable): readonly Claim[] {
  const at = total.labels.findIndex(namesTheWhole);
  if (at < 0) return [];
  const siblings = table.filter((row) => row !== total && isSibling(row, total, at));
  if (siblings.some((row) => row.labels[at] === total.labels[at])) return [];
  const parts = siblings.filter((row) => isPart(row.labels[at] ?? ''));
  const [sums = [], single = []] = [true, false].map((isSum) =>
    parts.filter((row) => readLabel(row.labels[at] ?? '').total === isSum),
  );
  return fittest([parts, single, sums].map((some) => claimsOfParts(total, some)));
}

function claimsOfParts(total: NumberRow, parts: readonly NumberRow[]): readonly Claim[] {
  return [...total.cells].flatMap(([column, number]) => {
    const label = readLabel(column);
    const terms = parts.flatMap((row) => cellOf(row, column));
    if (!isSummed(label, number.percent) || terms.length < 2 || terms.length < parts.length) return [];
    return [sumClaim('rows', { ...number, row: total.labels, column }, terms)];
  });
}

/** Of several ways to read the same numbers the one that leaves the fewest contradictions; a way that claims nothing is none. */
function fittest(ways: readonly (readonly Claim[])[]): readonly Claim[] {
  const faultsIn = (claims: readonly Claim[]) => claims.filter((claim) => !holds(claim)).length;
  return ways.filter(({ length }) => length > 0).toSorted((a, b) => faultsIn(a) - faultsIn(b))[0] ?? [];
}

function isSummed({ additive, percent }: Label, percentSign: boolean): boolean {
  return additive && !percent && !percentSign;
}

function isPart(name: string): boolean {
  const { versus, percent, additive } = readLabel(name);
  return versus === undefined && !percent && additive && !namesTheWhole(name);
}

/** A row of the same table: named the same but for the label that tells its rows apart. */
function isSibling(row: NumberRow, other: NumberRow, at: number): boolean {
  return (
    row.labels.length === other.labels.length && row.labels.every((label, index) => index === at || label === other.labels[index])
  );
}

function claimsOfDifference(row: NumberRow, table: NumberTable): readonly Claim[] {
  const at = row.labels.findIndex((label) => readLabel(label).versus !== undefined);
  const earlier = readLabel(row.labels[at] ?? '').versus;
  if (!earlier) return [];
  const now = table.find((other) => isSibling(other, row, at) && namesTheWhole(other.labels[at] ?? ''));
  const then = table.findLast(
    (other) => other !== now && namesTheWhole(other.labels[at] ?? '') && other.labels.some((label) => isNamed(label, earlier)),
  );
  if (!now || !then) return [];
  return [...row.cells].flatMap(([column, number]) => {
    const [a] = cellOf(now, column);
    const [b] = cellOf(then, column);
    return a && b ? [sumClaim('difference', { ...number, row: row.labels, column }, [a, b], [1, -1])] : [];
  });
}

/** `change` beside two other rows; whichever of them is the newer. */
function claimsOfChange(row: NumberRow, table: NumberTable): readonly Claim[] {
  const at = row.labels.findIndex((label) => readLabel(label).versus === '');
  if (at < 0) return [];
  const [one, other, ...more] = table.filter((sibling) => sibling !== row && isSibling(sibling, row, at));
  if (!one || !other || more.length > 0) return [];
  const claimsOf = (now: NumberRow, then: NumberRow) =>
    [...row.cells].flatMap(([column, number]) => {
      const terms = [...cellOf(now, column), ...cellOf(then, column)];
      if (terms.length < 2 || terms.some(({ percent }) => percent !== number.percent)) return [];
      return [sumClaim('difference', { ...number, row: row.labels, column }, terms, [1, -1])];
    });
  return fittest([claimsOf(other, one), claimsOf(one, other)]);
}

/** A row of nothing but percentages beside the one row of counts that they are of. */
function claimsOfShares(row: NumberRow, table: NumberTable): readonly Claim[] {
  const shares = familiesOf(row, true).get('');
  if (!shares || familiesOf(row, false).size > 0) return [];
  const counts = table.flatMap((sibling) => {
    const family = isSibling(sibling, row, row.labels.length - 1) ? familiesOf(sibling, false).get('') : undefined;
    return family?.total ? [family] : [];
  });
  return counts.length === 1 ? sharesOf(counts[0], shares) : [];
}

/** `1.2.0-alpha.7` is what `alpha.7` means. */
function isNamed(label: string, name: string): boolean {
  return label === name || (label.endsWith(name) && /[^\p{L}\p{N}]$/u.test(label.slice(0, -name.length)));
}

function cellOf(row: NumberRow, column: string): readonly ClaimedCell[] {
  const cell = row.cells.get(column);
  return cell ? [{ ...cell, row: row.labels, column }] : [];
}
