import type { DeclaredImage } from '../../model/inventory.ts';
import type { Coverage, ReadStatus, Release } from '../../model/release.ts';
import { type SeverityCounts, severities } from '../../model/severity.ts';

/** What a count of images leaves open: `1 image could not be read to the end, so there may be more`; empty where every one was read. */
export function describeUnread({ coverage: { expected, read } }: Pick<Release, 'coverage'>): string {
  const unread = expected - read;
  return unread > 0 ? `${unread} ${plural(unread, 'image')} could not be read to the end, so there may be more` : '';
}

/**
 * Coverage in words: `15 images expected on linux/amd64: 14 read, 1 failed`. Parts that are nought are left out, `read` never.
 */
export function describeCoverage(release: Release): string {
  const { expected, ...parts } = release.coverage;
  const named = (Object.entries(parts) as [keyof Coverage, number][]).filter(([part, count]) => part === 'read' || count > 0);
  return `${expected} ${plural(expected, 'image')} expected on ${release.platforms.join(', ')}: ${named.map(([part, count]) => `${count} ${part}`).join(', ')}`;
}

/** Images that the release states and does not install as it is configured. */
export function conditionalImages({ inventory }: Pick<Release, 'inventory'>): readonly DeclaredImage[] {
  return inventory.images.filter(({ occurrences }) => occurrences.every(({ conditional }) => conditional.length > 0));
}

/** Those in words; none where there are none. */
export function describeConditional({ inventory }: Release): readonly string[] {
  const count = conditionalImages({ inventory }).length;
  if (count === 0) return [];
  const they = count === 1 ? '1 more image appears' : `${count} more images appear`;
  return [
    `${they} only when a value of a chart is changed, and ${count === 1 ? 'was' : 'were'} not read; \`plimsoll images\` says which`,
  ];
}

/** Which advisories the figures rest on, in words. */
export function describeKnowledge(release: Release): string {
  const { snapshot } = release.knowledge;
  if (!snapshot) return 'no advisories: nothing was judged';
  return `advisories as of ${snapshot.asOf.slice(0, 10)} (${snapshot.id.slice(0, 19)})`;
}

/** The sum over the five words. */
export function sumOf(counts: SeverityCounts): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

/** A count of findings of an image: `?` where none was found in an image that was not read to the end, since there may be some. */
export function countOf(value: number, status: ReadStatus): number | '?' {
  return value === 0 && status !== 'read' ? '?' : value;
}

/** A text with a capital letter at its beginning. */
export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** `image` or `images`. */
export function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
