import type { Advisory } from '../../model/advisory.ts';
import type { Gap } from '../../model/reading.ts';
import { type AdvisoryHead, type AdvisorySource, findStatements } from './advisory-source.ts';

/** A source as it would have answered at a date, and what it could not tell about that. */
export interface DatedSource extends AdvisorySource {
  /** After matching: advisories that state no date of publication and counted all the same. */
  gaps(): readonly Gap[];
}

/**
 * Advisories as they stood at a date, as far as one snapshot can tell: one counts when it was published by then and not withdrawn by then.
 * What its ranges said then is not kept: they are those of the snapshot.
 *
 * in      an instant, ISO 8601 UTC
 * out     advisories without a date of publication count, and are told; so is the catalog of known exploited vulnerabilities by its dates,
 *         and predictions of later days are left out
 * gaps    advisory-undated: one for all of them
 */
export function evaluateAsOf(source: AdvisorySource, instant: string): DatedSource {
  const undated = new Set<string>();
  const find = (ecosystem: string, name: string) => source.find(ecosystem, name).flatMap((one) => atThatTime(one, instant) ?? []);
  const note = <Head extends AdvisoryHead>(head: Head): Head => {
    if (head.publishedAt === undefined) undated.add(head.id);
    return head;
  };
  return {
    snapshot: { ...source.snapshot, evaluatedAsOf: instant },
    ecosystems: source.ecosystems,
    ...(source.releases && { releases: source.releases }),
    find,
    findStatements: (ecosystem, name) =>
      findStatements(source, ecosystem, name).map((statement) => ({
        entries: (covers) => statement.entries(covers),
        read: () => withdrawEarly(note(statement.read()), instant),
      })),
    findRelated: (id) => (source.findRelated?.(id) ?? []).flatMap((one) => atThatTime(one, instant) ?? []),
    findExploited: (id) => onlyBy(source.findExploited(id), (entry) => entry.addedOn, instant),
    findPrediction: (id) => onlyBy(source.findPrediction(id), (entry) => entry.asOf ?? '', instant),
    ...(source.severityOrder && { severityOrder: source.severityOrder }),
    ...(source.findMetadata && { findMetadata: (id: string) => source.findMetadata?.(id) }),
    gaps: () => (undated.size > 0 && isAfter(source.snapshot.asOf, instant) ? [toGap(undated)] : []),
  };
}

function atThatTime(advisory: Advisory, instant: string): Advisory | undefined {
  const head = withdrawEarly(advisory, instant);
  return head.publishedAt !== undefined && isAfter(head.publishedAt, instant) ? undefined : head;
}

/** Not yet published is as if withdrawn: it affects nothing; a withdrawal that is still to come has not happened. */
function withdrawEarly<Head extends AdvisoryHead>(head: Head, instant: string): Head {
  const { withdrawnAt, publishedAt } = head;
  if (publishedAt !== undefined && isAfter(publishedAt, instant)) return { ...head, withdrawnAt: publishedAt };
  if (withdrawnAt === undefined || !isAfter(withdrawnAt, instant)) return head;
  const { withdrawnAt: _, ...rest } = head;
  return rest as Head;
}

function onlyBy<Entry>(entry: Entry | undefined, dateOf: (entry: Entry) => string, instant: string): Entry | undefined {
  return entry && !isAfter(dateOf(entry), instant) ? entry : undefined;
}

/** Instants are all in UTC, with or without fractions of a second; dates stand for their beginning. */
function isAfter(text: string, instant: string): boolean {
  return text.replace(/(\.\d+)?Z$/, '') > instant.replace(/(\.\d+)?Z$/, '');
}

function toGap(undated: ReadonlySet<string>): Gap {
  const some = [...undated].toSorted().slice(0, 3).join(', ');
  const more = undated.size > 3 ? ` and ${undated.size - 3} more` : '';
  return {
    code: 'advisory-undated',
    unit: 'judge/matches',
    detail: `${some}${more} state no date of publication, so that nobody can say whether they were known then; they count`,
  };
}
