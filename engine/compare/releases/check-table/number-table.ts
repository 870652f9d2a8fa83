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

/** What stands before the decimals: `1,405.5` or `1.405,5`. */
export type DecimalMark = '.' | ',';

/**
 * The number that a cell states; undefined when it states none, or more than one.
 *
 * in      `1,405`, `+94`, `−3` (any minus), `.4%`, `(3)`, `1'405`, with spaces around; `1.405` and `2,5 %` where the mark is a comma
 */
export function readNumber(text: string, line: number, mark: DecimalMark = '.'): NumberCell | undefined {
  const found = grammars[mark].exec(bareOf(text));
  if (!found) return undefined;
  const [, sign, whole, decimals = '', percent] = found;
  if (whole === undefined && decimals === '') return undefined;
  const value = Number(`${sign}${(whole ?? '0').replaceAll(/\D/g, '')}.${decimals || '0'}`);
  return { value, step: 10 ** -decimals.length, percent: percent === '%', line };
}

const grammars: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^([+-]?)\s*(\d{1,3}(?:[,'’ \u00A0\u202F]\d{3})+|\d+)?(?:\.(\d+))?\s*(%?)$/,
  ',': /^([+-]?)\s*(\d{1,3}(?:[.'’ \u00A0\u202F]\d{3})+|\d+)?(?:,(\d+))?\s*(%?)$/,
};

function bareOf(text: string): string {
  return text
    .trim()
    .replace(/^[−–—]/, '-')
    .replace(/^\((.*)\)$/, '$1');
}

/**
 * How a table marks decimals, by the cells that leave no choice: `2,5` and `1.405,5` have a comma. Where none does, counts in groups of three
 * behind points (`1.405`) are whole numbers, since nobody counts in thousandths.
 */
export function findDecimalMark(texts: readonly string[]): DecimalMark {
  const bare = texts.map(bareOf);
  const [points, commas] = (['.', ','] as const).map((mark) => bare.filter((text) => hasDecimals(text, mark)).length);
  if (commas || points) return (commas ?? 0) > (points ?? 0) ? ',' : '.';
  return bare.some((text) => /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/.test(text)) ? ',' : '.';
}

/** Three digits behind a mark may be thousands, unless thousands are marked otherwise or there are none. */
function hasDecimals(text: string, mark: DecimalMark): boolean {
  const other = mark === '.' ? ',' : '.';
  const [whole = '', decimals = '', ...rest] = text
    .replace(/^[+-]\s*/, '')
    .replace(/\s*%$/, '')
    .split(mark);
  if (rest.length > 0 || !/^\d+$/.test(decimals) || !/^\d*$/.test(whole.replaceAll(other, ''))) return false;
  return decimals.length !== 3 || whole.includes(other) || !/^[1-9]\d{0,2}$/.test(whole) || text.endsWith('%');
}
