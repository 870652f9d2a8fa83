import { isObject, listAt, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ScanCheck, ScanRow } from '../../../model/scan.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ScanReading } from '../report-format.ts';
import type { PlacedMembers, ReadingInProgress } from '../start-reading.ts';

/** Whether a document is a page of issues, as Snyk's REST API gives them. */
export function isIssues(json: unknown): boolean {
  const list = memberAt(json, 'data');
  const isIssue = (item: unknown) => textAt(item, 'type') === 'issue' && isObject(memberAt(item, 'attributes'));
  return Array.isArray(list) && list.length > 0 && isObject(memberAt(json, 'jsonapi')) && list.every(isIssue);
}

/**
 * Reads such a page: issues of packages are rows, others (code, licenses, configuration) checks.
 *
 * gaps    rows-missing (another page follows), those of the family
 */
export function readIssues(json: unknown, reading: ReadingInProgress): ScanReading {
  const found = reading.objects(memberAt(json, 'data'), 'data');
  const next = memberAt(json, 'links', 'next');
  if (next !== undefined && next !== null) reading.gap('rows-missing', 'another page of issues follows');
  const isOfPackage = ({ members }: PlacedMembers) => textAt(members, 'attributes', 'type') === 'package_vulnerability';
  const rows = found.filter(isOfPackage).map((issue) => readIssue(issue, reading));
  const checks = found.filter((issue) => !isOfPackage(issue)).map(({ members }) => toCheck(members));
  return reading.finish({
    tool: 'snyk',
    kind: rows.length === 0 ? 'checks' : 'vulnerabilities',
    rows,
    checks,
  });
}

function readIssue({ members, at }: PlacedMembers, reading: ReadingInProgress): ScanRow {
  const issue = memberAt(members, 'attributes');
  const places = objectsAt(issue, 'coordinates').flatMap((place) => objectsAt(place, 'representations'));
  const dependencies = places.map((place) => memberAt(place, 'dependency')).filter(isObject);
  const severities = objectsAt(issue, 'severities').flatMap((one) =>
    state(textAt(one, 'source') ?? 'snyk', {
      vector: textAt(one, 'vector')?.split(/\/(?:E|RL|RC):/, 1)[0],
      score: numberAt(one, 'score'),
      word: textAt(one, 'level'),
    }),
  );
  const isFixable = objectsAt(issue, 'coordinates').some((place) => memberAt(place, 'is_fixable_upstream') === true);
  return reading.row(at, {
    ids: [...objectsAt(issue, 'problems').map((problem) => textAt(problem, 'id')), textAt(issue, 'key')],
    packages: dependencies.map((item) =>
      namePackage({ name: textAt(item, 'package_name'), version: textAt(item, 'package_version') }),
    ),
    severity: rateWord(textAt(issue, 'effective_severity_level')),
    severities,
    status: isFixable ? 'fixed' : undefined,
    ...asideOf(issue),
  });
}

function asideOf(issue: unknown): { readonly suppressed?: string } {
  if (textAt(issue, 'status') === 'resolved') return { suppressed: 'resolved' };
  return memberAt(issue, 'ignored') === true ? { suppressed: 'ignored by its policy' } : {};
}

function toCheck(row: Members): ScanCheck {
  const issue = memberAt(row, 'attributes');
  const files = listAt(issue, 'coordinates').flatMap((place) => objectsAt(place, 'representations'));
  return {
    id: textAt(issue, 'key') ?? 'unnamed',
    title: textAt(issue, 'title') ?? '',
    severity: rateWord(textAt(issue, 'effective_severity_level')),
    subject: files.flatMap((file) => textAt(file, 'sourceLocation', 'file') ?? [])[0] ?? '',
    outcome: 'failed',
  };
}
