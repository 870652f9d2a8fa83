import { toStatistics } from '../compare/releases/statistics/to-statistics.ts';
import { judgeLife } from '../judge/hardening/judge-life.ts';
import { summarizeDecisions } from '../judge/triage/decisions/summarize-decisions.ts';
import type { Release } from '../model/release.ts';
import type { Related } from '../tell/reports/related.ts';
import type { Report } from '../tell/reports/report.ts';
import { diffRecords } from './diff-records.ts';
import { historyOfRecords } from './history-of-records.ts';
import { planRecord } from './plan-record.ts';
import { toImageDetails } from './to-image-details.ts';

/** What a report is to be set beside. */
export interface Relations {
  /** An older record. */
  readonly against?: Release;
  /** Records of the same product, in any order; the report's own is added where it is missing. */
  readonly history?: readonly Release[];
  /** Actions at most; absent: no plan is made. */
  readonly actions?: number;
  /** Whether images are described beyond their figures. */
  readonly details?: boolean;
  /** Version of Plimsoll that runs. */
  readonly engine: string;
}

/** A report with what it is to be set beside: each part is what the command of its name gives. */
export async function relateReport(report: Report, relations: Relations): Promise<Report> {
  const { release } = report;
  const { against, history = [], actions, engine } = relations;
  const records = [...history, ...(history.length > 0 && !history.some(isSame(release)) ? [release] : [])];
  const related: Related = {
    ...(against && { difference: diffRecords(against, release, engine) }),
    ...(records.length > 1 && { history: historyOfRecords(records, undefined) }),
    ...(actions !== undefined && { plan: await planRecord(release, actions) }),
    ...besideOf(release, against ? [...records, against] : records),
    ...(relations.details && { details: toImageDetails(report) }),
    ...((release.decisions?.length ?? 0) > 0 && { decisions: summarizeDecisions(release, {}) }),
  };
  return { ...report, ...related };
}

function besideOf(release: Release, records: readonly Release[]): Pick<Related, 'beside'> {
  const others = new Map(records.filter((record) => !isSame(release)(record)).map((record) => [keyOf(record), record]));
  if (others.size === 0) return {};
  const ordered = [...others.values()].toSorted((a, b) => (a.now < b.now ? -1 : 1));
  return {
    beside: ordered.map((record) => ({
      version: record.version,
      bins: toStatistics(record, judgeLife(record.images, record.now)).histogram,
    })),
  };
}

function isSame(release: Release): (other: Release) => boolean {
  return (other) => keyOf(other) === keyOf(release);
}

function keyOf({ version, now, knowledge }: Release): string {
  return `${version}\n${now}\n${knowledge.snapshot?.id ?? ''}`;
}
