import type { AffectedPackage } from '../../model/advisory.ts';

/**
 * Whether a package and an advisory's entry are builds of the same RPM module stream.
 *
 * in      the version of the package; its modularity label `name:stream:version:context` where the database states it
 * out     same (also when neither is of a module); other; unknown when both are modular builds and a stream is not stated
 * source  Fedora modularity: builds of a module carry `.module` in their release
 */
export function judgeModule(entry: AffectedPackage, version: string, label: string | undefined): 'same' | 'other' | 'unknown' {
  if (entry.scheme !== 'rpm') return 'same';
  const isModularEntry =
    entry.modules !== undefined || entry.ranges.some(({ events }) => events.some((event) => isModular(event.fixed)));
  const isModularPackage = label !== undefined || isModular(version);
  if (!isModularEntry && !isModularPackage) return 'same';
  if (!isModularEntry) return hasFix(entry) ? 'other' : 'same';
  if (!isModularPackage) return 'other';
  if (label === undefined || entry.modules === undefined) return 'unknown';
  return entry.modules.includes(label.split(':', 2).join(':')) ? 'same' : 'other';
}

function isModular(version: string | undefined): boolean {
  return version?.includes('.module') ?? false;
}

/** An entry without any fix does not show which build it speaks of, and so speaks of all. */
function hasFix({ ranges }: AffectedPackage): boolean {
  return ranges.some(({ events }) => events.some((event) => event.fixed !== undefined && event.fixed !== '0'));
}
