import { judgeGate } from '../judge/triage/gate/judge-gate.ts';
import { needsOlder } from '../judge/triage/gate/to-criteria.ts';
import { Fault } from '../model/fault.ts';
import type { GatePolicy, GateVerdict } from '../model/gate.ts';
import type { Release } from '../model/release.ts';
import { compareWithOlder } from './gate/compare-with-older.ts';
import { judgeCoverage } from './judge-coverage.ts';
import { withPriorities } from './triage/triage-release.ts';

/**
 * What a policy says of a release: its rules, its licenses, its coverage.
 *
 * in      `against`: older records of the same product, in any order
 * out     findings that a statement or exception takes out are counted apart
 * faults  usage-wrong: a rule asks for an older record and there is none, or one is of another product
 * cost    O(findings × rules), and for each older record O(findings)
 */
export function gateRecord(stated: Release, policy: GatePolicy, against: readonly Release[]): GateVerdict {
  assertGateable(policy, against.length);
  for (const { product } of against) {
    if (product !== stated.product)
      throw new Fault('usage-wrong', `the records are of ${stated.product} and of ${product}, which are not one product`);
  }
  const release = policy.gate.some(({ priority }) => priority) ? prioritized(stated) : stated;
  const older = policy.gate.some(needsOlder) ? compareWithOlder(release, against) : undefined;
  return {
    product: release.product,
    version: release.version,
    now: release.now,
    against: older?.version ?? null,
    ...judgeGate(release, policy, older ?? {}),
    coverage: { ...judgeCoverage(release, policy.coverage), policy: policy.coverage },
  };
}

/**
 * Refuses a policy that cannot be judged with what is at hand, before anything is read.
 *
 * faults  usage-wrong, with the line and column of each rule that needs an older record
 */
export function assertGateable({ gate }: GatePolicy, older: number): void {
  const stuck = older > 0 ? [] : gate.filter(needsOlder);
  if (stuck.length === 0) return;
  const lines = stuck.map(({ place: { file, line, column }, since }) => {
    const what =
      since === undefined ? '`seenDays` counts from an older record' : '`since: previous` compares with an older record';
    return `${file}:${line}:${column}: ${what}, and none was given`;
  });
  throw new Fault('usage-wrong', lines.join('\n'), { help: 'Name the record of the release before with --against.' });
}

/** Records of before there were priorities have none. */
function prioritized(release: Release): Release {
  return release.findings.every(({ priority }) => priority) ? release : { ...release, findings: withPriorities(release) };
}
