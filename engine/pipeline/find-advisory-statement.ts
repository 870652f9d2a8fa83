import { findVulnerability } from '../judge/findings/find-vulnerability.ts';
import { explainPackage } from '../judge/matches/explain-package.ts';
import { isSameName, isSameVersion } from '../judge/reconciliation/same-package.ts';
import type { InstalledPackage } from '../model/package.ts';
import type { ClaimedPackage } from '../model/reconciliation.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { sourceOf } from './diff-records.ts';

/** Asks the advisories of a record whether they clear a package of one of its images. */
export type FindAdvisoryStatement = (image: ReleaseImage, item: ClaimedPackage, vulnerability: string) => string | undefined;

/** What is said of a package itself, in place of where a range ends. */
const stating: ReadonlySet<string> = new Set(['stated-not-affected', 'withdrawn']);

/**
 * By which advisory of a record a package that another engine reports is not affected: a distribution says so, the advisory was
 * withdrawn, or the CVE rejected.
 *
 * out     a sentence; undefined where the record does not hold the package, or its advisories clear it otherwise or not at all
 * cost    once for each distinct package and vulnerability
 */
export function createFindAdvisoryStatement(release: Release): FindAdvisoryStatement {
  const source = sourceOf(release.knowledge);
  const known = new Map<string, string | undefined>();
  const ask = (item: InstalledPackage, image: ReleaseImage, vulnerability: string): string | undefined => {
    if (!source) return undefined;
    const { ids, rejected } = findVulnerability(vulnerability, source);
    if (rejected) return `${vulnerability} was rejected: it is no vulnerability, or has another id`;
    const { verdict, reasons } = explainPackage(item, image.distribution ?? undefined, { ids, source });
    const found = verdict === 'not-affected' ? reasons.find(({ code }) => stating.has(code)) : undefined;
    return found && `${found.advisory ?? 'an advisory'}: ${found.reason}`;
  };
  return (image, item, vulnerability) => {
    for (const one of image.packages.filter((held) => isMeant(held, item))) {
      const key = JSON.stringify([one.purl, image.distribution, vulnerability]);
      if (!known.has(key)) known.set(key, ask(one, image, vulnerability));
      const found = known.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** The package, or one that is built from it: engines name either. */
function isMeant({ type, name, version, source }: InstalledPackage, item: ClaimedPackage): boolean {
  const isOf = (called: { readonly name: string; readonly version: string }) =>
    isSameName({ type, name: called.name }, item) && isSameVersion({ name: called.name, version: called.version }, item);
  return isOf({ name, version }) || (source !== undefined && isOf(source));
}
