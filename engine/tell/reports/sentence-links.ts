import type { Release } from '../../model/release.ts';
import type { ImageLives, Shares } from '../../model/statistics.ts';
import { describeCoverage } from './describe.ts';
import { describeLives, endedDistributions, lifeWords } from './describe-lives.ts';
import { kindAddress } from './html-table.ts';
import type { Html } from './html-text.ts';
import { imageKinds, imageRows } from './image-kinds.ts';
import { linkSentence, rowsAddress } from './row-links.ts';
import { describeImagesWithWorst, describePercent, describeShares } from './shares.ts';

/** The percentages that meetings open with, each leading to what it is a part of the findings. In all of these `page` holds the rows. */
export function sharesText(shares: Shares, page = ''): Html {
  const { critical, high, criticalFixable, highFixable } = shares;
  return linkSentence(describeShares(shares), [
    [describePercent(critical), rowsAddress({ severity: 'CRITICAL' }, page)],
    [describePercent(criticalFixable), rowsAddress({ severity: 'CRITICAL', fix: 'fixed' }, page)],
    [describePercent(high), rowsAddress({ severity: 'HIGH' }, page)],
    [describePercent(highFixable), rowsAddress({ severity: 'HIGH', fix: 'fixed' }, page)],
  ]);
}

/** How many images have critical or high findings. */
export function worstImagesText(shares: Shares, page = ''): Html {
  const { part, whole } = shares.imagesWithCriticalOrHigh;
  return linkSentence(describeImagesWithWorst(shares), [
    [`${part} of`, imagesAddress(imageKinds.worst, page), 'images'],
    [`of ${whole} image`, imagesAddress(undefined, page), 'images'],
  ]);
}

/** What images stand on. */
export function livesText(lives: ImageLives, page = ''): Html {
  const { ended, supported, unknown, none } = lives.counts;
  return linkSentence(describeLives(lives), [
    [`Of ${ended + supported + unknown + none} image`, imagesAddress(imageKinds.lookedInto, page), 'images'],
    [` ${ended} stand`, imagesAddress(lifeWords.ended, page), 'images'],
    ...endedDistributions(lives).map(({ title, images }) => [`: ${images}`, imagesAddress(title, page), 'images'] as const),
    [` ${supported} on one with them`, imagesAddress(lifeWords.supported, page), 'images'],
    [` ${unknown} on one without`, imagesAddress(lifeWords.unknown, page), 'images'],
    [` ${none} on none`, imagesAddress(lifeWords.none, page), 'images'],
    [`; ${lives.withEndedRuntime} hold`, imagesAddress(imageKinds.endedRuntime, page), 'images'],
  ]);
}

/** How far the images were read. */
export function coverageText(release: Release, page = ''): Html {
  const { expected, ...parts } = release.coverage;
  return linkSentence(describeCoverage(release), [
    [`${expected} image`, imagesAddress(undefined, page)],
    ...Object.entries(parts).map(([status, count]) => [` ${count} ${status}`, imagesAddress(status, page)] as const),
  ]);
}

function imagesAddress(kind: string | undefined, page: string): string {
  return `${page}${kindAddress(imageRows, kind)}`;
}
