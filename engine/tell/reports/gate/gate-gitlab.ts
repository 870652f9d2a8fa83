import type { GateVerdict } from '../../../model/gate.ts';
import type { Release } from '../../../model/release.ts';
import { toGitlabReport } from '../gitlab-report.ts';
import { failedFindings } from './failed-findings.ts';

/** What speaks against a release as GitLab's container scanning report; the verdict itself is the exit code. */
export function gateToGitlab(verdict: GateVerdict, release: Release): string {
  return `${JSON.stringify(toGitlabReport(release, failedFindings(verdict)), null, 2)}\n`;
}
