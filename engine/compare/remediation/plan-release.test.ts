import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Release, ReleaseImage } from '../../model/release.ts';
import { severities } from '../../model/severity.ts';
import { sourceOf } from '../../pipeline/diff-records.ts';
import { judgeImages } from '../../pipeline/judge-images.ts';
import { plantAdvisory, plantRelease } from '../../test/planted-releases.ts';
import type { CandidateAction } from './candidate-action.ts';
import { chooseActions } from './choose-actions.ts';
import { chooseExactly } from './choose-exactly.ts';
import { combineCounts, defaultWeights, type Effect, sumEffects, weigh } from './effect.ts';
import { findActions } from './find-actions.ts';
import { findEffects } from './find-effects.ts';
import { planRelease } from './plan-release.ts';
import { upgraded } from './upgrade.ts';

const judgeOf = (release: Release) => (images: readonly ReleaseImage[]) =>
  judgeImages(images, sourceOf(release.knowledge)).findings;
const names = ['a', 'b', 'c', 'd'];

/** Releases whose advisories fix in several versions, so that raising a package can bring what it did not have. */
const releases = fc
  .record({
    images: fc.dictionary(
      fc.constantFrom('x:1', 'y:1', 'z:1'),
      fc.record({
        packages: fc.dictionary(fc.constantFrom(...names), fc.constantFrom('1.0.0', '1.5.0', '2.0.0')),
        base: fc.boolean(),
      }),
    ),
    drawn: fc.uniqueArray(
      fc.tuple(
        fc.nat(20),
        fc.constantFrom(...names),
        fc.constantFrom(['0', '1.2.0'], ['0', '2.0.0'], ['0', undefined], ['1.2.0', '3.0.0'], ['2.0.0', undefined]),
        fc.constantFrom('CRITICAL' as const, 'HIGH' as const, 'LOW' as const),
      ),
      { selector: ([number]) => number },
    ),
  })
  .map(({ images, drawn }) =>
    plantRelease({
      images,
      asOf: '2021-01-01T00:00:00Z',
      advisories: drawn.map(([number, name, [introduced = '0', fixed], severity]) => {
        const one = plantAdvisory(number, name, fixed, { severity });
        const affected = one.affected.map((entry) => ({
          ...entry,
          ranges: [{ type: 'SEMVER' as const, events: [{ introduced }, ...(fixed ? [{ fixed }] : [])] }],
        }));
        return { ...one, affected };
      }),
    }),
  );

test('what is predicted is what matching the changed release again says', () => {
  fc.assert(
    fc.property(releases, fc.integer({ min: 1, max: 6 }), (release, limit) => {
      const judge = judgeOf(release);
      const affected = findEffects(release, judge, defaultWeights);
      const { actions } = chooseActions(
        findActions(affected, { replacements: [], canLeave: () => false, canDrop: ({ name }) => name === 'd' }),
        limit,
        defaultWeights,
      );
      const changed = new Map<string, string>(
        affected.flatMap(({ image, item, upgrade }) =>
          upgrade ? [[`${image.reference}\n${image.platform}\n${item.purl}`, upgrade.version] as const] : [],
        ),
      );
      const done = new Set<string>(actions.flatMap(({ effects }) => [...effects.keys()]));
      const images = release.images.map((image) => ({
        ...image,
        packages: image.packages.flatMap((item) => {
          const key = `${image.reference}\n${image.platform}\n${item.purl}`;
          if (done.has(`${key}\nrest`)) return [];
          const version = done.has(key) ? changed.get(key) : undefined;
          return [version === undefined ? item : upgraded(item, version)];
        }),
      }));
      const count = (findings: readonly { severity: (typeof severities)[number] }[], severity: string) =>
        findings.filter((one) => one.severity === severity).length;
      const predicted = sumEffects(new Map(actions.flatMap(({ effects }) => [...effects])).values());
      const after = judge(images);
      for (const severity of severities)
        assert.equal(count(release.findings, severity) - predicted[severity], count(after, severity), severity);
    }),
  );
});

