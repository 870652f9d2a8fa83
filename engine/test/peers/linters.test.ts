import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import { findFailures } from '../../judge/hardening/find-failures.ts';
import { type Linter, linters, oursFor } from '../../judge/hardening/known-as.ts';
import type { CheckFinding } from '../../model/hardening.ts';
import type { Resource } from '../../model/resource.ts';
import { defaultConfiguration } from '../../pipeline/configuration/default-configuration.ts';
import { readResources } from '../../pipeline/resources/read-resources.ts';
import type { LinterLedger } from '../linter-ledger.ts';
import { assertLines } from './assert-lines.ts';

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const answers = join(data, 'peers/kubeflow-v1.7.0');
const folder = join(data, 'kubeflow/v1.7.0/tree');
const skip = existsSync(answers) && existsSync(folder) ? false : `the linters' answers are not in ${answers}`;

const ledger: LinterLedger = JSON.parse(readFileSync(join(import.meta.dirname, 'linters.ledger.json'), 'utf8'));

interface Row {
  readonly check: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly message?: string;
  /** Of kube-score: 10 passes. */
  readonly grade?: number;
}
const rowsOf = (file: string): readonly Row[] => JSON.parse(readFileSync(join(answers, file), 'utf8'));
const peers = {
  'kube-linter': {
    rows: () => rowsOf('kube-linter-0.8.1.json'),
    checks: () => rowsOf('kube-linter-checks.json').map(({ name }) => name),
  },
  'kube-score': {
    rows: () => rowsOf('kube-score-1.20.0.json').filter(({ grade = 0 }) => grade < 10),
    checks: () =>
      readFileSync(join(answers, 'kube-score-checks.csv'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.slice(0, line.indexOf(','))),
  },
} as const;

/** kube-linter names the binding where we name the role that is bound. */
function subjectOf({ kind, namespace, name, message = '' }: Row): string {
  const [, role, what] = /\bto "([^"]+)" (clusterrole|role)\b/.exec(message) ?? [];
  if (role === undefined) return `${kind} ${namespace}/${name}`;
  return what === 'role' ? `Role ${namespace}/${role}` : `ClusterRole /${role}`;
}

async function resourcesOf(): Promise<readonly Resource[]> {
  const configuration = defaultConfiguration('kubeflow', [{ kind: 'kustomize', at: 'example' }]);
  const sources = openSourceWorld({ configuration, folder }, { offline: true });
  try {
    const { items, gaps } = await readResources(configuration, { sources: sources.world }, {});
    assert.deepEqual(gaps, []);
    return items;
  } finally {
    sources.close();
  }
}

describe('what fails in Kubeflow v1.7.0, beside kube-linter and kube-score', { skip }, () => {
  let resources: readonly Resource[] = [];
  let failures: readonly CheckFinding[] = [];
  before(async () => {
    resources = await resourcesOf();
    failures = findFailures(resources);
  });

  test('the line of every finding says what it is about', (context) => {
    const counts = assertLines(folder, failures, resources);
    assert.equal(counts.get('resource') ?? 0, 0);
    context.diagnostic([...counts].map(([sort, count]) => `${sort} ${count}`).join(', '));
  });

  for (const peer of ['kube-linter', 'kube-score'] as const)
    for (const check of skip ? [] : peers[peer].checks().filter((id) => oursFor(peer, id).length > 0))
      test(`${peer} ${check}`, () => {
        const ids = oursFor(peer, check);
        const ours = new Set(
          failures
            .filter((failure) => ids.includes(failure.check))
            .map(({ resource: { kind, namespace, name } }) => `${kind} ${namespace ?? ''}/${name}`),
        );
        const theirs = new Set(
          peers[peer]
            .rows()
            .filter((row) => row.check === check)
            .map(subjectOf),
        );
        explain(peer, check, { ours: ours.difference(theirs), theirs: theirs.difference(ours) });
      });

  test('each failure has its resource, path, file and line', () => {
    assert.ok(failures.length > 500);
    for (const { check, resource, path, file, line, remedy } of failures)
      assert.ok(
        resource.name && path && existsSync(join(folder, file)) && line !== null && line > 0 && remedy,
        `${check} ${file}`,
      );
  });
});

function explain(peer: Linter, check: string, only: Readonly<Record<'ours' | 'theirs', ReadonlySet<string>>>): void {
  const entries = ledger.differences.filter((entry) => entry.peer === peer && entry.check === check);
  for (const side of ['ours', 'theirs'] as const) {
    const left = new Set(only[side]);
    for (const { where = '', count, verdict } of entries.filter((entry) => entry.only === side)) {
      const explained = [...left].filter((subject) => new RegExp(where).test(subject));
      assert.equal(explained.length, count, `${side}: ${verdict}`);
      for (const subject of explained) left.delete(subject);
    }
    assert.deepEqual([...left], [], `only ${side}, without a verdict`);
  }
}

test('every check of theirs is one of ours, or has a verdict', { skip }, () => {
  for (const peer of ['kube-linter', 'kube-score'] as const)
    for (const check of peers[peer].checks())
      assert.notEqual(oursFor(peer, check).length > 0, ledger.others[peer]?.[check] !== undefined, `${peer} ${check}`);
});

test('every control of Kubescape in the ledger has no check of ours, and every verdict says why', () => {
  for (const id of Object.keys(ledger.others.kubescape ?? {})) assert.deepEqual(oursFor('kubescape', id), [], id);
  const verdicts = [
    ...Object.values(ledger.others).flatMap((checks) => Object.values(checks)),
    ...ledger.differences.map(({ verdict }) => verdict),
  ];
  for (const verdict of verdicts) {
    assert.ok(verdict.length > 20, verdict);
    assert.doesNotMatch(verdict, /not (?:yet )?implemented|missing here|to ?do/i);
  }
  assert.ok(Object.keys(ledger.others).every((peer) => linters.some((one) => one === peer)));
});
