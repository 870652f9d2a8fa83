import { type HistoricRelease, toHistory } from '../compare/releases/history/to-history.ts';
import { toHistogram } from '../compare/releases/statistics/histogram.ts';
import { countTotals, isUnsuppressed } from '../judge/findings/count-findings.ts';
import { findConcerned } from '../judge/triage/decisions/apply-decisions.ts';
import { summarizeDecisions } from '../judge/triage/decisions/summarize-decisions.ts';
import type { DecisionsSummary } from '../model/decision-judgement.ts';
import type { Finding } from '../model/finding.ts';
import type { LicenseFigures } from '../model/license-figures.ts';
import type { Plan } from '../model/plan.ts';
import type { Release } from '../model/release.ts';
import type { CountedFindings, CountedImage, Related, ReleaseHistogram } from '../tell/reports/related.ts';
import type { Report } from '../tell/reports/report.ts';
import { diffRecords } from './diff-records.ts';
import { judgeRecords } from './history-of-records.ts';
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
  /** Whether licenses are counted. */
  readonly licenses?: boolean;
  /** Version of Plimsoll that runs. */
  readonly engine: string;
}

/** A report with what it is to be set beside: each part is what the command of its name gives. */
export async function relateReport(report: Report, relations: Relations): Promise<Report> {
  const { release } = report;
  const { against, history = [], actions, engine } = relations;
  const records = [...history, ...(history.length > 0 && !history.some(isSame(release)) ? [release] : [])];
  const historic = records.length > 1 ? judgeRecords(records, engine) : [];
  const beside = recordsBeside(release, against ? [...records, against] : records);
  const plan = actions === undefined ? undefined : await planRecord(release, { limit: actions, withFindings: true });
  const decisions = (release.decisions?.length ?? 0) > 0 ? summarizeDecisions(release, {}) : undefined;
  const related: Related = {
    ...(against && { difference: diffRecords(against, release, engine) }),
    ...(historic.length > 0 && { history: toHistory(historic, countTotals) }),
    ...(plan && { plan }),
    ...(beside.length > 0 && { beside: beside.map(toReleaseHistogram) }),
    counted: [...listCounted({ against, beside, historic, plan }), ...listConcerned(release, decisions)],
    ...(relations.details && { details: toImageDetails(report) }),
    ...(relations.licenses && { licenses: await countLicenses(release) }),
    ...(decisions && { decisions }),
  };
  return { ...report, ...related };
}

/** What parses their expressions is only loaded where somebody asks. */
async function countLicenses({ images }: Release): Promise<LicenseFigures> {
  const { toLicenseFigures } = await import('../compare/releases/statistics/to-license-figures.ts');
  return toLicenseFigures(images);
}

function recordsBeside(release: Release, records: readonly Release[]): readonly Release[] {
  const others = new Map(records.filter((record) => !isSame(release)(record)).map((record) => [keyOf(record), record]));
  return [...others.values()].toSorted((a, b) => (a.now < b.now ? -1 : 1));
}

function toReleaseHistogram(record: Release): ReleaseHistogram {
  const { version, now, images, findings } = record;
  const references = [...new Set(images.map(({ reference }) => reference))];
  return { version, now, bins: toHistogram(findings.filter(isUnsuppressed), references), images: countImages(record) };
}

function countImages({ images, findings }: Release): readonly CountedImage[] {
  const counts = new Map<string, number>();
  for (const { image, platform } of findings.filter(isUnsuppressed))
    counts.set(`${image} ${platform}`, (counts.get(`${image} ${platform}`) ?? 0) + 1);
  return images.map(({ reference, platform, status }) => ({
    ...{ reference, platform, status },
    findings: counts.get(`${reference} ${platform}`) ?? 0,
  }));
}

interface Counted {
  readonly against: Release | undefined;
  readonly beside: readonly Release[];
  readonly historic: readonly HistoricRelease[];
  readonly plan: Plan | undefined;
}

function listCounted({ against, beside, historic, plan }: Counted): readonly CountedFindings[] {
  const of = (id: string, name: string, findings: readonly Finding[]) => ({
    id,
    name,
    findings: findings.filter(isUnsuppressed),
  });
  return [
    ...(against ? [of('old', against.version, against.findings)] : []),
    ...beside.map(({ version, findings }, index) => of(`beside-${index}`, version, findings)),
    ...historic.flatMap(({ release, asKnownNow }, index) => [
      of(`then-${index}`, `${release.version}, as known then`, release.findings),
      of(`now-${index}`, `${release.version}, as known now`, asKnownNow),
    ]),
    ...(plan?.unfixableFindings ? [of('unfixable', 'what no newer version is known to fix', plan.unfixableFindings)] : []),
  ];
}

function listConcerned(release: Release, summary: DecisionsSummary | undefined): readonly CountedFindings[] {
  if (!summary) return [];
  const decisions = summary.decisions.map(({ decision }) => decision);
  const concerned = findConcerned(release, decisions);
  return decisions.map((decision, index) => ({
    id: `decision-${index}`,
    name: `what ${decision.id} speaks of`,
    findings: (concerned.get(decision) ?? []).map(({ finding }) => finding),
  }));
}

function isSame(release: Release): (other: Release) => boolean {
  return (other) => keyOf(other) === keyOf(release);
}

function keyOf({ version, now, knowledge }: Release): string {
  return `${version}\n${now}\n${knowledge.snapshot?.id ?? ''}`;
}
