import { isObject, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { CheckOutcome, ScanCheck, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

/**
 * Checkov's JSON: failed checks; those of its scan of packages are vulnerability rows.
 *
 * gaps    scan-failed (a file that it could not parse), those of the family
 */
export const checkov = Object.freeze<ReportFormat>({
  id: 'checkov',
  about: {
    title: 'Checkov',
    source: 'https://www.checkov.io/8.Outputs/JSON.html',
    reads: ['`checkov -o json`, of one framework or several'],
    limits: ['checks that passed or were skipped, but beside those of `plimsoll harden`'],
  },
  recognizes: (json) => {
    const reports = Array.isArray(json) ? json : [json];
    const isReport = (report: unknown) => textAt(report, 'check_type') !== undefined && isObject(memberAt(report, 'results'));
    return reports.length > 0 && (reports.every(isReport) || reports.every(isSummary));
  },
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/checkov');
    const reports = reading.objects(Array.isArray(json) ? json : [json], 'reports');
    const found = reports.flatMap(({ members, at }) => {
      const errors = memberAt(members, 'results', 'parsing_errors');
      for (const file of Array.isArray(errors) ? errors : [])
        reading.gap(
          'scan-failed',
          `it could not parse ${(typeof file === 'string' ? file : JSON.stringify(file)).slice(0, 300)}`,
        );
      return reading.objects(memberAt(members, 'results', 'failed_checks'), `${at}.results.failed_checks`);
    });
    const isVulnerability = ({ members }: PlacedMembers) => isObject(memberAt(members, 'vulnerability_details'));
    const rows = found.filter(isVulnerability).map((row) => readRow(row, reading));
    const outcomes = reports.flatMap(({ members }) =>
      lists.flatMap(([list, outcome]) =>
        objectsAt(members, 'results', list)
          .filter((check) => !isObject(memberAt(check, 'vulnerability_details')))
          .map((check) => toOutcome(check, outcome, isOfManifests(members))),
      ),
    );
    return reading.finish({
      tool: 'checkov',
      version: reports
        .map(({ members }) => textAt(members, 'summary', 'checkov_version') ?? textAt(members, 'checkov_version'))
        .find(Boolean),
      kind: rows.length > 0 ? 'vulnerabilities' : 'checks',
      rows,
      outcomes,
      checks: found.filter((row) => !isVulnerability(row)).map(({ members }) => toCheck(members)),
    });
  },
});

/** All that it writes where it found nothing to check. */
function isSummary(report: unknown): boolean {
  return textAt(report, 'checkov_version') !== undefined && typeof memberAt(report, 'failed') === 'number';
}

function readRow({ members, at }: PlacedMembers, reading: ReadingInProgress): ScanRow {
  const details = memberAt(members, 'vulnerability_details');
  const fixed = toVersions(textAt(details, 'lowest_fixed_version'));
  return reading.row(at, {
    ids: [textAt(details, 'id')],
    packages: [
      namePackage({
        type: textAt(details, 'package_type'),
        name: textAt(details, 'package_name'),
        version: textAt(details, 'package_version'),
        path: textAt(members, 'file_path'),
      }),
    ],
    severity: rateWord(textAt(details, 'severity') ?? textAt(members, 'severity')),
    severities: state('checkov', { vector: textAt(details, 'vector'), score: numberAt(details, 'cvss') }),
    fixedIn:
      fixed.length > 0
        ? fixed
        : objectsAt(details, 'fixed_versions').flatMap((version) => toVersions(textAt(version, 'version'))),
    status: textAt(details, 'status'),
  });
}

const lists: readonly (readonly [string, CheckOutcome['outcome']])[] = [
  ['passed_checks', 'passed'],
  ['failed_checks', 'failed'],
  ['skipped_checks', 'not-checked'],
  ['unknown_checks', 'not-checked'],
];

/** Frameworks whose subjects are objects of Kubernetes, as written or rendered. */
const ofManifests: ReadonlySet<string> = new Set(['kubernetes', 'helm', 'kustomize', 'argo_workflows']);

function isOfManifests(report: Members): boolean {
  return ofManifests.has(textAt(report, 'check_type') ?? '');
}

function toOutcome(check: Members, outcome: CheckOutcome['outcome'], isInManifest: boolean): CheckOutcome {
  const subject = textAt(check, 'resource') ?? '';
  const [kind = '', namespace = '', ...name] = subject.split('.');
  const isResource = isInManifest && name.length > 0 && /^[A-Z]/.test(kind);
  return {
    id: textAt(check, 'check_id') ?? 'unnamed',
    title: textAt(check, 'check_name') ?? '',
    subject,
    ...(isResource && {
      resource: {
        kind,
        namespace: namespace === 'default' ? null : namespace,
        name: name.join('.').replace(/ \(container .*$/, ''),
      },
    }),
    ...(!isInManifest && { isOutside: true }),
    outcome,
    word: textAt(check, 'check_result', 'result') ?? outcome,
  };
}

function toCheck(check: Members): ScanCheck {
  return {
    id: textAt(check, 'check_id') ?? 'unnamed',
    title: textAt(check, 'check_name') ?? '',
    severity: rateWord(textAt(check, 'severity')),
    subject: [textAt(check, 'file_path'), textAt(check, 'resource')].filter(Boolean).join(' '),
    outcome: 'failed',
  };
}
