import type { Finding } from '../../../model/finding.ts';
import type { GateRule, GateRuleVerdict } from '../../../model/gate.ts';
import { describeRule } from './describe-rule.ts';
import { type Criterion, type GateSetting, toCriteria } from './to-criteria.ts';

/**
 * What became of one rule.
 *
 * in      every finding, those that decisions take out among them
 * out     what is not known of a finding speaks against it: it is counted, and a remark says so
 * cost    O(findings)
 */
export function judgeRule(rule: GateRule, findings: readonly Finding[], setting: GateSetting): GateRuleVerdict {
  const criteria = toCriteria(rule, setting);
  const shown = findings.filter((finding) => !isSuppressed(finding));
  const rows = shown.filter((finding) => fits(finding, criteria));
  const counted = countRows(rule.unit, rows);
  return {
    rule,
    says: describeRule(rule),
    passed: counted <= rule.max,
    counted,
    of: shown.length,
    rows,
    suppressed: findings.filter((finding) => isSuppressed(finding) && fits(finding, criteria)).length,
    remarks: [...unknownRemarks(rows, criteria), ...unratedRemarks(rule, shown, criteria), ...emptyRemarks(rule, setting)],
  };
}

function isSuppressed({ suppressedBy }: Finding): boolean {
  return suppressedBy !== undefined && suppressedBy !== null;
}

function fits(finding: Finding, criteria: readonly Criterion[]): boolean {
  return criteria.every(({ holds }) => holds(finding) !== false);
}

function countRows(unit: GateRule['unit'], rows: readonly Finding[]): number {
  if (unit === 'finding') return rows.length;
  return new Set(rows.map((row) => (unit === 'image' ? row.image : row.vulnerability))).size;
}

function unknownRemarks(rows: readonly Finding[], criteria: readonly Criterion[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { holds, unknown } of criteria) {
    const count = rows.filter((row) => holds(row) === undefined).length;
    if (count > 0) counts.set(unknown, Math.max(counts.get(unknown) ?? 0, count));
  }
  return [...counts].map(
    ([unknown, count]) => `${count} of them ${count === 1 ? 'counts' : 'count'} because ${unknown} is not known.`,
  );
}

/** Nobody said how bad they are, so that they may be worse than what is asked for. */
function unratedRemarks({ severity }: GateRule, shown: readonly Finding[], criteria: readonly Criterion[]): readonly string[] {
  if (severity === undefined || severity === 'UNKNOWN') return [];
  const others = criteria.filter(({ kind }) => kind !== 'severity');
  const count = shown.filter((finding) => finding.severity === 'UNKNOWN' && fits(finding, others)).length;
  return count === 0 ? [] : [`${count} more of UNKNOWN severity ${count === 1 ? 'is' : 'are'} not counted.`];
}

/** A name that nothing in the release has is a misspelling more often than not. */
function emptyRemarks({ components = [], owners = [] }: GateRule, { images }: GateSetting): readonly string[] {
  const all = [...images.values()];
  const known = {
    component: new Set(all.flatMap((image) => image.components)),
    owner: new Set(all.flatMap((image) => image.owners)),
  };
  return [
    ...components.filter((name) => !known.component.has(name)).map((name) => `No image belongs to a component \`${name}\`.`),
    ...owners.filter((name) => !known.owner.has(name)).map((name) => `No image is owned by \`${name}\`.`),
  ];
}
