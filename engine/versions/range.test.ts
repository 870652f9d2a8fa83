import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RangeEvent, VersionRange } from '../model/advisory.ts';
import { getScheme } from './all.ts';
import { judgeRange, judgeRanges, type RangeJudgement } from './range.ts';

const semver = getScheme('semver');

/** `0 1.2! 2.0 2.3! 3.0= 4.0|`: introduced plain, `!` fixed, `=` last affected, `|` limit. */
function toRange(text: string): VersionRange {
  const words = { '!': 'fixed', '=': 'lastAffected', '|': 'limit' } as const;
  const events = text.split(' ').map((word): RangeEvent => {
    const kind = words[word.at(-1) as keyof typeof words];
    return kind ? { [kind]: word.slice(0, -1) } : { introduced: word };
  });
  return { type: 'ECOSYSTEM', events };
}

function judge(version: string, ranges: readonly string[], versions: readonly string[] = []): RangeJudgement {
  return judgeRange({ scheme: semver, version, ranges: ranges.map(toRange), versions });
}

/** Name; version; ranges, listed versions; then verdict, range, fixes, sentence. */
const rows: readonly [string, string, string[], string[], string, string | undefined, string[], string][] = [
  ['below the fix', '1.1.0', ['0 1.2.0!'], [], 'affected', '>= 0, < 1.2.0', ['1.2.0'], '1.1.0 is before 1.2.0'],
  ['at the fix', '1.2.0', ['0 1.2.0!'], [], 'not-affected', undefined, [], '1.2.0 is the same as 1.2.0'],
  ['above the fix', '1.3.0', ['0 1.2.0!'], [], 'not-affected', undefined, [], '1.3.0 is after 1.2.0'],
  ['before it came', '0.9.0', ['1.0.0 1.2.0!'], [], 'not-affected', undefined, [], '0.9.0 is before 1.0.0'],
  [
    'where it came',
    '1.0.0',
    ['1.0.0 1.2.0!'],
    [],
    'affected',
    '>= 1.0.0, < 1.2.0',
    ['1.2.0'],
    '1.0.0 is the same as 1.0.0 and before 1.2.0',
  ],
  ['zero is before pre-releases', '0.0.0-a', ['0 1.0.0!'], [], 'affected', '>= 0, < 1.0.0', ['1.0.0'], '0.0.0-a is before 1.0.0'],
  ['last affected', '1.5.0', ['0 1.5.0='], [], 'affected', '>= 0, <= 1.5.0', [], '1.5.0 is the same as 1.5.0'],
  ['behind the last affected', '1.5.1', ['0 1.5.0='], [], 'not-affected', undefined, [], '1.5.1 is after 1.5.0'],
  ['one version alone', '1.5.0', ['1.5.0= 1.5.0'], [], 'affected', '>= 1.5.0, <= 1.5.0', [], ''],
  ['behind one version alone', '1.6.0', ['1.5.0= 1.5.0'], [], 'not-affected', undefined, [], '1.6.0 is after 1.5.0'],
  ['never fixed', '9.0.0', ['0'], [], 'affected', '>= 0', [], 'every version is affected'],
  [
    'never fixed since',
    '9.0.0',
    ['2.0.0'],
    [],
    'affected',
    '>= 2.0.0',
    [],
    '9.0.0 is after 2.0.0, and no later version is fixed',
  ],
  ['events out of order', '2.1.0', ['2.3.0! 2.0.0 1.2.0! 0'], [], 'affected', '>= 2.0.0, < 2.3.0', ['2.3.0'], ''],
  [
    'between branches',
    '1.5.0',
    ['0 1.2.0! 2.0.0 2.3.0!'],
    [],
    'not-affected',
    undefined,
    [],
    '1.5.0 is after 1.2.0 and before 2.0.0',
  ],
  ['its own branch’s fix', '1.1.0', ['1.0.0 1.2.0!', '2.0.0 2.3.0!'], [], 'affected', '>= 1.0.0, < 1.2.0', ['1.2.0'], ''],
  ['no fix in its branch', '1.1.0', ['1.0.0 1.9.0=', '2.0.0 2.3.0!'], [], 'affected', '>= 1.0.0, <= 1.9.0', [], ''],
  ['ranges that overlap', '1.1.0', ['0 1.2.0!', '0 1.3.0!'], [], 'affected', '>= 0, < 1.2.0', ['1.3.0'], ''],
  ['fixed and broken again', '1.1.0', ['0 1.2.0! 1.2.0 1.4.0!'], [], 'affected', '>= 0, < 1.2.0', ['1.4.0'], ''],
  ['an empty stretch', '1.5.0', ['1.0.0 1.0.0!'], [], 'not-affected', undefined, [], '1.5.0 is after 1.0.0'],
  ['below the limit', '1.1.0', ['0 2.0.0|'], [], 'affected', '>= 0, < 2.0.0', [], '1.1.0 is before 2.0.0'],
  ['behind the limit', '2.1.0', ['0 2.0.0|'], [], 'not-affected', undefined, [], '2.1.0 is after 2.0.0'],
  ['no limit at all', '2.1.0', ['0 *|'], [], 'affected', '>= 0', [], 'every version is affected'],
  ['one of two limits', '2.1.0', ['0 2.0.0| 3.0.0|'], [], 'affected', '>= 0, < 3.0.0', [], '2.1.0 is before 3.0.0'],
  ['listed', '1.1.0', [], ['1.0.0', '1.1.0'], 'affected', '= 1.1.0', [], '1.1.0 is listed as affected'],
  ['listed in other words', 'v1.1', [], ['1.1.0'], 'affected', '= 1.1.0', [], 'v1.1 is listed as affected'],
  ['not listed', '1.2.0', [], ['1.0.0', 'x'], 'not-affected', undefined, [], '1.2.0 is not among the affected versions'],
  [
    'listed though in no range',
    '1.1.0',
    ['2.0.0 2.1.0!'],
    ['1.1.0'],
    'affected',
    '= 1.1.0',
    ['2.1.0'],
    '1.1.0 is listed as affected, though in no range',
  ],
  ['unreadable version', '(devel)', ['0 1.0.0!'], [], 'unknown', undefined, [], '(devel) cannot be compared with 1.0.0'],
  ['unreadable, never fixed', '(devel)', ['0'], [], 'affected', '>= 0', [], 'every version is affected'],
  ['unreadable, listed', '(devel)', ['1.0.0'], ['(devel)'], 'affected', '= (devel)', [], ''],
  ['unreadable, not listed', '(devel)', [], ['1.0.0'], 'unknown', undefined, [], '(devel) cannot be read as a semver version'],
  ['an unreadable fix', '1.1.0', ['0 x!'], [], 'unknown', undefined, [], '1.1.0 cannot be compared with x'],
  ['an unreadable fix that does not matter', '1.3.0', ['0 1.2.0! x!'], [], 'not-affected', undefined, [], '1.3.0 is after 1.2.0'],
  ['an unreadable start', '1.3.0', ['0 1.2.0! x 2.0.0!'], [], 'unknown', undefined, [], '1.3.0 cannot be compared with x'],
  ['an unreadable start that does not matter', '1.1.0', ['0 1.2.0! x'], [], 'affected', '>= 0, < 1.2.0', ['1.2.0'], ''],
  ['an unreadable limit', '1.1.0', ['0 x|'], [], 'unknown', undefined, [], '1.1.0 cannot be compared with x'],
  ['another range decides', '1.1.0', ['0 x!', '1.0.0 1.2.0!'], [], 'affected', '>= 1.0.0, < 1.2.0', ['1.2.0'], ''],
  ['another range does not', '1.3.0', ['0 x!', '1.0.0 1.2.0!'], [], 'unknown', undefined, [], '1.3.0 cannot be compared with x'],
  ['nothing stated', '1.1.0', [], [], 'unknown', undefined, [], 'neither ranges nor versions are stated'],
];

