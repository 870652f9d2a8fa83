import { ecosystemWithoutRelease } from '../../formats/ecosystem/ecosystem.ts';
import type { AdvisorySource } from './advisory-source.ts';
import type { Lookup } from './find-lookups.ts';
import type { Reason } from './matchable.ts';

/** Whether a source speaks of a lookup's release at all; what it does not speak of is undecided, not clean. */
export function createReleaseCheck(source: AdvisorySource): (lookup: Lookup) => boolean {
  const known = new Map<string, boolean>();
  const releases = [...(source.releases ?? [])];
  return (lookup) => {
    if (!source.ecosystems.has(lookup.ecosystem)) return false;
    if (!source.releases) return true;
    const held =
      known.get(lookup.title) ??
      releases.some((release) => ecosystemWithoutRelease(release) === lookup.ecosystem && lookup.covers(release));
    known.set(lookup.title, held);
    return held;
  };
}

/** Why none of some lookups can be answered. */
export function notHeld(lookups: readonly Lookup[], source: AdvisorySource): Reason {
  const titles = [...new Set(lookups.map((lookup) => lookup.title))].join(' or ');
  const code = lookups.some((lookup) => source.ecosystems.has(lookup.ecosystem)) ? 'release-unknown' : 'ecosystem-unknown';
  return { code, reason: `the advisory database holds nothing for ${titles}` };
}
