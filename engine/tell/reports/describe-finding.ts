import type { Finding } from '../../model/finding.ts';
import { describePackage } from './package-title.ts';

/** What can be done about a finding: `fixed in 3.0.11`, `no fix is published`. */
export function describeFix({ state, fixedIn }: Pick<Finding, 'state' | 'fixedIn'>): string {
  const words = {
    'not-fixed': 'no fix is published',
    'wont-fix': 'it will not be fixed',
    unknown: 'whether a fix exists is not known',
  };
  if (state !== 'fixed') return words[state];
  return fixedIn.length > 0 ? `fixed in ${fixedIn.join(', ')}` : 'a fix is published';
}

/** A finding in a sentence: `CVE-2023-5363 (HIGH) in libssl3 3.0.9-1 of registry.example/tide/gauge:1.0: fixed in 3.0.11`. */
export function describeFinding(finding: Finding): string {
  const { vulnerability, severity, purl, image } = finding;
  return `${vulnerability} (${severity}) in ${describePackage(purl)} of ${image}: ${describeFix(finding)}`;
}
