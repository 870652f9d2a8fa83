import { isObject, memberAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ListedPackage } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { namePackage } from '../name-package.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

/**
 * What pip-audit prints. It gives no severities: every row is UNKNOWN.
 *
 * gaps    package-skipped (with the tool's own reason), those of the family
 */
export const pipAudit = Object.freeze<ReportFormat>({
  id: 'pip-audit',
  about: {
    title: 'pip-audit',
    source: 'https://github.com/pypa/pip-audit',
    reads: ['`pip-audit -f json`; the bare list that versions before 2.5 wrote'],
  },
  recognizes: (json) => {
    const list = Array.isArray(json) ? json : memberAt(json, 'dependencies');
    const isDependency = (item: unknown) =>
      textAt(item, 'name') !== undefined && (Array.isArray(memberAt(item, 'vulns')) || textAt(item, 'skip_reason') !== undefined);
    if (!Array.isArray(list)) return false;
    if (list.length > 0) return list.every(isDependency);
    return isObject(json) && Object.keys(json).every((key) => key === 'dependencies' || key === 'fixes');
  },
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/pip-audit');
    const packages: ListedPackage[] = [];
    const list = Array.isArray(json) ? json : memberAt(json, 'dependencies');
    const rows = reading.objects(list, 'dependencies').flatMap(({ members, at }) => {
      const named = namePackage({ type: 'pypi', name: textAt(members, 'name'), version: textAt(members, 'version') });
      const skipped = textAt(members, 'skip_reason');
      if (skipped) reading.gap('package-skipped', `${named?.name ?? at}: ${skipped.slice(0, 300)}`);
      else if (named) packages.push({ ...named, image: null });
      return reading.objects(memberAt(members, 'vulns'), `${at}.vulns`).map((row) =>
        reading.row(row.at, {
          ids: [textAt(row.members, 'id'), ...textsAt(row.members, 'aliases')],
          packages: [named],
          severity: 'UNKNOWN',
          fixedIn: toVersions(textsAt(row.members, 'fix_versions')),
        }),
      );
    });
    return reading.finish({ tool: 'pip-audit', kind: 'vulnerabilities', rows, packages });
  },
});