test('a plan closes: before less what it removes is after, and each action adds to the last', async () => {
  await fc.assert(
    fc.asyncProperty(releases, async (release) => {
      const plan = await planRelease(release, { judge: judgeOf(release), limit: 4 });
      let cumulative = sumEffects([]);
      for (const action of plan.actions) {
        cumulative = combineCounts(cumulative, action.removes, 1);
        assert.deepEqual(action.cumulative, cumulative);
      }
      assert.deepEqual(plan.after, combineCounts(plan.before, cumulative, -1));
      assert.ok(plan.bound > 0.6 && plan.bound <= 1);
    }),
  );
});

/** Actions over numbered effects, each worth its weight in LOW findings. */
const programs = fc.array(fc.uniqueArray(fc.nat(7), { minLength: 1 }), { minLength: 1, maxLength: 7 }).map((sets) =>
  sets.map(
    (keys, index): CandidateAction => ({
      kind: 'package',
      subject: `a${index}`,
      images: ['x'],
      effects: new Map(keys.map((key) => [`e${key}`, { removes: Array(key + 1).fill({ severity: 'LOW' }), adds: [] } as Effect])),
    }),
  ),
);
const worth = (actions: readonly CandidateAction[]) => {
  const effects = new Map(actions.flatMap((action) => [...action.effects]));
  return [...effects.values()].reduce((sum, effect) => sum + weigh(effect, defaultWeights), 0);
};
const subsets = <T>(all: readonly T[], size: number): T[][] =>
  size === 0 ? [[]] : all.flatMap((one, index) => subsets(all.slice(index + 1), size - 1).map((rest) => [one, ...rest]));

test('the exact choice is the best of all, and the greedy one stays within its bound', async () => {
  await fc.assert(
    fc.asyncProperty(programs, fc.integer({ min: 1, max: 3 }), async (candidates, limit) => {
      const best = Math.max(
        ...Array.from({ length: Math.min(limit, candidates.length) }, (_, size) =>
          subsets(candidates, size + 1).map(worth),
        ).flat(),
      );
      const greedy = chooseActions(candidates, limit, defaultWeights);
      const exact = await chooseExactly(candidates, limit, defaultWeights);
      assert.equal(worth(exact ?? []), best);
      assert.ok(greedy.achieved <= best && best <= greedy.atMost && greedy.achieved >= best * (1 - 1 / Math.E));
    }),
    { numRuns: 40 },
  );
});

test('one base for many images goes before many packages', async () => {
  const advisories = names.map((name, index) => plantAdvisory(index + 1, name, '2.0.0'));
  const packages = Object.fromEntries(names.map((name) => [name, '1.0.0']));
  const images = { 'x:1': { packages, base: true }, 'y:1': { packages, base: true } };
  const release = plantRelease({ images, advisories, asOf: '2021-01-01T00:00:00Z' });
  const { actions, after } = await planRelease(release, { judge: judgeOf(release), limit: 5 });
  assert.deepEqual(
    actions.map(({ kind, images, removes, cost }) => [kind, images, removes.HIGH, cost.imagesRebuilt]),
    [['base-image', ['x:1', 'y:1'], 8, 2]],
  );
  assert.equal(after.HIGH, 0);
});

for (const [fixed, expected] of [
  [undefined, 'remove-package npm 1.0.0'],
  ['2.0.0', 'package npm 1.0.0 → 2.0.0'],
] as const)
  test(`what only serves building is left out unless a newer version mends it: ${fixed ?? 'none'}`, async () => {
    const advisories = [plantAdvisory(1, 'npm', fixed), plantAdvisory(2, 'a', undefined)];
    const images = { 'x:1': { packages: { npm: '1.0.0', a: '1.0.0' } } };
    const release = plantRelease({ images, advisories, asOf: '2021-01-01T00:00:00Z' });
    const { actions, after } = await planRelease(release, { judge: judgeOf(release), limit: 5 });
    assert.deepEqual(
      actions.map(({ kind, subject }) => `${kind} ${subject}`),
      [expected],
    );
    assert.equal(after.HIGH, 1);
  });
