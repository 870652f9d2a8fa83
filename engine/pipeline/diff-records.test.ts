import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Advisory } from '../model/advisory.ts';
import { type CauseKind, causeKinds } from '../model/difference.ts';
import { type Severity, severities } from '../model/severity.ts';
import {
  plantAdvisory as advisory,
  plantedEngine as engine,
  type PlantedImage,
  type PlantedRelease,
  plantRelease as releaseOf,
} from '../test/planted-releases.ts';
import { diffRecords } from './diff-records.ts';

/** A change that is planted in two worlds, each in an image and packages of its own. */
interface Plant {
  readonly cause: CauseKind;
  readonly subject: RegExp;
  readonly plant: (
    world: { old: PlantedRelease; now: PlantedRelease },
    image: string,
    number: number,
  ) => { old: PlantedRelease; now: PlantedRelease };
}

const withImage = (world: PlantedRelease, image: string, contents: PlantedImage | undefined): PlantedRelease =>
  contents ? { ...world, images: { ...world.images, [image]: contents } } : world;
const withAdvisory = (world: PlantedRelease, one: Advisory | undefined): PlantedRelease =>
  one ? { ...world, advisories: [...world.advisories, one] } : world;

/** PlantedImage of the image and the advisory, before and after. */
const planted =
  (
    make: (
      name: string,
      number: number,
    ) => {
      contents: readonly [PlantedImage | undefined, PlantedImage | undefined];
      advisories: readonly [Advisory | undefined, Advisory | undefined];
    },
  ): Plant['plant'] =>
  ({ old, now }, image, number) => {
    const { contents, advisories } = make(`p${number}`, number);
    return {
      old: withAdvisory(withImage(old, image, contents[0]), advisories[0]),
      now: withAdvisory(withImage(now, image, contents[1]), advisories[1]),
    };
  };

const of = (name: string, version: string, more: Partial<PlantedImage> = {}): PlantedImage => ({
  packages: { [name]: version, quiet: '1.0.0' },
  ...more,
});
const known = (number: number, name: string) => {
  const one = advisory(number, name, '2.0.0');
  return [one, one] as const;
};

/** The contents and the advisory stay; what judges them, or takes the vulnerability out, changes. */
const steady =
  (change: (worlds: Parameters<Plant['plant']>[0], id: string) => ReturnType<Plant['plant']>): Plant['plant'] =>
  (worlds, image, number) => {
    const same = planted((name, n) => ({ contents: [of(name, '1.0.0'), of(name, '1.0.0')], advisories: known(n, name) }));
    return change(same(worlds, image, number), `CVE-2020-${String(number).padStart(4, '0')}`);
  };

