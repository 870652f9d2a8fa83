import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { compare as comparePython } from '@renovatebot/pep440';
import fc from 'fast-check';
import nodeSemver from 'semver';
import { getScheme } from '../../versions/all.ts';
import type { Ordering } from '../../versions/scheme.ts';

type Pair = readonly [a: string, b: string];

function toWord(sign: number): Ordering {
  if (Number.isNaN(sign)) return 'unknown';
  if (sign === 0) return 'same';
  return sign < 0 ? 'before' : 'after';
}

/** Always the same pairs: a difference that is found once is found again. */
function makePairs(starts: readonly string[], pieces: readonly string[], count: number): readonly Pair[] {
  const version = fc
    .tuple(fc.constantFrom(...starts), fc.array(fc.constantFrom(...pieces), { maxLength: 5 }))
    .map(([start, parts]) => start + parts.join(''));
  return fc.sample(fc.tuple(version, version), { numRuns: count, seed: 20260801 });
}

function readSigns(text: string): readonly Ordering[] {
  return text
    .trim()
    .split(/\s+/)
    .map((sign) => toWord(Number(sign)));
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}

function assertAgree(pairs: readonly Pair[], ours: (a: string, b: string) => Ordering, theirs: readonly Ordering[]): void {
  assert.equal(theirs.length, pairs.length);
  const differences = pairs
    .map(([a, b], at) => ({ a, b, ours: ours(a, b), theirs: theirs[at] }))
    .filter((row) => row.ours !== row.theirs);
  assert.deepEqual(differences, []);
}

test('dpkg --compare-versions orders as we do', { skip: !isInstalled('dpkg') && 'dpkg is not installed' }, () => {
  const pairs = makePairs(
    ['1', '1.2', '0:1', '2:1.0', '10'],
    ['.1', '.02', '~', '~rc1', 'a', 'B', '+', '-', '-1', '-0', '.', '0', '+deb12u1'],
    600,
  );
  const script =
    'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo -1; else dpkg --compare-versions "$a" eq "$b"; echo "$?"; fi; done';
  const readable = pairs.filter(([a, b]) => !a.endsWith('-') && !b.endsWith('-'));
  const { stdout } = spawnSync('sh', ['-c', `(${script}) 2>/dev/null`], {
    input: readable.map((pair) => `${pair.join(' ')}\n`).join(''),
    encoding: 'utf8',
  });
  assertAgree(readable, getScheme('dpkg').compare, readSigns(stdout));
});

test('rpm orders as we do', { skip: !isInstalled('rpm') && 'rpm is not installed' }, () => {
  const starts = ['1', '1.2', '0:1', '2:1.0', '10'];
  const pairs = makePairs(starts, ['.1', '.02', '~', '^', '~rc1', '^git1', 'a', 'B', '+', '_', '.', '0', '-1.el9', 'ab12'], 5000);
  // A command line holds some hundred kilobytes.
  for (let at = 0; at < pairs.length; at += 1000) {
    const batch = pairs.slice(at, at + 1000);
    const list = batch.map(([a, b]) => `{"${a}","${b}"}`).join(',');
    const lua = `for _,p in ipairs({${list}}) do io.write(rpm.vercmp(p[1],p[2]).." ") end`;
    const { stdout } = spawnSync('rpm', ['--eval', `%{lua:${lua}}`], { encoding: 'utf8' });
    assertAgree(batch, getScheme('rpm').compare, readSigns(stdout));
  }
});

test('node-semver orders as we do', () => {
  const pairs = makePairs(
    ['1.2.3', '1.10.0', '1.9.0'],
    ['-', '-rc.1', '-alpha', '.x', '.beta', '+b', '-a-b', '.10', '.9', 'B'],
    3000,
  ).filter((pair) => pair.every((version) => nodeSemver.valid(version)));
  assert.ok(pairs.length > 500);
  const theirs = pairs.map(([a, b]) => toWord(nodeSemver.compare(a, b)));
  assertAgree(pairs, getScheme('semver').compare, theirs);
  assertAgree(pairs, getScheme('go').compare, theirs);
  assertAgree(pairs, getScheme('hex').compare, theirs);
});

test('@renovatebot/pep440 orders as we do', () => {
  // Local segments that look like numbers in JavaScript (`1e5`) are the package's known fault; none is made here.
  const pairs = makePairs(
    ['1', '1.2', '1!1', '10'],
    ['.1', '.0', 'a1', 'b2', 'rc1', '.post1', '-1', '.dev1', '.dev0', '+ubuntu.1', '+a', '.02', 'c'],
    3000,
  );
  const compared = pairs.filter((pair) => pair.every((version) => getScheme('pep440').compare(version, version) === 'same'));
  assert.ok(compared.length > 200);
  const theirs = compared.map(([a, b]) => toWord(comparePython(a, b)));
  assertAgree(compared, getScheme('pep440').compare, theirs);
});
