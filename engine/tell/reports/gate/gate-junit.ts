import type { GateVerdict } from '../../../model/gate.ts';
import { describeFinding } from '../describe-finding.ts';
import { type JunitCase, type JunitCounts, junitXml } from '../junit-xml.ts';
import { describeCount, describeCoverageDemand, describeLicenseCount } from './failed-findings.ts';

/** The gate's verdict as JUnit XML: a case for each demand; incomplete coverage is an error. */
export function gateToJunit(verdict: GateVerdict): string {
  const { product, version, now, rules, licenses, coverage } = verdict;
  const cases = [...rules.map(ruleCase), ...(licenses ? [licenseCase(licenses)] : []), coverageCase(verdict)];
  const counts: JunitCounts = {
    tests: cases.length,
    failures: rules.filter(({ passed }) => !passed).length + (licenses?.passed === false ? 1 : 0),
    errors: coverage.isAccepted ? 0 : 1,
    skipped: 0,
  };
  return junitXml(`Gate of ${product} ${version}`, [{ name: 'gate', counts, cases }], counts, now);
}

function ruleCase(judged: GateVerdict['rules'][number]): JunitCase {
  const { says, passed, rule, remarks, rows } = judged;
  const named = { name: says, className: `${rule.place.file}:${rule.place.line}` };
  if (passed) return named;
  const text = [...remarks, ...rows.map(describeFinding)].join('\n');
  return { ...named, outcome: { kind: 'failure', message: describeCount(judged), type: 'rule', text } };
}

function licenseCase(judged: NonNullable<GateVerdict['licenses']>): JunitCase {
  const { says, passed, policy, rows } = judged;
  const named = { name: says, className: `${policy.place.file}:${policy.place.line}` };
  if (passed) return named;
  const text = rows.map(({ image, purl, reason }) => `${purl} of ${image}: ${reason}`).join('\n');
  return { ...named, outcome: { kind: 'failure', message: describeLicenseCount(judged), type: 'licenses', text } };
}

function coverageCase(verdict: GateVerdict): JunitCase {
  const { isAccepted, open } = verdict.coverage;
  const named = { name: describeCoverageDemand(verdict), className: 'coverage' };
  if (isAccepted) return named;
  return {
    ...named,
    outcome: { kind: 'error', message: `${open.length} unread or undecided`, type: 'coverage', text: open.join('\n') },
  };
}
