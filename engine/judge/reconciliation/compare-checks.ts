import {
  type CheckClass,
  type CheckComparison,
  type CheckRow,
  type CheckWord,
  checkClasses,
} from '../../model/check-comparison.ts';
import type { CheckFinding } from '../../model/hardening.ts';
import type { Gap } from '../../model/reading.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import type { CheckOutcome, ScannedResource, ScanReport } from '../../model/scan.ts';
import { compareBenchmarks, countBenchmark } from './compare-benchmarks.ts';

/** What is compared. */
export interface CheckQuestion {
  readonly resources: readonly Resource[];
  /** Suppressed ones too. */
  readonly failures: readonly CheckFinding[];
  readonly reports: readonly ScanReport[];
  /** Our checks that ask what a tool's control asks. */
  oursFor(tool: string, id: string): readonly string[];
}

/** Tools that look at a cluster's machines, not at resources. */
const benchmarkTools: ReadonlySet<string> = new Set(['kube-bench']);

/**
 * What other tools say of each resource and control, beside us.
 *
 * out     a row for each resource and check of ours, or control of theirs that we have none for; in it one word for each report that has
 *         the control. A control that asks for several of ours stands at each.
 * cost    O(outcomes + failures)
 */
export function compareChecks(question: CheckQuestion): CheckComparison {
  const table = new Table(question.resources, question.failures);
  const numbered = question.reports.map((report, at) => ({ report, at }));
  const [clusters, others] = [
    numbered.filter(({ report }) => benchmarkTools.has(report.tool ?? '')),
    numbered.filter(({ report }) => !benchmarkTools.has(report.tool ?? '')),
  ];
  for (const { report, at } of others) addReport(table, { report, at, oursFor: question.oursFor });
  const rows = table.rows();
  const benchmarks = clusters.map(({ report, at }) => ({ report: at, outcomes: report.outcomes ?? [] }));
  return {
    reports: numbered.map(({ report, at }) => {
      const { file, tool, version } = report;
      const outside = unplacedOf(report).filter(({ isOutside }) => isOutside).length;
      return { file, tool: tool ?? '', version, counts: countWords(rows, at), ...(outside > 0 && { outside }) };
    }),
    rows,
    benchmarks: benchmarks.map(({ report, outcomes }) => countBenchmark(report, outcomes)),
    changes: benchmarks.slice(1).flatMap((after, index) => {
      const before = benchmarks[index];
      return before ? [compareBenchmarks(before, after)] : [];
    }),
  };
}

/**
 * Controls that failed on manifests and of which a report does not say where, so that they are compared with nothing.
 *
 * gaps    controls-unplaced: one for each such report
 */
export function tellUnplaced(reports: readonly ScanReport[]): readonly Gap[] {
  return reports.flatMap((report): readonly Gap[] => {
    const lost = unplacedOf(report).filter(({ isOutside }) => !isOutside);
    if (lost.length === 0) return [];
    const ids = [...new Set(lost.map(({ id }) => id))].slice(0, 10).join(', ');
    const detail = `${lost.length} of its failures ${lost.length === 1 ? 'names no resource and is' : 'name no resource and are'} compared with nothing: ${ids}.`;
    return [{ code: 'controls-unplaced', unit: 'judge/reconciliation', path: report.file, detail }];
  });
}

/** Failures of no resource; a benchmark's are of machines. */
function unplacedOf({ tool, outcomes = [] }: ScanReport): readonly CheckOutcome[] {
  if (benchmarkTools.has(tool ?? '')) return [];
  return outcomes.filter(({ outcome, resource }) => outcome === 'failed' && resource === undefined);
}

function countWords(rows: readonly CheckRow[], report: number): Readonly<Record<CheckClass, number>> {
  const counts = Object.fromEntries(checkClasses.map((one) => [one, 0])) as Record<CheckClass, number>;
  for (const word of rows.flatMap(({ theirs }) => theirs)) if (word.report === report) counts[word.class] += 1;
  return counts;
}

interface NumberedReport {
  readonly report: ScanReport;
  readonly at: number;
  readonly oursFor: CheckQuestion['oursFor'];
}

/** First what the report says, then where it is silent on what we found and it has a control for. */
function addReport(table: Table, { report, at, oursFor }: NumberedReport): void {
  const outcomes = (report.outcomes ?? []).filter(({ resource }) => resource !== undefined);
  const tool = report.engine ?? report.tool ?? '';
  const asked = new Map<string, string>();
  for (const id of new Set([...outcomes.map((one) => one.id), ...(report.silentPasses ?? [])]))
    for (const check of oursFor(tool, id)) asked.set(check, id);
  for (const outcome of outcomes) {
    const checks = oursFor(tool, outcome.id);
    for (const check of checks.length > 0 ? checks : [null]) table.say(check, outcome, at);
  }
  for (const [check, id] of asked) table.fillSilence(check, { id, report: at, isPass: (report.silentPasses ?? []).includes(id) });
}