const plants: readonly Plant[] = [
  {
    cause: 'image-added',
    subject: /^i\d/,
    plant: planted((name, n) => ({ contents: [undefined, of(name, '1.0.0')], advisories: known(n, name) })),
  },
  {
    cause: 'image-removed',
    subject: /^i\d/,
    plant: planted((name, n) => ({ contents: [of(name, '1.0.0'), undefined], advisories: known(n, name) })),
  },
  {
    cause: 'package-added',
    subject: /^p\d+ 1\.0\.0$/,
    plant: planted((name, n) => ({
      contents: [{ packages: { quiet: '1.0.0' } }, of(name, '1.0.0')],
      advisories: known(n, name),
    })),
  },
  {
    cause: 'package-removed',
    subject: /^p\d+ 1\.0\.0$/,
    plant: planted((name, n) => ({
      contents: [of(name, '1.0.0'), { packages: { quiet: '1.0.0' } }],
      advisories: known(n, name),
    })),
  },
  {
    cause: 'package-upgraded',
    subject: /^p\d+ 1\.0\.0 → 2\.0\.0$/,
    plant: planted((name, n) => ({ contents: [of(name, '1.0.0'), of(name, '2.0.0')], advisories: known(n, name) })),
  },
  {
    cause: 'package-downgraded',
    subject: /^p\d+ 2\.0\.0 → 1\.0\.0$/,
    plant: planted((name, n) => ({ contents: [of(name, '2.0.0'), of(name, '1.0.0')], advisories: known(n, name) })),
  },
  {
    cause: 'advisory-published',
    subject: /^CVE/,
    plant: planted((name, n) => ({
      contents: [of(name, '1.0.0'), of(name, '1.0.0')],
      advisories: [undefined, advisory(n, name, '2.0.0')],
    })),
  },
  {
    cause: 'advisory-withdrawn',
    subject: /^CVE/,
    plant: planted((name, n) => ({
      contents: [of(name, '1.0.0'), of(name, '1.0.0')],
      advisories: [advisory(n, name, '2.0.0'), advisory(n, name, '2.0.0', { withdrawnAt: '2020-06-01T00:00:00Z' })],
    })),
  },
  {
    cause: 'advisory-changed',
    subject: /^CVE/,
    plant: planted((name, n) => ({
      contents: [of(name, '1.5.0'), of(name, '1.5.0')],
      advisories: [advisory(n, name, '1.2.0'), advisory(n, name, '2.0.0')],
    })),
  },
  {
    cause: 'severity-rescored',
    subject: /^CVE.* HIGH → LOW$/,
    plant: planted((name, n) => ({
      contents: [of(name, '1.0.0'), of(name, '1.0.0')],
      advisories: [advisory(n, name, '2.0.0'), advisory(n, name, '2.0.0', { severity: 'LOW' })],
    })),
  },
  {
    cause: 'coverage-changed',
    subject: /^i\d/,
    plant: planted((name, n) => ({
      contents: [of(name, '1.0.0', { status: 'failed' }), of(name, '1.0.0')],
      advisories: known(n, name),
    })),
  },
  {
    cause: 'exception-changed',
    subject: /^E-1$/,
    plant: steady((worlds, id) => ({ ...worlds, now: { ...worlds.now, suppress: [id] } })),
  },
  {
    cause: 'statement-changed',
    subject: /^vex:v\.json#1$/,
    plant: steady((worlds, id) => ({ ...worlds, now: { ...worlds.now, stated: [id] } })),
  },
  {
    cause: 'engine-changed',
    subject: /^CVE/,
    plant: steady(({ old, now }, id) => ({ old: { ...old, engine: '1.0.0', unseen: id }, now })),
  },
  {
    cause: 'policy-changed',
    subject: /^CVE/,
    plant: steady(({ old, now }, id) => ({ old: { ...old, policy: { severityOrder: ['nvd'] }, unseen: id }, now })),
  },
];

const empty: PlantedRelease = {
  images: { 'steady:1': of('steady', '1.0.0') },
  advisories: [advisory(9000, 'steady', undefined)],
  asOf: '',
};
const before: PlantedRelease = { ...empty, asOf: '2020-05-01T00:00:00Z' };
const after: PlantedRelease = { ...empty, asOf: '2020-07-01T00:00:00Z' };

const mix = (chosen: readonly Plant[]) =>
  chosen.reduce((worlds, { plant }, index) => plant(worlds, `i${index}:1`, index + 1), { old: before, now: after });

for (const one of plants) {
  test(`${one.cause} is recovered alone`, () => {
    const { old, now } = mix([one]);
    const { causes } = diffRecords(releaseOf(old), releaseOf(now), engine);
    assert.deepEqual(
      causes.map(({ cause }) => cause),
      [one.cause],
    );
    assert.match(causes[0]?.subject ?? '', one.subject);
  });
}

test('every cause is planted', () => assert.deepEqual(plants.map(({ cause }) => cause).toSorted(), causeKinds.toSorted()));

test('any mixture of planted changes is recovered exactly, and closes', () => {
  // Of another engine and another policy nobody can tell which one judged: the engine goes first.
  const isEither = ({ cause }: Plant) => cause === 'engine-changed' || cause === 'policy-changed';
  const mixtures = fc.shuffledSubarray([...plants]).map((chosen) => {
    const either = chosen.find(isEither);
    return chosen.filter((one) => !isEither(one) || one === either);
  });
  fc.assert(
    fc.property(mixtures, (chosen) => {
      const { old, now } = mix(chosen);
      const { causes } = diffRecords(releaseOf(old), releaseOf(now), engine);
      assert.deepEqual(causes.map(({ cause }) => cause).toSorted(), chosen.map(({ cause }) => cause).toSorted());
    }),
  );
});

