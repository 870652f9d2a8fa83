import type { GatePolicy, GateVerdict } from '../model/gate.ts';
import type { Release } from '../model/release.ts';
import { gateRecord } from '../pipeline/gate-record.ts';
import { exitCodes } from './fail.ts';

/** Forms of the gate's verdict, the default first. */
export const gateFormats = ['terminal', 'json', 'junit', 'sarif', 'github', 'github-summary', 'gitlab'] as const;

/** What a release is held against. */
export interface GateQuestion {
  readonly policy: GatePolicy;
  readonly against: readonly Release[];
}

/** How a verdict is shown. */
export interface GateForm {
  readonly format: (typeof gateFormats)[number];
  readonly color: boolean;
  readonly explain: boolean;
}

/**
 * The gate's verdict as text, and its exit code: 1 where it says no, 3 where coverage is incomplete, the higher of them where both are.
 *
 * faults  usage-wrong: a rule needs an older record
 */
export async function gateRelease(
  release: Release,
  { policy, against }: GateQuestion,
  form: GateForm,
): Promise<{ readonly text: string; readonly exitCode: number }> {
  const verdict = gateRecord(release, policy, against);
  const gate = verdict.passed ? exitCodes.done : exitCodes.gate;
  const coverage = verdict.coverage.isAccepted ? exitCodes.done : exitCodes.incomplete;
  return { text: await renderGate(verdict, release, form), exitCode: Math.max(gate, coverage) };
}

async function renderGate(verdict: GateVerdict, release: Release, { format, ...look }: GateForm): Promise<string> {
  switch (format) {
    case 'terminal':
      return (await import('../tell/reports/gate/gate-terminal.ts')).gateToText(verdict, look);
    case 'json':
      return (await import('../tell/reports/gate/gate-json.ts')).gateToJson(verdict, release);
    case 'junit':
      return (await import('../tell/reports/gate/gate-junit.ts')).gateToJunit(verdict);
    case 'sarif':
      return (await import('../tell/reports/gate/gate-sarif.ts')).gateToSarif(verdict, release);
    case 'gitlab':
      return (await import('../tell/reports/gate/gate-gitlab.ts')).gateToGitlab(verdict, release);
    case 'github':
      return (await import('../tell/reports/gate/gate-github.ts')).gateToGithub(verdict, release);
    case 'github-summary':
      return (await import('../tell/reports/gate/gate-github.ts')).gateToGithubSummary(verdict);
  }
}
