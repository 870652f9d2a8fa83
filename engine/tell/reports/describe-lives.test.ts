import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageLife, ImageLives } from '../../model/statistics.ts';
import { describeLives } from './describe-lives.ts';

function livesOf(images: readonly Partial<ImageLife>[]): ImageLives {
  const all = images.map((image, index) => ({
    ...({ reference: `image:${index}`, life: 'none', distribution: null, endsOn: null, endedRuntimes: [] } as const),
    ...image,
  }));
  const count = (life: ImageLife['life']) => all.filter((image) => image.life === life).length;
  const [ended, supported, unknown] = [count('ended'), count('supported'), count('unknown')];
  return {
    version: 1,
    images: all,
    counts: { ended, supported, unknown, none: count('none'), unread: count('unread') },
    withEndedRuntime: all.filter(({ endedRuntimes }) => endedRuntimes.length > 0).length,
  };
}

const old = { life: 'ended', distribution: 'debian 9', endsOn: '2022-07-01' } as const;
const rows: readonly (readonly [name: string, images: readonly Partial<ImageLife>[], words: string])[] = [
  [
    'every kind',
    [old, old, { life: 'supported' }, { life: 'unknown' }, {}, { life: 'unread' }],
    'Of 5 images read, 2 stand on a distribution without security updates (debian 9, ended 2022-07-01: 2), 1 on one with them, 1 on one without a known last day, 1 on none',
  ],
  [
    'a runtime',
    [{ life: 'supported', endedRuntimes: ['python 3.7'] }],
    'Of 1 image read, 0 stand on a distribution without security updates, 1 on one with them, 0 on one without a known last day, 0 on none; 1 holds a runtime or server that gets none',
  ],
];
for (const [name, images, words] of rows) test(name, () => assert.equal(describeLives(livesOf(images)), words));
