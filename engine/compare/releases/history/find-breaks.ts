import type { Release } from '../../../model/release.ts';
import { judgingPolicy } from '../judging-policy.ts';

/**
 * Why the figures of a release cannot simply be set beside those of the one before: something else than its contents and the advisories
 * differs in how it was judged.
 *
 * in      undefined for the first release
 * out     sentences
 */
export function findBreaks(before: Release | undefined, now: Release): readonly string[] {
  if (!before) return [];
  const unread = ({ coverage }: Release) => coverage.expected - coverage.read;
  return [
    ...(before.engine === now.engine ? [] : [`Plimsoll ${now.engine} judged it, not ${before.engine}.`]),
    ...(same(before.platforms, now.platforms)
      ? []
      : [`It was read for ${now.platforms.join(', ')}, not for ${before.platforms.join(', ')}.`]),
    ...(judgingPolicy(before) === judgingPolicy(now) ? [] : ['The configuration judges it in another way.']),
    ...(same(before.knowledge.ecosystems, now.knowledge.ecosystems) ? [] : ['The advisories cover other ecosystems.']),
    ...(unread(before) === unread(now) ? [] : [`${unread(now)} images were not read, not ${unread(before)}.`]),
  ];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
