import type { Claim, Reconciliation } from '../../../model/reconciliation.ts';
import { csvText } from '../csv-text.ts';

const headings = [
  'engine',
  'image',
  'ecosystem',
  'package',
  'version',
  'vulnerability',
  'base_severity',
  'base_state',
  'base_fixed_in',
  'other_severity',
  'other_state',
  'other_fixed_in',
  'class',
  'why',
];

/**
 * Every compared claim as CSV, those that engines agree on included.
 *
 * source  RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe in front
 */
export function reconciliationCsv({ engines }: Reconciliation): string {
  const rows = engines.flatMap(({ engine, claims }) =>
    claims.map(({ image, ecosystem, package: item, vulnerability, base, other, class: word, why }) => [
      engine,
      image,
      ecosystem,
      item.name,
      item.version ?? '',
      vulnerability,
      ...claimCells(base),
      ...claimCells(other),
      word ?? '',
      why,
    ]),
  );
  return csvText([headings, ...rows]);
}

function claimCells(claim: Claim | null): readonly string[] {
  if (!claim) return ['', '', ''];
  return [claim.severity, claim.suppressed === undefined ? claim.state : 'suppressed', claim.fixedIn.join(' ')];
}
