import type { Gap } from '../../model/reading.ts';

/** A record of a CSV file with the line that it begins in. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** 1-based. */
  readonly line: number;
}

/**
 * The records of a CSV text; lines without any text are left out.
 *
 * in      text with or without a byte order mark; `,`, `;` or a tabulator between fields, whichever stands most often in the first line
 * gaps    csv-unclosed-quote: the last field goes to the end of the text
 * source  RFC 4180
 */
export function parseCsv(text: string): { readonly records: readonly CsvRecord[]; readonly gaps: readonly Gap[] } {
  const reader = new CsvReader(text.replace(/^\uFEFF/, ''));
  const records: CsvRecord[] = [];
  for (let record = reader.next(); record; record = reader.next())
    if (record.fields.some((field) => field.trim() !== '')) records.push(record);
  const gaps = reader.unclosedAt
    ? [{ code: 'csv-unclosed-quote', unit: 'formats/csv', line: reader.unclosedAt, detail: 'A quoted field is never closed.' }]
    : [];
  return { records, gaps };
}

class CsvReader {
  unclosedAt: number | undefined;
  #at = 0;
  #line = 1;
  readonly #text: string;
  readonly #separator: string;

  constructor(text: string) {
    this.#text = text;
    this.#separator = separatorOf(text.slice(0, text.search(/[\r\n]|$/)));
  }

  next(): CsvRecord | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const line = this.#line;
    const fields = [this.#field()];
    while (this.#text[this.#at] === this.#separator) {
      this.#at += 1;
      fields.push(this.#field());
    }
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] === '\n') this.#at += 1;
    this.#line += 1;
    return { fields, line };
  }

  #field(): string {
    return this.#text[this.#at] === '"' ? this.#quoted() + this.#plain() : this.#plain();
  }

  #plain(): string {
    const begin = this.#at;
    while (this.#at < this.#text.length && !this.#ends(this.#text[this.#at])) this.#at += 1;
    return this.#text.slice(begin, this.#at);
  }

  #quoted(): string {
    const begin = this.#at + 1;
    const openedIn = this.#line;
    let close = this.#text.indexOf('"', begin);
    while (close >= 0 && this.#text[close + 1] === '"') close = this.#text.indexOf('"', close + 2);
    if (close < 0) this.unclosedAt ??= openedIn;
    const end = close < 0 ? this.#text.length : close;
    const raw = this.#text.slice(begin, end);
    this.#at = Math.min(end + 1, this.#text.length);
    this.#line += raw.split('\n').length - 1;
    return raw.replaceAll('""', '"');
  }

  #ends(character: string | undefined): boolean {
    return character === this.#separator || character === '\n' || character === '\r';
  }
}

function separatorOf(firstLine: string): string {
  const count = (separator: string) => firstLine.split(separator).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}
