import type { LifeRow } from '../../../model/hardening.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { type BaseLife, baseLives, type ImageLife, type ImageLives } from '../../../model/statistics.ts';

/** What the figure counts; `docs/concepts/metrics.md` has it too. */
export const lifeMetric = {
  id: 'life',
  version: 1,
  unit: 'image',
  definition:
    'Distinct image references by whether the distribution in them gets security updates at the time that the release is judged at, each at the worst among its platforms; those that were not read are counted apart.',
} as const;

/**
 * Images by the security updates of what they hold.
 *
 * in      images of a release; what is known of the life of what is in them, as hardening judges it
 * out     one row for each reference, in the order of the release
 */
export function toLives(images: readonly ReleaseImage[], life: readonly LifeRow[]): ImageLives {
  const rows = Map.groupBy(life, ({ image }) => image);
  const lives = [...Map.groupBy(images, ({ reference }) => reference)].map(([reference, platforms]) =>
    toLife(reference, platforms, rows.get(reference) ?? []),
  );
  const count = (kind: BaseLife) => lives.filter((image) => image.life === kind).length;
  return {
    version: lifeMetric.version,
    images: lives,
    counts: Object.fromEntries(baseLives.map((kind) => [kind, count(kind)])) as Record<BaseLife, number>,
    withEndedRuntime: lives.filter(({ endedRuntimes }) => endedRuntimes.length > 0).length,
  };
}

function toLife(reference: string, platforms: readonly ReleaseImage[], rows: readonly LifeRow[]): ImageLife {
  const distributions = rows.filter(({ kind, name }) => kind === 'distribution' && name !== null);
  const [worst] = distributions.toSorted((a, b) => baseLives.indexOf(a.status) - baseLives.indexOf(b.status));
  const ended = rows.filter(({ kind, status }) => kind === 'runtime' && status === 'ended');
  const isRead = platforms.every(({ status }) => status === 'read');
  return {
    reference,
    life: isRead ? (worst?.status ?? 'none') : 'unread',
    distribution: worst ? titleOf(worst) : null,
    endsOn: worst?.endsOn ?? null,
    endedRuntimes: [...new Set(ended.map(titleOf))].toSorted(),
  };
}

function titleOf({ name, cycle, version }: LifeRow): string {
  return [name, cycle ?? version].filter((part) => part !== null).join(' ');
}
