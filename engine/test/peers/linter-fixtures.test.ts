import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import { findFailures } from '../../judge/hardening/find-failures.ts';
import { type Linter, oursFor } from '../../judge/hardening/known-as.ts';
import type { CheckFinding } from '../../model/hardening.ts';
import { defaultConfiguration } from '../../pipeline/configuration/default-configuration.ts';
import { readResources } from '../../pipeline/resources/read-resources.ts';
import type { LinterLedger } from '../linter-ledger.ts';

/**
 * The linters' own fixtures, in a folder for each linter, and in `answers.json` what each says of them: `Answer`, one for each check,
 * file and resource. They are not ours to keep; the ledger says where they are from.
 */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plimsoll-peers/linter-fixtures');
const folder = process.env.PLIMSOLL_LINTER_FIXTURES ?? cache;
const skip = existsSync(join(folder, 'answers.json')) ? false : `no answers.json in ${folder} (PLIMSOLL_LINTER_FIXTURES)`;

interface Answer {
  readonly peer: Linter;
  readonly file: string;
  readonly check: string;
  /** `Kind namespace/name`; null where it speaks of the whole file. */
  readonly resource: string | null;
  readonly fails: boolean;
}

const ledger: LinterLedger = JSON.parse(readFileSync(join(import.meta.dirname, 'linter-fixtures.ledger.json'), 'utf8'));
const answers: readonly Answer[] = skip ? [] : JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8'));

const read = new Map<string, Promise<readonly CheckFinding[]>>();

/** What fails of a file, and nobody passes over; each file is read once. */
function failuresOf(file: string): Promise<readonly CheckFinding[]> {
  const found = read.get(file) ?? judge(file);
  read.set(file, found);
  return found;
}

async function judge(file: string): Promise<readonly CheckFinding[]> {
  const configuration = defaultConfiguration('fixture', [{ kind: 'yaml', at: basename(file) }]);
  const sources = openSourceWorld({ configuration, folder: dirname(file) }, { offline: true });
  try {
    const { items } = await readResources(configuration, { sources: sources.world }, {});
    return findFailures(items).filter(({ suppressedBy }) => suppressedBy === null);
  } finally {
    sources.close();
  }
}

describe('what linters say of their own fixtures, beside ours', { skip }, () => {
  for (const [key, rows] of Map.groupBy(answers, ({ peer, check }) => `${peer} ${check}`))
    test(key, async (context) => {
      const [{ peer, check } = rows[0] as Answer] = rows;
      const ids = oursFor(peer, check);
      const only = { ours: new Set<string>(), theirs: new Set<string>() };
      for (const { file, resource, fails } of rows) {
        const failures = (await failuresOf(join(folder, peer, file))).filter((failure) => ids.includes(failure.check));
        const isOurs = failures.some((failure) => resource === null || nameOf(failure) === resource);
        if (isOurs !== fails) only[isOurs ? 'ours' : 'theirs'].add(`${file} ${resource ?? ''}`);
      }
      context.diagnostic(`${rows.length} rows, ${only.ours.size + only.theirs.size} differ`);
      for (const side of ['ours', 'theirs'] as const)
        explain(only[side], (one) => one.peer === peer && one.check === check && one.only === side);
    });
});

function nameOf({ resource: { kind, namespace, name } }: CheckFinding): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

function explain(left: Set<string>, isMeant: (entry: LinterLedger['differences'][number]) => boolean): void {
  for (const { where = '', count, verdict } of ledger.differences.filter(isMeant)) {
    const explained = [...left].filter((subject) => new RegExp(where).test(subject));
    assert.equal(explained.length, count, verdict);
    for (const subject of explained) left.delete(subject);
  }
  assert.deepEqual([...left], [], 'without a verdict');
}

test('every check of theirs that is left out asks nothing of ours, and every verdict says why', () => {
  for (const [peer, checks] of Object.entries(ledger.others))
    for (const id of Object.keys(checks)) assert.deepEqual(oursFor(peer as Linter, id), [], id);
  const verdicts = [
    ...Object.values(ledger.others).flatMap((checks) => Object.values(checks)),
    ...ledger.differences.map(({ verdict }) => verdict),
  ];
  for (const verdict of verdicts) {
    assert.ok(verdict.length > 20, verdict);
    assert.doesNotMatch(verdict, /not (?:yet )?implemented|missing here|to ?do/i);
  }
});
