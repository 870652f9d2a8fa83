import type { Benchmark, BenchmarkChange } from '../../model/check-comparison.ts';
import type { CheckOutcome } from '../../model/scan.ts';

/** A benchmark's outcomes counted. */
export function countBenchmark(report: number, outcomes: readonly CheckOutcome[]): Benchmark {
  const of = (outcome: CheckOutcome['outcome']) => outcomes.filter((one) => one.outcome === outcome);
  return {
    report,
    passed: of('passed').length,
    failed: of('failed').length,
    notChecked: of('not-checked').length,
    failures: of('failed').map(({ id, title, subject }) => ({ id, title, subject })),
  };
}

/** A report of a benchmark with its index. */
export interface BenchmarkReport {
  readonly report: number;
  readonly outcomes: readonly CheckOutcome[];
}

/**
 * What became of each control from one report to the next.
 *
 * out     controls are the same by kind of node and number; where their text changed, another question is asked: `reworded`
 */
export function compareBenchmarks(before: BenchmarkReport, after: BenchmarkReport): BenchmarkChange {
  const [old, now] = [index(before.outcomes), index(after.outcomes)];
  const changes: BenchmarkChange['changes'][number][] = [];
  for (const key of [...new Set([...old.keys(), ...now.keys()])].toSorted(byNumber)) {
    const [was, is] = [old.get(key), now.get(key)];
    const change = changeOf(was, is);
    const { id, title, subject } = is ?? was ?? { id: key, title: '', subject: '' };
    if (change) changes.push({ change, id, title, subject, words: [was?.word ?? null, is?.word ?? null] });
  }
  const all = new Set([...old.keys(), ...now.keys()]).size;
  return { before: before.report, after: after.report, unchanged: all - changes.length, changes };
}

function changeOf(
  was: CheckOutcome | undefined,
  is: CheckOutcome | undefined,
): BenchmarkChange['changes'][number]['change'] | undefined {
  if (!was || !is) return was ? 'removed' : 'added';
  if (plain(was.title) !== plain(is.title)) return 'reworded';
  if (was.outcome === is.outcome) return undefined;
  if (is.outcome === 'not-checked') return 'no-longer-checked';
  if (was.outcome === 'not-checked') return 'newly-checked';
  return is.outcome === 'failed' ? 'broken' : 'fixed';
}

/** Without `(Automated)` and `(Manual)`, which are written with and without a space. */
function plain(title: string): string {
  return title
    .replace(/\s*\((?:automated|manual|scored|not scored)\)\s*$/i, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

function index(outcomes: readonly CheckOutcome[]): ReadonlyMap<string, CheckOutcome> {
  return new Map(outcomes.map((one) => [`${one.subject} ${one.id}`, one]));
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
