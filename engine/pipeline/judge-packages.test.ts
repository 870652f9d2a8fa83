import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Matcher } from '../judge/matches/match-packages.ts';
import type { InstalledPackage } from '../model/package.ts';
import { judgePackages } from './judge-packages.ts';

const item = (purl: string, ownedBy: string | null = null): InstalledPackage => ({
  type: 'pypi',
  name: purl,
  version: '1',
  scheme: 'pep440',
  certainty: 'certain',
  purl,
  fromBase: false,
  ownedBy,
  places: [{ layer: 'l', path: 'p' }],
});

const deb = item('deb');
const rows: readonly (readonly [
  name: string,
  packages: readonly InstalledPackage[],
  undecided: readonly (readonly [purl: string, advisory?: string])[],
  asked: readonly string[],
])[] = [
  ['nothing is owned', [deb, item('a')], [], ['deb', 'a']],
  ['an owned one is judged with its owner', [deb, item('a', 'deb')], [], ['deb']],
  ['its owner cannot be judged', [deb, item('a', 'deb')], [['deb']], ['deb', 'a']],
  ['its owner is undecided in one advisory', [deb, item('a', 'deb')], [['deb', 'CVE-1']], ['deb']],
  ['its owner is not there', [item('a', 'deb')], [], ['a']],
];

for (const [name, packages, undecided, expected] of rows) {
  test(`owned packages: ${name}`, () => {
    const asked: string[] = [];
    const match: Matcher = (some) => {
      asked.push(...some.map(({ purl }) => purl));
      const open = undecided.filter(([purl]) => some.some((each) => each.purl === purl));
      return {
        matches: [],
        undecided: open.map(([purl, advisory]) => ({ purl, code: 'c', reason: 'r', ...(advisory && { advisory }) })),
      };
    };
    const judged = judgePackages({ packages, distribution: null }, match);
    assert.deepEqual(asked, expected);
    assert.equal(judged.undecided.length, undecided.length);
  });
}
