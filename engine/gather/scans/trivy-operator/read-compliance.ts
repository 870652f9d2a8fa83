import { isObject, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ScanCheck } from '../../../model/scan.ts';
import { rateWord } from '../rate.ts';
import type { PlacedMembers, ReadingInProgress } from '../start-reading.ts';

/**
 * The failures of a ClusterComplianceReport: each check that failed, where it tells them; else each control that has any.
 *
 * gaps    rows-missing (neither is there), those of the family
 */
export function readCompliance({ members, at }: PlacedMembers, reading: ReadingInProgress): readonly ScanCheck[] {
  const status = memberAt(members, 'status');
  const [detail, summary] = [memberAt(status, 'detailReport'), memberAt(status, 'summaryReport')];
  const id = textAt(detail ?? summary, 'id') ?? textAt(members, 'metadata', 'name') ?? '';
  if (isObject(detail))
    return reading
      .objects(memberAt(detail, 'results'), `${at}.status.detailReport.results`)
      .flatMap((control) => failuresOf(control.members, id));
  if (!isObject(summary)) reading.gap('rows-missing', `${at} has neither details nor a summary`);
  return reading
    .objects(memberAt(summary, 'controlCheck'), `${at}.status.summaryReport.controlCheck`)
    .filter((control) => (numberAt(control.members, 'totalFail') ?? 0) > 0)
    .map((control) => toCheck(control.members, control.members, id));
}

function failuresOf(control: Members, subject: string): readonly ScanCheck[] {
  const failed = objectsAt(control, 'checks').filter((check) => memberAt(check, 'success') === false);
  return failed.map((check) => toCheck(check, control, textAt(check, 'target') ?? subject));
}

function toCheck(check: Members, control: Members, subject: string): ScanCheck {
  return {
    id: textAt(check, 'checkID') ?? textAt(control, 'id') ?? 'unnamed',
    title: textAt(check, 'title') ?? textAt(control, 'name') ?? '',
    severity: rateWord(textAt(check, 'severity') ?? textAt(control, 'severity')),
    subject,
    outcome: 'failed',
  };
}
