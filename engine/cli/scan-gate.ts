import type { GatePolicy } from '../model/gate.ts';
import type { Release } from '../model/release.ts';
import { assertGateable } from '../pipeline/gate-record.ts';
import { type CommonOptions, wantsColor } from './common-options.ts';
import { gateRelease } from './gate-release.ts';
import { readRecordFile } from './read-record-file.ts';

/**
 * The gate of `scan --gate`: made before anything is read, asked after the record is written.
 *
 * out     says the verdict beside the summary, on stderr where stdout is for programs, and raises the exit code
 * faults  usage-wrong: a rule needs an older record; those of reading records
 */
export function openScanGate(
  options: Pick<CommonOptions, 'format' | 'color'> & { readonly against?: readonly string[] },
  policy: GatePolicy,
): (release: Release) => Promise<void> {
  assertGateable(policy, options.against?.length ?? 0);
  const against = (options.against ?? []).map(readRecordFile);
  return async (release) => {
    const isForPeople = options.format === 'terminal';
    const form = { format: 'terminal', color: isForPeople && wantsColor(options), explain: false } as const;
    const { text, exitCode } = await gateRelease(release, { policy, against }, form);
    (isForPeople ? process.stdout : process.stderr).write(isForPeople ? `\n${text}` : text);
    process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCode);
  };
}
