import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { oursFor } from '../../judge/hardening/known-as.ts';
import { compareRule, findRules, type KubescapeControl, readControls } from './kubescape-rules.ts';

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
/** A checkout of github.com/kubescape/regolibrary at the commit that the ledger names. */
const library = process.env.PLIMSOLL_KUBESCAPE ?? join(data, 'peers/kubescape-regolibrary');
const skip = existsSync(join(library, 'rules')) ? false : `Kubescape's rules are not in ${library} (PLIMSOLL_KUBESCAPE)`;

interface Ledger {
  /** Controls that are about workloads, or can be judged from manifests at least. */
  readonly controls: readonly string[];
  /** Rule → our checks that ask the same, where its controls ask for more than the rule does. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
  readonly differences: readonly {
    readonly rule: string;
    readonly only: 'ours' | 'theirs';
    /** Which subjects it is about, as a regular expression; every one where it is left out. */
    readonly where?: string;
    readonly count: number;
    /** Whose answer stands: `both` where they answer another question, or one that a site decides. */
    readonly right: 'ours' | 'theirs' | 'both';
    readonly verdict: string;
  }[];
}
const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'));
const ledger: Ledger = read('kubescape.ledger.json');
const others: Readonly<Record<string, string>> = read('linters.ledger.json').others.kubescape;

const controls: readonly KubescapeControl[] = skip ? [] : readControls(library);
const folders: ReadonlyMap<string, string> = skip ? new Map() : findRules(library);

/** Rule → our checks that its controls are known by; rules of controls that ask nothing of ours are left out. */
const asked: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...Map.groupBy(
      controls.flatMap(({ id, rules }) => rules.map((rule) => ({ rule, checks: oursFor('kubescape', id) }))),
      ({ rule }) => rule,
    ),
  ]
    .map(([rule, pairs]) => [rule, [...new Set(pairs.flatMap(({ checks }) => checks))]] as const)
    .filter(([, checks]) => checks.length > 0),
);

describe('what Kubescape expects of its own test cases, beside ours', { skip }, () => {
  let [agreeing, differing] = [0, 0];
  for (const [rule, checks] of asked)
    test(rule, () => {
      const folder = folders.get(rule);
      assert.ok(folder, 'the rule is there');
      const rows = compareRule(folder, ledger.rules[rule] ?? checks);
      agreeing += rows.filter(({ ours, theirs }) => ours === theirs).length;
      differing += rows.filter(({ ours, theirs }) => ours !== theirs).length;
      for (const side of ['ours', 'theirs'] as const) {
        const left = new Set(rows.filter((row) => row[side] && row.ours !== row.theirs).map(({ subject }) => subject));
        for (const { where = '', count, verdict } of ledger.differences.filter((one) => one.rule === rule && one.only === side)) {
          const explained = [...left].filter((subject) => new RegExp(where).test(subject));
          assert.equal(explained.length, count, `only ${side}: ${verdict}`);
          for (const subject of explained) left.delete(subject);
        }
        assert.deepEqual([...left], [], `only ${side}, without a verdict`);
      }
    });

  test('the ledger names every control that manifests are judged by', () => {
    assert.deepEqual(
      controls.filter(({ isOfManifests }) => isOfManifests).map(({ id }) => id),
      ledger.controls,
    );
  });

  test('the ledger names rules that are asked, and narrows what their controls ask', () => {
    for (const { rule } of ledger.differences) assert.ok(asked.has(rule), rule);
    for (const [rule, checks] of Object.entries(ledger.rules)) {
      const all = asked.get(rule) ?? [];
      assert.deepEqual(
        checks.filter((check) => !all.includes(check)),
        [],
        rule,
      );
    }
  });

  test('rows that agree and differ are counted', (context) => {
    context.diagnostic(`${asked.size} rules: ${agreeing} rows agree, ${differing} differ`);
    assert.equal(
      differing,
      ledger.differences.reduce((sum, { count }) => sum + count, 0),
    );
  });
});

test('every control of Kubescape that manifests are judged by is one of our checks, or has a verdict', () => {
  for (const id of ledger.controls) assert.notEqual(oursFor('kubescape', id).length > 0, others[id] !== undefined, id);
});

test('every difference from Kubescape has a verdict that says why', () => {
  for (const { verdict, right } of ledger.differences) {
    assert.ok(verdict.length > 20 && ['ours', 'both'].includes(right), verdict);
    assert.doesNotMatch(verdict, /not (?:yet )?implemented|missing here|to ?do/i);
  }
});