for (const [name, version, ranges, versions, verdict, range, fixedIn, comparison] of rows) {
  test(`range: ${name}`, () => {
    const judgement = judge(version, ranges, versions);
    assert.equal(judgement.verdict, verdict);
    assert.equal(judgement.range, range);
    assert.deepEqual(judgement.fixedIn, fixedIn);
    if (comparison) assert.equal(judgement.comparison, comparison);
  });
}

test('range: the schemes’ own order decides', () => {
  const ranges = [toRange('0 3.0.11-1~deb12u2!')];
  const judgement = judgeRange({ scheme: getScheme('dpkg'), version: '3.0.9-1', ranges, versions: [] });
  assert.equal(judgement.comparison, '3.0.9-1 is before 3.0.11-1~deb12u2');
  assert.deepEqual(judgement.fixedIn, ['3.0.11-1~deb12u2']);
});

/** The specification's own words: sort the events, walk them, keep the state. */
function isAffected(version: number, { events }: VersionRange): boolean {
  const numberOf = (event: RangeEvent) => Number(event.introduced ?? event.fixed ?? event.lastAffected);
  let state = false;
  for (const event of [...events].sort((a, b) => numberOf(a) - numberOf(b))) {
    if (event.introduced !== undefined && version >= numberOf(event)) state = true;
    if (event.fixed !== undefined && version >= numberOf(event)) state = false;
    if (event.lastAffected !== undefined && version > numberOf(event)) state = false;
  }
  return state;
}

