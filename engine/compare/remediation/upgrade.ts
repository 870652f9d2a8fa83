import type { Finding } from '../../model/finding.ts';
import type { InstalledPackage } from '../../model/package.ts';
import { getScheme } from '../../versions/all.ts';

/**
 * The version that a package should be raised to: the lowest one in which all of its findings with a known fix are fixed.
 *
 * in      a package, its findings
 * out     written as the installed one: advisories leave out the `v` of Go's modules; undefined where no fix is newer than what is installed
 */
export function findUpgrade(item: InstalledPackage, findings: readonly Finding[]): string | undefined {
  const { compare } = getScheme(item.scheme);
  const installed = item.source?.version ?? item.version;
  const lowest = findings.flatMap(({ fixedIn }) => {
    const newer = fixedIn.filter((version) => compare(version, installed) === 'after');
    const [first] = newer.toSorted((a, b) => (compare(a, b) === 'after' ? 1 : -1));
    return first ?? [];
  });
  const highest = lowest.reduce<string | undefined>(
    (best, one) => (best && compare(one, best) !== 'after' ? best : one),
    undefined,
  );
  return highest !== undefined && /^v\d/.test(installed) && /^\d/.test(highest) ? `v${highest}` : highest;
}

/** A package as it would be at another version; its source package goes with it. */
export function upgraded(item: InstalledPackage, version: string): InstalledPackage {
  const end = item.purl.search(/[?#]|$/);
  const at = item.purl.lastIndexOf('@', end);
  const purl = `${item.purl.slice(0, at < 0 ? end : at)}@${encodeURIComponent(version)}${item.purl.slice(end)}`;
  return { ...item, version, purl, ...(item.source && { source: { ...item.source, version } }) };
}
