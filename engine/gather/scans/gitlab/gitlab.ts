import { isObject, type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ScanCheck, ScanRow } from '../../../model/scan.ts';
import { ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

/** Scans whose findings are vulnerabilities of packages. */
const ofPackages = new Set(['container_scanning', 'dependency_scanning', 'cluster_image_scanning']);
const idTypes = /^(?:cve|ghsa|gemnasium|osvdb|usn|rhsa|elsa|dsa|go|pypa|osv|rustsec|wasc)$/i;

/**
 * GitLab's security reports.
 *
 * gaps    scan-failed (status, and messages of level fatal or warn), those of the family
 */
export const gitlab = Object.freeze<ReportFormat>({
  id: 'gitlab',
  about: {
    title: 'GitLab security reports',
    source: 'https://gitlab.com/gitlab-org/security-products/security-report-schemas',
    reads: ['container scanning, cluster image scanning and dependency scanning', 'other types, as checks'],
  },
  recognizes: (json) => {
    const list = memberAt(json, 'vulnerabilities');
    if (!Array.isArray(list)) return false;
    const isWhole = isObject(memberAt(json, 'scan')) || Array.isArray(memberAt(json, 'remediations'));
    return (textAt(json, 'version') !== undefined && isWhole) || (list.length > 0 && list.every(isRow));
  },
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/gitlab');
    const images = new ImageList();
    const type = textAt(json, 'scan', 'type');
    checkScan(json, reading);
    const found = reading.objects(memberAt(json, 'vulnerabilities'), 'vulnerabilities');
    const managers = new Map(
      objectsAt(json, 'dependency_files').map((file) => [textAt(file, 'path'), textAt(file, 'package_manager')]),
    );
    // Reports had no type before version 14: what their rows are of tells it.
    const isOfPackage = ({ members }: PlacedMembers) => (type === undefined ? namesPackage(members) : ofPackages.has(type));
    const checks = found.filter((row) => !isOfPackage(row));
    const isAllChecks = type === undefined ? checks.length > 0 && checks.length === found.length : !ofPackages.has(type);
    return reading.finish({
      tool: 'gitlab',
      engine: textAt(json, 'scan', 'scanner', 'id') ?? 'gitlab',
      version: textAt(json, 'scan', 'scanner', 'version'),
      kind: isAllChecks ? 'checks' : 'vulnerabilities',
      rows: found.filter(isOfPackage).map((row) => readRow(row, { images, managers, reading })),
      checks: checks.map(({ members }) => toCheck(members)),
      images: images.images,
    });
  },
});

function isRow(row: unknown): boolean {
  return Array.isArray(memberAt(row, 'identifiers')) && isObject(memberAt(row, 'location')) && isObject(memberAt(row, 'scanner'));
}

function namesPackage(row: Members): boolean {
  return textAt(row, 'location', 'dependency', 'package', 'name') !== undefined || textAt(row, 'location', 'image') !== undefined;
}

function checkScan(json: unknown, reading: ReadingInProgress): void {
  if (textAt(json, 'scan', 'status') === 'failure') reading.gap('scan-failed', 'it says that the scan failed');
  for (const message of objectsAt(json, 'scan', 'messages')) {
    if (textAt(message, 'level') !== 'info')
      reading.gap('scan-failed', `the scanner says: ${textAt(message, 'value')?.slice(0, 300)}`);
  }
}

interface Surroundings {
  readonly images: ImageList;
  /** Package managers by lock file. */
  readonly managers: ReadonlyMap<string | undefined, string | undefined>;
  readonly reading: ReadingInProgress;
}

function readRow({ members, at }: PlacedMembers, { images, managers, reading }: Surroundings): ScanRow {
  const location = memberAt(members, 'location');
  const image = images.add({ name: textAt(location, 'image') });
  const identifiers = objectsAt(members, 'identifiers').filter((item) => idTypes.test(textAt(item, 'type') ?? ''));
  const fixed = /\b[Uu]pgrade (?:.* )?to (?:version )?([\w.+:~^-]*\w)/.exec(textAt(members, 'solution') ?? '')?.[1];
  return reading.row(at, {
    image,
    ids: [
      ...identifiers.map((item) => textAt(item, 'value')),
      ...(identifiers.length === 0 ? [textAt(members, 'cve'), textAt(members, 'id')] : []),
    ],
    packages: [
      namePackage({
        type: textAt(location, 'operating_system') ?? managers.get(textAt(location, 'file')),
        name: textAt(location, 'dependency', 'package', 'name'),
        version: textAt(location, 'dependency', 'version'),
        path: textAt(location, 'file'),
      }),
    ],
    severity: rateWord(textAt(members, 'severity')),
    severities: objectsAt(members, 'cvss_vectors').flatMap((item) =>
      state(textAt(item, 'vendor') ?? 'gitlab', { vector: textAt(item, 'vector') }),
    ),
    fixedIn: fixed ? [fixed] : [],
    ...(objectsAt(members, 'flags').some((flag) => textAt(flag, 'type') === 'flagged-as-likely-false-positive') && {
      suppressed: 'flagged as likely false positive',
    }),
  });
}

function toCheck(row: Members): ScanCheck {
  return {
    id: textAt(objectsAt(row, 'identifiers')[0], 'value') ?? textAt(row, 'id') ?? 'unnamed',
    title: textAt(row, 'name') ?? '',
    severity: rateWord(textAt(row, 'severity')),
    subject: textAt(row, 'location', 'file') ?? '',
    outcome: 'failed',
  };
}
