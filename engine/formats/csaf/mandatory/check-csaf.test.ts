import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { dataFolder } from '../../../test/sbom-schemas.ts';
import { checkCsaf, testsNotMade } from './check-csaf.ts';

interface Suite {
  readonly tests: readonly {
    readonly id: string;
    readonly group: string;
    readonly failures?: readonly Case[];
    readonly valid?: readonly Case[];
  }[];
}
interface Case {
  readonly name: string;
}

const folder = join(dataFolder, 'conformance/csaf');
const skip = existsSync(folder) ? false : "CSAF's test documents are not here";
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const suite: Suite = skip ? { tests: [] } : (read('testcases.json') as Suite);
const notMade: ReadonlySet<string> = new Set(testsNotMade);
const made = suite.tests.filter(({ id, group }) => group === 'mandatory' && !notMade.has(id));

test('the mandatory tests of CSAF are judged as its own documents are', { skip }, () => {
  const wrong: string[] = [];
  for (const { id, failures = [], valid = [] } of made) {
    for (const { name } of failures)
      if (!checkCsaf(read(name)).some((flaw) => flaw.test === id)) wrong.push(`${name} passes ${id}`);
    for (const { name } of valid)
      for (const flaw of checkCsaf(read(name))) wrong.push(`${name} fails ${flaw.test}: ${flaw.at} ${flaw.detail}`);
  }
  assert.deepEqual(wrong, []);
  assert.equal(made.length, 38);
});

test('anything at all is checked without a fault', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (one, two) => {
      checkCsaf(one);
      checkCsaf({
        document: { category: 'csaf_vex', tracking: one, notes: two },
        product_tree: two,
        vulnerabilities: [one, two],
      });
      checkCsaf({
        document: one,
        product_tree: { branches: one, relationships: [two], product_groups: two },
        vulnerabilities: two,
      });
    }),
  );
});
