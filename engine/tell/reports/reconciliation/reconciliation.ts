import type { Reconciliation } from '../../../model/reconciliation.ts';
import { reconciliationCsv } from './reconciliation-csv.ts';
import { reconciliationMarkdown } from './reconciliation-markdown.ts';
import { reconciliationTerminal } from './reconciliation-terminal.ts';

/** A way to show a reconciliation; each gives text with a line end. */
export type ReconciliationForm = 'terminal' | 'json' | 'csv' | 'md';

/** The forms of `plimsoll reconcile`, the default first. */
export const reconciliationForms: readonly ReconciliationForm[] = ['terminal', 'json', 'csv', 'md'];

/**
 * A reconciliation as text.
 *
 * out     `json`: the document of docs/reference/schemas/reconcile.json; `csv`: one row for each compared claim; `md`, `terminal`: tables
 */
export function renderReconciliation(result: Reconciliation, form: ReconciliationForm): string {
  switch (form) {
    case 'json':
      return `${JSON.stringify({ schema: 'plimsoll.reconciliation/v1', ...result }, null, 2)}\n`;
    case 'csv':
      return reconciliationCsv(result);
    case 'md':
      return reconciliationMarkdown(result);
    case 'terminal':
      return reconciliationTerminal(result);
  }
}