const worst = ['failed', 'not-checked', 'passed', 'nothing'] as const;

/** Rows by check and resource, as they are filled. */
class Table {
  readonly #resources: ReadonlyMap<string, readonly Resource[]>;
  readonly #failures: ReadonlyMap<string, readonly CheckFinding[]>;
  readonly #rows = new Map<string, { row: Omit<CheckRow, 'theirs'>; words: Map<number, CheckWord> }>();

  constructor(resources: readonly Resource[], failures: readonly CheckFinding[]) {
    this.#resources = Map.groupBy(resources, ({ identity }) => `${identity.kind}/${identity.name}`);
    this.#failures = Map.groupBy(failures, ({ check, resource }) => `${check} ${keyOf(resource)}`);
  }

  /** Of several words of one report on a row, as of several containers, the worst counts. */
  say(check: string | null, outcome: CheckOutcome, report: number): void {
    if (!outcome.resource) return;
    const found = this.#find(outcome.resource);
    const place = this.#place(check, found ?? outcome.resource, found !== undefined, outcome.id);
    const old = place.words.get(report);
    if (old && worst.indexOf(old.says) <= worst.indexOf(outcome.outcome)) return;
    const { id, title, outcome: says } = outcome;
    place.words.set(report, { report, id, title, says, class: classOf(place.row.ours, says, found !== undefined) });
  }

  fillSilence(
    check: string,
    { id, report, isPass }: { readonly id: string; readonly report: number; readonly isPass: boolean },
  ): void {
    for (const [, [failure]] of this.#failures) {
      if (!failure || failure.check !== check) continue;
      const place = this.#place(check, failure.resource, true, id);
      if (place.words.has(report)) continue;
      const isLookedAt = isPass && isBuiltIn(failure.resource);
      const says = isLookedAt ? 'passed' : 'nothing';
      place.words.set(report, {
        report,
        id: isLookedAt ? id : null,
        title: '',
        says,
        class: classOf(place.row.ours, says, true),
      });
    }
  }

  rows(): readonly CheckRow[] {
    return [...this.#rows]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { row, words }]) => ({ ...row, theirs: [...words.values()].toSorted((a, b) => a.report - b.report) }));
  }

  #place(check: string | null, resource: ResourceIdentity | ScannedResource, isThere: boolean, id: string) {
    const key = `${check ?? `~${id}`} ${keyOf(resource)}`;
    const known = this.#rows.get(key);
    if (known) return known;
    const failures = check === null ? [] : (this.#failures.get(key) ?? []);
    const isOpen = failures.some(({ suppressedBy }) => suppressedBy === null);
    const ours = check === null || !isThere ? 'nothing' : isOpen ? 'failed' : failures.length > 0 ? 'suppressed' : 'passed';
    const made = { row: { resource, check, ours } as const, words: new Map<number, CheckWord>() };
    this.#rows.set(key, made);
    return made;
  }

  /** By kind and name, of what a Deployment made by the Deployment's; by namespace too where both say one. */
  #find({ kind, namespace, name }: ScannedResource): ResourceIdentity | undefined {
    const maker = kind === 'ReplicaSet' ? `Deployment/${name.replace(/-[a-z0-9]{1,10}$/, '')}` : '';
    const named = this.#resources.get(`${kind}/${name}`) ?? this.#resources.get(maker) ?? [];
    const inIt = named.find(({ identity, defaultNamespace }) => (identity.namespace ?? defaultNamespace ?? null) === namespace);
    const unsaid = named.filter(({ identity }) => namespace === null || identity.namespace === null);
    return (inIt ?? (unsaid.length === 1 ? unsaid[0] : undefined))?.identity;
  }
}

/** Whether Kubernetes itself defines a kind: tools that list failures only know no others. */
function isBuiltIn({ apiVersion }: ResourceIdentity): boolean {
  const group = apiVersion.slice(0, Math.max(0, apiVersion.lastIndexOf('/')));
  return !group.includes('.') || group.endsWith('.k8s.io');
}

function keyOf({ kind, namespace, name }: ScannedResource): string {
  return `${namespace ?? ''}/${kind}/${name}`;
}

function classOf(ours: CheckRow['ours'], says: CheckWord['says'], isThere: boolean): CheckClass {
  if (!isThere) return 'not-in-release';
  if (says === 'not-checked') return 'not-checked';
  const isOurs = ours === 'failed' || ours === 'suppressed';
  if (says === 'nothing') return 'only-ours';
  if (ours === 'nothing') return says === 'failed' ? 'only-theirs' : 'agreed';
  return isOurs === (says === 'failed') ? 'agreed' : 'judged-differently';
}
