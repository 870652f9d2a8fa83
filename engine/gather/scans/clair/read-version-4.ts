import { entriesAt, isObject, type Members, memberAt, textAt } from '../../../formats/json/members.ts';
import type { ListedPackage } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { findIds } from '../name-vulnerabilities.ts';
import { rateWord } from '../rate.ts';
import type { ScanReading } from '../report-format.ts';
import type { ReadingInProgress } from '../start-reading.ts';

/** Whether a document is the vulnerability report of Clair 4. */
export function isReportOfVersion4(json: unknown): boolean {
  return textAt(json, 'manifest_hash') !== undefined && isObject(memberAt(json, 'packages'));
}

/**
 * The vulnerability report of Clair 4: packages and vulnerabilities by number, and which package has which.
 *
 * gaps    row-unread (a number that stands for nothing)
 * source  quay/claircore, VulnerabilityReport
 */
export function readVersion4(json: unknown, reading: ReadingInProgress): ScanReading {
  const digest = textAt(json, 'manifest_hash');
  const images = oneImage({ name: digest, digests: [digest] });
  const vulnerabilities = memberAt(json, 'vulnerabilities');
  const packages = new Map<string, ListedPackage>();
  for (const [key, item] of entriesAt(json, 'packages')) {
    const named = nameFeature(item, distributionOf(json, key));
    if (named) packages.set(key, { ...named, image: 0 });
  }
  const rows = entriesAt(json, 'package_vulnerabilities').flatMap(([key, ids]) =>
    (Array.isArray(ids) ? ids : []).flatMap((id) => {
      const at = `package_vulnerabilities.${key}`;
      const found = typeof id === 'string' ? memberAt(vulnerabilities, id) : undefined;
      if (!isObject(found)) {
        reading.gap('row-unread', `${at} names the vulnerability ${JSON.stringify(id)}, which the report does not hold`);
        return [];
      }
      return [toRow(found, packages.get(key), { at, reading })];
    }),
  );
  return reading.finish({ tool: 'clair', kind: 'vulnerabilities', images, rows, packages: [...packages.values()] });
}

function nameFeature(item: unknown, distribution: string | undefined) {
  return namePackage({
    type: distribution,
    name: textAt(item, 'name'),
    version: textAt(item, 'version'),
    source: textAt(item, 'source', 'name'),
  });
}

function distributionOf(json: unknown, key: string): string | undefined {
  const environments = memberAt(json, 'environments', key);
  const first = Array.isArray(environments) ? environments[0] : undefined;
  const id = textAt(first, 'distribution_id');
  const database = textAt(first, 'package_db') ?? '';
  const language = ['go', 'python', 'maven', 'ruby', 'nodejs', 'gobin'].find((word) => database.startsWith(`${word}:`));
  return language?.replace('gobin', 'go') ?? (id === undefined ? undefined : textAt(json, 'distributions', id, 'did'));
}

function toRow(found: Members, named: ListedPackage | undefined, { at, reading }: { at: string; reading: ReadingInProgress }) {
  const { image: _, ...item } = named ?? { image: 0, name: '' };
  const name = textAt(found, 'name');
  const links = findIds(textAt(found, 'links'));
  return reading.row(at, {
    image: 0,
    ids: findIds(name).length > 0 ? findIds(name) : name && !/\s/.test(name) ? [name] : links,
    packages: named ? [item] : [],
    severity: rateWord(textAt(found, 'normalized_severity')),
    fixedIn: toVersions(textAt(found, 'fixed_in_version')),
  });
}