const names = ['a', 'b', 'c'];
const worlds = fc
  .record({
    images: fc.dictionary(
      fc.constantFrom('x:1', 'x:2', 'y:1', 'z:3'),
      fc.record({
        packages: fc.dictionary(fc.constantFrom(...names), fc.constantFrom('1.0.0', '1.5.0', '2.0.0')),
        base: fc.boolean(),
      }),
    ),
    drawn: fc.uniqueArray(
      fc.tuple(
        fc.nat(9),
        fc.constantFrom(...names),
        fc.constantFrom('1.2.0', '2.0.0', undefined),
        fc.constantFrom('CRITICAL', 'HIGH', 'LOW') as fc.Arbitrary<Severity>,
      ),
      { selector: ([number]) => number },
    ),
    month: fc.integer({ min: 1, max: 9 }),
    suppress: fc.subarray(['CVE-2020-0001', 'CVE-2020-0002']),
    engine: fc.constantFrom(engine, '1.0.0'),
  })
  .map(
    ({ images, drawn, month, ...rest }): PlantedRelease => ({
      ...rest,
      images,
      asOf: `2020-0${month}-01T00:00:00Z`,
      advisories: drawn.map(([number, name, fixed, severity]) => advisory(number, name, fixed, { severity })),
    }),
  );

test('a release does not differ from itself', () => {
  fc.assert(fc.property(worlds, (world) => assert.deepEqual(diffRecords(releaseOf(world), releaseOf(world), engine).causes, [])));
});

test('what a and b, and b and c, differ by adds up to what a and c differ by; each finding has one cause', () => {
  fc.assert(
    fc.property(worlds, worlds, worlds, (a, b, c) => {
      const [one, two, three] = [releaseOf(a), releaseOf(b), releaseOf(c)];
      const [ab, bc, ac] = [diffRecords(one, two, engine), diffRecords(two, three, engine), diffRecords(one, three, engine)];
      for (const severity of severities) assert.equal(ab.difference[severity] + bc.difference[severity], ac.difference[severity]);
      const changes = ac.causes.flatMap(({ findings }) => findings);
      assert.equal(new Set(changes).size, changes.length);
    }),
  );
});

test('an image that is new is judged by what was published before, and the cause says so', () => {
  const old = releaseOf({ ...before, images: { 'steady:1': of('steady', '1.0.0') } });
  const now = releaseOf({
    ...after,
    images: { ...after.images, 'new:1': { packages: { fresh: '1.0.0' } } },
    advisories: [
      ...after.advisories,
      advisory(1, 'fresh', undefined),
      advisory(2, 'fresh', undefined, { publishedAt: '2020-06-15T00:00:00Z' }),
    ],
  });
  const { causes } = diffRecords(old, now, engine);
  assert.deepEqual(
    causes.map(({ cause, standIn, findings }) => [cause, standIn ?? false, findings.length]),
    [
      ['image-added', true, 1],
      ['advisory-published', false, 1],
    ],
  );
});

test('a package that came with another base, another tag, or by itself', () => {
  const rows: readonly (readonly [string, string, boolean, string])[] = [
    ['a:1', 'a:1', true, 'base-image'],
    ['a:1', 'a:2', false, 'image-tag'],
    ['a:1', 'a:1', false, 'application'],
  ];
  for (const [was, is, base, via] of rows) {
    const old = releaseOf({ ...before, images: { [was]: of('p1', '1.0.0', { base }) }, advisories: known(1, 'p1') });
    const now = releaseOf({ ...after, images: { [is]: of('p1', '2.0.0', { base }) }, advisories: known(1, 'p1') });
    assert.deepEqual(
      diffRecords(old, now, engine).causes.map((cause) => [cause.cause, cause.via]),
      [['package-upgraded', via]],
    );
  }
});