test('range: agrees with the specification’s algorithm, and fixes are not affected', () => {
  const event = fc.tuple(
    fc.constantFrom('introduced', 'fixed', 'lastAffected'),
    fc.uniqueArray(fc.nat(9), { maxLength: 1, minLength: 1 }),
  );
  const range = fc
    .uniqueArray(event, { maxLength: 6, selector: ([, [version]]) => version })
    .map(
      (events): VersionRange => ({ type: 'SEMVER', events: events.map(([kind, [version]]) => ({ [kind]: String(version) })) }),
    );
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 3 }), fc.nat(10), (ranges, version) => {
      const judgement = judgeRange({ scheme: semver, version: String(version), ranges, versions: [] });
      const expected = ranges.some((one) => isAffected(version, one));
      assert.equal(judgement.verdict, expected ? 'affected' : 'not-affected');
      for (const fix of judgement.fixedIn)
        assert.ok(Number(fix) > version && !ranges.some((one) => isAffected(Number(fix), one)));
    }),
    { numRuns: 1000 },
  );
});

test('range: the short way to judge one range with one fix says what the long one says', () => {
  const version = fc.oneof(fc.string(), fc.constantFrom('0', '1.0', '1.0.0', '*', '1.0.0-rc.1', '2', '0.0.0-a'));
  fc.assert(
    fc.property(version, version, (asked, fixed) => {
      const ranges: VersionRange[] = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }];
      const question = { scheme: semver, version: asked, ranges, versions: [] };
      assert.deepEqual({ ...judgeRange(question) }, { ...judgeRanges(question) });
    }),
  );
});

test('range: any events and versions give a judgement', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('0', '1.0', '*', '1.0.0-rc.1'));
  const event = fc.oneof(
    fc.record({ introduced: text }),
    fc.record({ fixed: text }),
    fc.record({ lastAffected: text }),
    fc.record({ limit: text }),
    fc.constant({}),
  );
  const range = fc.record({ type: fc.constant('ECOSYSTEM' as const), events: fc.array(event) });
  fc.assert(
    fc.property(text, fc.array(range), fc.array(text), (version, ranges, versions) => {
      const { verdict, comparison } = judgeRange({ scheme: semver, version, ranges, versions });
      assert.ok(['affected', 'not-affected', 'unknown'].includes(verdict));
      assert.notEqual(comparison, '');
    }),
  );
});

test('range: two thousand ranges that take over from each other are answered', () => {
  const ranges = Array.from({ length: 2_000 }, (_, at) => toRange(`${at + 1}.0.0 ${at + 2}.0.0!`));
  const judgement = judgeRange({ scheme: semver, version: '1.5.0', ranges, versions: [] });
  assert.equal(judgement.verdict, 'affected');
});
