import { getScheme } from '../../../versions/all.ts';
import { findVersionTag, type VersionTag } from './version-tag.ts';

/** Steps that are proposed: within the same minor version, within the same major one, and any. */
const steps = [2, 1, 0];

/**
 * The tags that an image could be raised to: the newest patch of the same minor version, the newest minor of the same major one, and the
 * newest of all. They have the shape of the present tag (`1.25.3-alpine` → `1.26.0-alpine`); pre-releases only follow pre-releases.
 *
 * in      the present tag; the tags of its repository, in any order
 * out     at most `limit` different ones, the smallest step first; none for a tag that says no version
 */
export function chooseTags(present: string, tags: readonly string[], limit = steps.length): readonly string[] {
  const own = findVersionTag(present);
  if (!own) return [];
  const newer = tags.flatMap((tag) => {
    const version = findVersionTag(tag);
    return version && couldFollow(version, own) ? [{ tag, version }] : [];
  });
  const newest = steps.flatMap((same) => {
    if (same >= own.numbers.length) return [];
    const within = newer.filter(({ version }) => sharesNumbers(version, own, same));
    return within.toSorted((a, b) => compareVersions(b.version, a.version) || (a.tag < b.tag ? -1 : 1))[0]?.tag ?? [];
  });
  return [...new Set(newest)].slice(0, limit);
}

/** Whether a tag says a version that others may be newer than. */
export function saysVersion(tag: string): boolean {
  return findVersionTag(tag) !== undefined;
}

function couldFollow(version: VersionTag, own: VersionTag): boolean {
  return version.shape === own.shape && (version.label === '' || own.label !== '') && compareVersions(version, own) > 0;
}

function sharesNumbers(version: VersionTag, own: VersionTag, count: number): boolean {
  return own.numbers.slice(0, count).every((number, at) => compareTexts(number, version.numbers[at] ?? '') === 0);
}

function compareVersions(a: VersionTag, b: VersionTag): number {
  const sign = compareTexts(toText(a), toText(b));
  if (sign !== 0) return sign;
  return a.rest.map((text, at) => compareTexts(text, b.rest[at] ?? '')).find((one) => one !== 0) ?? 0;
}

/** The order of Debian, which has any count of numbers, and a mark for what comes before a release. */
function toText({ numbers, label }: VersionTag): string {
  return label === '' ? numbers.join('.') : `${numbers.join('.')}~${label.replace(/[-_]/g, '.')}`;
}

function compareTexts(a: string, b: string): number {
  const ordering = getScheme('dpkg').compare(a, b);
  return ordering === 'after' ? 1 : ordering === 'before' ? -1 : 0;
}
