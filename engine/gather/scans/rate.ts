import { readCvss } from '../../formats/cvss/read-cvss.ts';
import { severityOfScore } from '../../formats/cvss/severity-of-score.ts';
import { readSeverityWord } from '../../formats/severity-word/read-severity-word.ts';
import { type Severity, type SeverityStatement, severities } from '../../model/severity.ts';

/** The severity of a report's word; UNKNOWN for words that are not in the table of `formats/severity-word`, and for none. */
export function rateWord(word: unknown): Severity {
  return (typeof word === 'string' ? readSeverityWord(word) : undefined) ?? 'UNKNOWN';
}

/** What a report says, or cites: vector, score and word may be missing; no statement where all are. A vector without a score gets it. */
export function state(
  source: string,
  { vector, score, word }: { vector?: string | undefined; score?: number | undefined; word?: string | undefined },
): readonly SeverityStatement[] {
  const known = word === undefined ? undefined : readSeverityWord(word);
  const stated = score !== undefined && score > 0 && score <= 10 ? score : undefined;
  const valid = stated ?? (vector === undefined ? undefined : readCvss(vector)?.score);
  if (vector === undefined && valid === undefined && known === undefined) return [];
  return [
    {
      source: source.toLowerCase(),
      ...(vector !== undefined && { vector }),
      ...(valid !== undefined && { score: valid }),
      ...(known && { word: known }),
    },
  ];
}

/**
 * The severity of statements, for reports that give no word of their own.
 *
 * out     the highest of the vectors that can be read, else of the scores, else of the words; UNKNOWN where there is none
 */
export function rateStatements(statements: readonly SeverityStatement[]): Severity {
  const rated = statements.flatMap(({ vector }) => (vector && readCvss(vector)?.severity) || []);
  const scored = statements.flatMap(({ score }) => (score === undefined ? [] : [severityOfScore(score)]));
  const worded = statements.flatMap(({ word }) => word ?? []);
  const found = [rated, scored, worded].find((words) => words.length > 0) ?? [];
  return severities.find((severity) => found.includes(severity)) ?? 'UNKNOWN';
}
