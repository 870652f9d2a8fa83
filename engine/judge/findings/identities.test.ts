import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIdentities, type IdStatement } from './identities.ts';

const of = (id: string, ...aliases: string[]): IdStatement => ({ id, aliases });
const say = (statements: readonly IdStatement[], asked: IdStatement, more: readonly IdStatement[] = []) => {
  const findMore = (id: string) => more.filter((statement) => statement.id === id || statement.aliases.includes(id));
  return createIdentities(statements, findMore)(asked).map(({ vulnerability, aliases }) => [vulnerability, ...aliases].join(' '));
};

const one = 'CVE-2099-1001';
const two = 'CVE-2099-1002';

const rows: readonly {
  name: string;
  asked: IdStatement;
  others?: readonly IdStatement[];
  more?: readonly IdStatement[];
  says: readonly string[];
}[] = [
  { name: 'the CVE is shown first', asked: of('GO-1', 'GHSA-1', one), says: [`${one} GHSA-1 GO-1`] },
  { name: 'GHSA is shown before others', asked: of('GO-1', 'GHSA-1'), says: ['GHSA-1 GO-1'] },
  { name: 'an advisory alone is its own vulnerability', asked: of('GO-1'), says: ['GO-1'] },
  { name: "a distribution's advisory alone too", asked: of('DSA-1'), says: ['DSA-1'] },
  { name: 'one that wraps a CVE is that CVE', asked: of('DEBIAN-CVE-2099-1001', one), says: [one] },
  { name: 'one that wraps what has no CVE is that', asked: of('CGA-1', 'GHSA-1'), says: ['GHSA-1'] },
  { name: 'one that bundles is several', asked: of('DSA-1', one, two), says: [one, two] },
  { name: 'two CVEs are two, and do not share other ids', asked: of('GO-1', one, two, 'GHSA-1'), says: [one, two] },
  {
    name: 'another statement says whose the other id is',
    asked: of('GO-1', one, two, 'GHSA-1'),
    others: [of('GHSA-1', one)],
    says: [`${one} GHSA-1`, two],
  },
  {
    name: 'a chain reaches the CVE',
    asked: of('PYSEC-1', 'GHSA-1'),
    others: [of('GHSA-1', one)],
    says: [`${one} GHSA-1 PYSEC-1`],
  },
  {
    name: 'a chain over what the database knows',
    asked: of('PYSEC-1', 'GHSA-1'),
    more: [of('GHSA-1', one)],
    says: [`${one} GHSA-1 PYSEC-1`],
  },
  {
    name: 'a chain does not join two CVEs',
    asked: of('GO-1', 'GHSA-1', one),
    others: [of('PYSEC-1', 'GHSA-1', two)],
    says: [one],
  },
  {
    name: 'what leads to two CVEs is both',
    asked: of('GHSA-1'),
    others: [of('GO-1', 'GHSA-1', one), of('PYSEC-1', 'GHSA-1', two)],
    says: [one, two],
  },
];

for (const { name, asked, others = [], more = [], says } of rows)
  test(name, () => assert.deepEqual(say([asked, ...others], asked, more), says));

test('property: the order of statements and aliases does not matter, and no answer joins two CVEs', () => {
  const id = fc.constantFrom(one, two, 'CVE-2099-1003', 'GHSA-1', 'GHSA-2', 'GO-1', 'PYSEC-1', 'DSA-1', 'CGA-1');
  const statement = fc
    .tuple(id, fc.uniqueArray(id, { maxLength: 4 }))
    .map(([first, rest]) => of(first, ...rest.filter((other) => other !== first)));
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (statements) => {
      const turned = statements.toReversed().map((one) => of(one.id, ...one.aliases.toReversed()));
      for (const [index, asked] of statements.entries()) {
        const said = createIdentities(statements)(asked);
        assert.deepEqual(said, createIdentities(turned)(turned[turned.length - 1 - index] ?? asked));
        assert.ok(said.length > 0);
        assert.ok(said.every(({ aliases }) => !aliases.some((alias) => alias.startsWith('CVE-'))));
      }
    }),
  );
});
