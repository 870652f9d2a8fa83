import type { ImageLives } from '../../model/statistics.ts';
import { plural } from './describe.ts';

/** What each life is called where people read it. */
export const lifeWords = {
  ended: 'no updates anymore',
  supported: 'gets updates',
  unknown: 'last day not known',
  none: 'no distribution in it',
  unread: 'not read',
} as const satisfies Readonly<Record<keyof ImageLives['counts'], string>>;

/**
 * What images stand on, in a sentence: `Of 15 images read, 2 stand on a distribution without security updates (debian 9, ended
 * 2022-07-01: 2), 9 on one with them, 1 on one without a known last day, 3 on none`.
 */
export function describeLives(lives: ImageLives): string {
  const { ended, supported, unknown, none } = lives.counts;
  const which = endedDistributions(lives).map(({ title, images }) => `${title}: ${images}`);
  const parts = [
    `${ended} stand on a distribution without security updates${which.length > 0 ? ` (${which.join('; ')})` : ''}`,
    `${supported} on one with them`,
    `${unknown} on one without a known last day`,
    `${none} on none`,
  ];
  const runtimes = lives.withEndedRuntime;
  const more = runtimes === 0 ? '' : `; ${runtimes} ${runtimes === 1 ? 'holds' : 'hold'} a runtime or server that gets none`;
  const read = ended + supported + unknown + none;
  return `Of ${read} ${plural(read, 'image')} read, ${parts.join(', ')}${more}`;
}

/** Distributions whose updates ended, with how many of the images that were read stand on each; the most first. */
export function endedDistributions({ images }: ImageLives): readonly { readonly title: string; readonly images: number }[] {
  const ended = images.filter(({ life }) => life === 'ended');
  const groups = Map.groupBy(ended, ({ distribution, endsOn }) => `${distribution}, ended ${endsOn}`);
  return [...groups]
    .map(([title, of]) => ({ title, images: of.length }))
    .toSorted((a, b) => b.images - a.images || (a.title < b.title ? -1 : 1));
}
