import {
  type Cause,
  causeKinds,
  type Difference,
  type FindingChange,
  type Origin,
  originOfCause,
} from '../../../model/difference.ts';
import { severities } from '../../../model/severity.ts';
import { addCounts, countChanges } from './count-changes.ts';
import type { Explanation } from './explain-change.ts';
import type { KeyedChange } from './find-changes.ts';

/** Changes with one reason as one cause, those that move the most and the worst findings first. */
export function groupCauses(
  explained: readonly { readonly change: KeyedChange; readonly explanation: Explanation }[],
): readonly Cause[] {
  const groups = Map.groupBy(explained, ({ explanation: { cause, via, subject } }) => JSON.stringify([cause, via, subject]));
  return [...groups.values()].map(toCause).toSorted(compareCauses);
}

/** The contributions of causes by whose doing they are. */
export function sumByOrigin(causes: readonly Cause[]): Difference['byOrigin'] {
  const sumOf = (origin: Origin) =>
    addCounts(causes.filter(({ cause }) => originOfCause[cause] === origin).map(({ contribution }) => contribution));
  return { ours: sumOf('ours'), world: sumOf('world'), decisions: sumOf('decisions'), measuring: sumOf('measuring') };
}

function toCause(group: readonly { readonly change: KeyedChange; readonly explanation: Explanation }[]): Cause {
  const findings: readonly FindingChange[] = group.map(({ change: { before, after } }) => ({ before, after }));
  const explanation = group[0]?.explanation ?? { cause: 'engine-changed', subject: '' };
  const bases = group.map((one) => one.explanation.base);
  const standIn = group.some((one) => one.explanation.standIn);
  return {
    cause: explanation.cause,
    ...(explanation.via && { via: explanation.via }),
    subject: explanation.subject,
    images: new Set(findings.map(({ before, after }) => (after ?? before)?.image)).size,
    ...(bases.every((base) => base !== undefined) && { bases: new Set(bases).size }),
    contribution: countChanges(findings),
    findings,
    ...(standIn && { standIn }),
  };
}

function compareCauses(a: Cause, b: Cause): number {
  for (const severity of severities) {
    const difference = Math.abs(b.contribution[severity]) - Math.abs(a.contribution[severity]);
    if (difference !== 0) return difference;
  }
  const order = causeKinds.indexOf(a.cause) - causeKinds.indexOf(b.cause);
  return order || (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0);
}
