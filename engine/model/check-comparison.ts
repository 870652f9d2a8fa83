import type { ResourceIdentity } from './resource.ts';
import type { ScannedResource } from './scan.ts';

/** How our word on one resource and control, and another tool's, go together; one of them for each. */
export const checkClasses = [
  'agreed',
  'only-theirs',
  'only-ours',
  'judged-differently',
  'not-in-release',
  'not-checked',
] as const;

/** See `checkClasses`. `only-…`: the other one has no such check, or says nothing of the resource. */
export type CheckClass = (typeof checkClasses)[number];

/** One tool's word on a resource and a control. */
export interface CheckWord {
  /** Index in `CheckComparison.reports`. */
  readonly report: number;
  /** As the tool calls the control; null where it says nothing. */
  readonly id: string | null;
  readonly title: string;
  readonly says: 'failed' | 'passed' | 'not-checked' | 'nothing';
  readonly class: CheckClass;
}

/** A resource, a control, and who says what. */
export interface CheckRow {
  /** As the release has it; as the report names it where the release does not. */
  readonly resource: ResourceIdentity | ScannedResource;
  /** Id of our check; null where we have none that asks this. */
  readonly check: string | null;
  readonly ours: 'failed' | 'suppressed' | 'passed' | 'nothing';
  readonly theirs: readonly CheckWord[];
}

/** What a benchmark of a cluster says, counted. Nothing that is not checked is a pass. */
export interface Benchmark {
  /** Index in `CheckComparison.reports`. */
  readonly report: number;
  readonly passed: number;
  readonly failed: number;
  readonly notChecked: number;
  readonly failures: readonly { readonly id: string; readonly title: string; readonly subject: string }[];
}

/** How a control of a benchmark fares in the next report. */
export const benchmarkChanges = [
  'broken',
  'fixed',
  'no-longer-checked',
  'newly-checked',
  'added',
  'removed',
  'reworded',
] as const;

/** What changed of a benchmark between two reports; controls that say the same in both are counted. */
export interface BenchmarkChange {
  readonly before: number;
  readonly after: number;
  readonly unchanged: number;
  readonly changes: readonly {
    readonly change: (typeof benchmarkChanges)[number];
    readonly id: string;
    readonly title: string;
    readonly subject: string;
    /** The reports' own words; null where one does not have it. */
    readonly words: readonly [before: string | null, after: string | null];
  }[];
}

/** What other tools say of a release's hardening, beside our checks. */
export interface CheckComparison {
  readonly reports: readonly {
    readonly file: string;
    readonly tool: string;
    readonly version: string | null;
    /** Words of its rows by class. */
    readonly counts: Readonly<Record<CheckClass, number>>;
    /** Failures in what is no manifest, such as Dockerfiles, which are compared with nothing; absent where there are none. */
    readonly outside?: number;
  }[];
  /** Ordered by check and resource. */
  readonly rows: readonly CheckRow[];
  readonly benchmarks: readonly Benchmark[];
  /** Each benchmark's report beside the one before, in the order that they were given. */
  readonly changes: readonly BenchmarkChange[];
}
