/** A number as somebody wrote it. */
export interface NumberCell {
  readonly value: number;
  /** One unit of the last place that is written: 1 for `42`, 0.1 for `41.2`. */
  readonly step: number;
  readonly percent: boolean;
  /** 1-based, in the file. */
  readonly line: number;
}

/** A row: what names it, from the widest (the table) to the narrowest, and its numbers by column. */
export interface NumberRow {
  readonly labels: readonly string[];
  readonly cells: ReadonlyMap<string, NumberCell>;
}

/** Rows of numbers under named columns; all tables of one file are one, told apart by their first labels. */
export type NumberTable = readonly NumberRow[];

/**
 * The number that a cell states; undefined when it states none, or more than one.
 *
 * in      `1,405`, `+94`, `−3` (any minus), `.4%`, `(3)`, with spaces around
 */
export function readNumber(text: string, line: number): NumberCell | undefined {
  const bare = text
    .trim()
    .replace(/^[−–—]/, '-')
    .replace(/^\((.*)\)$/, '$1');
  const found = /^([+-]?)\s*(\d{1,3}(?:[, \u00A0\u202F]\d{3})+|\d+)?(?:\.(\d+))?\s*(%?)$/.exec(bare);
  if (!found) return undefined;
  const [, sign, whole, decimals = '', percent] = found;
  if (whole === undefined && decimals === '') return undefined;
  const value = Number(`${sign}${(whole ?? '0').replaceAll(/[, \u00A0\u202F]/g, '')}.${decimals || '0'}`);
  return { value, step: 10 ** -decimals.length, percent: percent === '%', line };
}
