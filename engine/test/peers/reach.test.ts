import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import { compareReach } from '../../judge/reach/compare-reach.ts';
import { findReach } from '../../judge/reach/find-reach.ts';
import type { Reach } from '../../model/reach.ts';
import { defaultConfiguration } from '../../pipeline/configuration/default-configuration.ts';
import { readResources } from '../../pipeline/resources/read-resources.ts';
import { readChanges, readLines, toChangeLines, toLines } from './np-guard-text.ts';

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const truth = join(data, 'conformance/network-policy');
const skip = existsSync(truth) ? false : `netpol-analyzer's answers are not in ${truth}`;

interface Difference {
  readonly answer: string;
  /** Lines that only one of the two has. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

interface Ledger {
  readonly differences: readonly (Difference & { readonly verdict: string })[];
  readonly passedOver: { readonly manifests: readonly string[]; readonly verdict: string };
}

const { differences: ledger, passedOver }: Ledger = JSON.parse(
  readFileSync(join(import.meta.dirname, 'reach.ledger.json'), 'utf8'),
);

async function reachOf(name: string): Promise<Reach & { readonly unread: number }> {
  const folder = join(truth, 'tests', name);
  const configuration = defaultConfiguration(name, [{ kind: 'yaml', at: '.' }]);
  const sources = openSourceWorld({ configuration, folder }, { offline: true });
  try {
    const { items, gaps } = await readResources(configuration, { sources: sources.world }, {});
    return { ...findReach(items), unread: gaps.length };
  } finally {
    sources.close();
  }
}

function compare(answer: string, ours: readonly string[], theirs: readonly string[]): void {
  const [own, other] = [new Set(ours), new Set(theirs)];
  const difference: Difference = { answer, ours: [...own.difference(other)], theirs: [...other.difference(own)] };
  const { verdict, ...known } = ledger.find((entry) => entry.answer === answer) ?? { verdict: '', answer, ours: [], theirs: [] };
  assert.deepEqual(difference, known);
  if (difference.ours.length + difference.theirs.length > 0) assert.ok(verdict.length > 20, `${answer} has a verdict`);
}

describe('who can reach whom, beside netpol-analyzer', { skip }, () => {
  const answers = skip ? [] : readdirSync(join(truth, 'connlist'));
  for (const answer of answers)
    test(answer, async () => {
      const [, name = '', kind] = /^(.+)_(connlist|exposure)_output\.txt$/.exec(answer) ?? [];
      const ours = toLines(await reachOf(name));
      const theirs = readLines(readFileSync(join(truth, 'connlist', answer), 'utf8'));
      compare(answer, ours.list, theirs.list);
      if (kind === 'exposure') compare(`${answer}: exposure`, ours.exposed, theirs.exposed);
    });
});

describe('what changes, beside netpol-analyzer', { skip }, () => {
  const answers = skip ? [] : readdirSync(join(truth, 'diff'));
  for (const answer of answers)
    test(answer, async () => {
      const [, now = '', old = ''] = /^diff_between_(.+)_and_(.+)\.txt$/.exec(answer) ?? [];
      const changes = compareReach(await reachOf(old), await reachOf(now));
      compare(answer, toChangeLines(changes), readChanges(readFileSync(join(truth, 'diff', answer), 'utf8')));
    });
});

test('manifests that netpol-analyzer refuses are never judged without a gap', { skip }, async () => {
  const refused = readdirSync(join(truth, 'tests')).filter((name) =>
    /bad_path|^bad_|malformed|syntax_error|_empty_port_range/.test(name),
  );
  const silent = [];
  for (const name of refused) {
    const { gaps, unread } = await reachOf(name);
    if (gaps.length + unread === 0) silent.push(name);
  }
  assert.ok(refused.length > 20);
  assert.deepEqual(silent, passedOver.manifests);
});
