/**
 * Rows as CSV: fields are quoted where they need it, and a text that a spreadsheet would take for a formula gets an apostrophe in front.
 *
 * out     lines that end with CR LF
 * source  RFC 4180; OWASP, "CSV Injection"
 */
export function csvText(rows: Iterable<readonly (string | number)[]>): string {
  return Array.from(rows, (row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** Full-width forms are formulas where text is written in them. */
const formula = /^[=+\-@\t\r＝＋－＠]/;

/** Everything that could move a cursor or turn the direction of text around; line ends are quoted. */
const controls = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]/gu;

/** One field; numbers stay numbers. */
export function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = value.replace(controls, '\uFFFD');
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
