import type { Claim, ClaimedCell } from './claim.ts';

/**
 * A claim that does not hold as one sentence, with the lines of the cells.
 *
 * out     `line 68: 1.0.0, Total, count is 5420, but 5716 + 704 = 6420 (lines 56, 62)`
 */
export function describeClaim(claim: Claim): string {
  const { stated, terms, computed } = claim;
  const lines = [...new Set(terms.map(({ line }) => line))].join(', ');
  const made = `${write(claim)} = ${computed}`;
  if (stated === 100)
    return `${lines.includes(',') ? 'lines' : 'line'} ${lines}: ${nameOf(terms[0])}: the percentages are ${made}, not 100`;
  const others = terms.every(({ line }) => line === stated.line) ? '' : ` (${lines.includes(',') ? 'lines' : 'line'} ${lines})`;
  return `line ${stated.line}: ${nameOf(stated)}, ${stated.column} is ${stated.value}, but ${made}${others}`;
}

/** A claim as `check-table -f json` shows it. */
export function toClaimDocument(claim: Claim) {
  const { kind, stated, terms, computed } = claim;
  return {
    kind,
    stated: stated === 100 ? 100 : stated.value,
    computed,
    cells: [...(stated === 100 ? [] : [stated]), ...terms].map(({ row, column, value, line }) => ({
      row: row.filter(isNamed),
      column,
      value,
      line,
    })),
  };
}

function write({ kind, terms }: Claim): string {
  const values = terms.map(({ value }) => value);
  if (kind === 'share') return `100 × ${values.join(' / ')}`;
  if (kind === 'difference') return values.join(' − ');
  return values.map((value, index) => (index === 0 ? `${value}` : value < 0 ? `− ${-value}` : `+ ${value}`)).join(' ');
}

function nameOf(cell: ClaimedCell | undefined): string {
  return cell?.row.filter(isNamed).join(', ') || 'the row';
}

function isNamed(label: string): boolean {
  return label.trim() !== '';
}
