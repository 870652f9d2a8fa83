/** A text from outside as Markdown that shows it as it is, on one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}

/** A code span; backticks and bars in it would end the span or the cell. */
export function markdownCode(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ').replaceAll('|', '\\|')}\``;
}

/**
 * A Markdown table; texts are escaped unless they are code spans already, numbers set right.
 */
export function markdownTable(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? cell : cell.startsWith('`') ? cell : escapeMarkdown(cell))).join(' | ')} |`;
  const rule = `|${headings.map((_, column) => (rows.some((row) => typeof row[column] === 'number') ? ' ---: |' : ' --- |')).join('')}`;
  return [line(headings), rule, ...rows.map(line)].join('\n');
}
