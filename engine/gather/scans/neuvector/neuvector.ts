import { isObject, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanCheck } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

/**
 * NeuVector's report on an image.
 *
 * gaps    scan-failed (an error message), those of the family
 */
export const neuvector = Object.freeze<ReportFormat>({
  id: 'neuvector',
  about: {
    title: 'NeuVector',
    source: 'https://open-docs.neuvector.com/scanning/scanning',
    reads: ["the controller's API, `scan/image`", 'the file that the scanner writes by itself'],
  },
  recognizes: (json) =>
    Array.isArray(memberAt(json, 'report', 'vulnerabilities')) &&
    (['modules', 'checks', 'secrets', 'cvedb_version', 'envs'].some((name) => memberAt(json, 'report', name) !== undefined) ||
      objectsAt(json, 'report', 'vulnerabilities').some((row) => textAt(row, 'package_name') !== undefined)),
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/neuvector');
    const report = memberAt(document.json, 'report');
    const error = textAt(document.json, 'error_message');
    if (error) reading.gap('scan-failed', error.slice(0, 300));
    const place = textAt(report, 'registry')
      ?.replace(/^https?:\/\//, '')
      .replace(/\/$/, '');
    const repository = textAt(report, 'repository');
    const tag = textAt(report, 'tag');
    const name = repository && [place && `${place}/`, repository, tag && `:${tag}`].filter(Boolean).join('');
    const images = oneImage({ name, digests: [textAt(report, 'digest')] });
    const image = images.length > 0 ? 0 : null;
    const rows = reading.objects(memberAt(report, 'vulnerabilities'), 'report.vulnerabilities').map(({ members, at }) =>
      reading.row(at, {
        image,
        ids: [textAt(members, 'name')],
        packages: [
          namePackage({
            type: textAt(report, 'base_os'),
            name: textAt(members, 'package_name'),
            version: textAt(members, 'package_version'),
            path: textAt(members, 'file_name'),
          }),
        ],
        severity: rateWord(textAt(members, 'severity')),
        severities: [
          ...state('nvd', { vector: textAt(members, 'vectors_v3'), score: numberAt(members, 'score_v3') }),
          ...state('nvd', { vector: textAt(members, 'vectors'), score: numberAt(members, 'score') }),
          ...state('feed', { word: textAt(members, 'feed_rating') }),
        ],
        fixedIn: toVersions(textAt(members, 'fixed_version')),
      }),
    );
    const modules = objectsAt(report, 'modules').flatMap((item): ListedPackage[] => {
      const named = namePackage({ type: textAt(item, 'source'), name: textAt(item, 'name'), version: textAt(item, 'version') });
      return named ? [{ ...named, image }] : [];
    });
    return reading.finish({
      tool: 'neuvector',
      version: textAt(report, 'scanner_version'),
      kind: 'vulnerabilities',
      images,
      rows,
      packages: isObject(report) && modules.length > 0 ? modules : null,
      checks: checksOf(report),
      databaseAt: textAt(report, 'cvedb_create_time'),
    });
  },
});

function checksOf(report: unknown): readonly ScanCheck[] {
  const failed = objectsAt(report, 'checks').filter((check) => /^(?:WARN|FAIL|HIGH|ERROR)$/.test(textAt(check, 'level') ?? ''));
  return [
    ...failed.map((check) => ({
      id: textAt(check, 'test_number'),
      title: textAt(check, 'description'),
      subject: textAt(check, 'catalog'),
    })),
    ...objectsAt(report, 'secrets')
      .filter((secret) => textAt(secret, 'type') !== undefined)
      .map((secret) => ({ id: textAt(secret, 'type'), title: textAt(secret, 'suggestion'), subject: textAt(secret, 'path') })),
  ].map(({ id, title, subject }) => ({
    id: id ?? 'unnamed',
    title: title ?? '',
    severity: 'UNKNOWN' as const,
    subject: subject ?? '',
    outcome: 'failed' as const,
  }));
}
