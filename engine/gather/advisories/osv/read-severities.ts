import { readCvss } from '../../../formats/cvss/read-cvss.ts';
import { isObject, listOf, type Members, memberOf, membersOf, textOf } from '../../../formats/json/members.ts';
import { readSeverityWord } from '../../../formats/severity-word/read-severity-word.ts';
import type { SeverityStatement } from '../../../model/severity.ts';

/** Statements on severity, and what was wrong with them. */
export interface Severities {
  readonly severities: readonly SeverityStatement[];
  readonly faults: readonly string[];
}

/**
 * The `severity` list of a record or of one of its packages.
 *
 * in      database that publishes the record
 * out     a malformed vector is kept as text, without a score
 * source  osv-schema, "severity[] field"
 */
export function readSeverities(members: Members, source: string): Severities {
  const severities: SeverityStatement[] = [];
  const faults: string[] = [];
  for (const [index, entry] of listOf(members, 'severity').entries()) {
    const stated = isObject(entry) ? textOf(entry, 'score') : undefined;
    const rated = stated === undefined ? undefined : rate(stated.slice(0, 400), membersOf(entry), source);
    if (rated) severities.push(rated);
    if (!rated || (rated.score === undefined && rated.word === undefined))
      faults.push(`severity[${index}] is malformed: ${JSON.stringify(entry)?.slice(0, 160)}`);
  }
  return { severities, faults };
}

function rate(stated: string, entry: Members, source: string): SeverityStatement | undefined {
  if (!textOf(entry, 'type')?.startsWith('CVSS')) {
    const word = readSeverityWord(stated);
    return word && { source, word };
  }
  const rating = readCvss(stated);
  return rating ? { source, vector: stated, score: rating.score } : { source, vector: stated };
}

/**
 * Severity where a database states it outside the schema's own list; only asked where that list gave no rating.
 *
 * in      a record or one of its packages
 * source  GHSA and Bitnami `database_specific.severity`; Debian `ecosystem_specific.urgency`; RubySec `cvss_v4`, `cvss_v3`, `cvss_v2`
 */
export function readSpecificSeverity(members: Members, source: string): readonly SeverityStatement[] {
  const own = membersOf(memberOf(members, 'database_specific'));
  const ecosystem = membersOf(memberOf(members, 'ecosystem_specific'));
  const words = [textOf(own, 'severity'), textOf(ecosystem, 'severity'), textOf(ecosystem, 'urgency'), textOf(own, 'urgency')];
  const word = words.map((stated) => stated && readSeverityWord(stated)).find(Boolean);
  if (word) return [{ source, word }];
  const scores = ['cvss_v4', 'cvss_v3', 'cvss_v2'].map((name) => toScore(memberOf(own, name)));
  const score = scores.find((value) => value !== undefined);
  return score === undefined ? [] : [{ source, score }];
}

const titled: ReadonlySet<string> = new Set(['almalinux', 'rocky', 'redhat']);

/**
 * The word that Red Hat and the distributions rebuilt from it begin their summaries with: `Important: openssl security update`.
 */
export function readTitleSeverity(summary: string | undefined, source: string): readonly SeverityStatement[] {
  const [, stated] = /^([A-Za-z]{3,9}):\s/.exec(summary ?? '') ?? [];
  const word = stated && titled.has(source) ? readSeverityWord(stated) : undefined;
  return word ? [{ source, word }] : [];
}

function toScore(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const score = value === '' ? Number.NaN : Number(value);
  return score >= 0 && score <= 10 ? score : undefined;
}
