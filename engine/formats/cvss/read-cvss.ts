import cvss from 'ae-cvss-calculator';
import type { Severity } from '../../model/severity.ts';
import { severityOfScore } from './severity-of-score.ts';

/** A CVSS vector that could be read. */
export interface CvssRating {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  /** Base score, 0 to 10. */
  readonly score: number;
  readonly severity: Severity;
}

const longestVector = 400;
const metric = /^[A-Za-z]{1,3}:[A-Za-z]{1,5}$/;

/**
 * Base score and severity of a CVSS vector of version 2.0, 3.0, 3.1 or 4.0.
 *
 * in      as published; version 2 with or without parentheses
 * out     undefined when the vector is malformed, repeats a metric, or leaves a base metric out
 * cost    a vector that was asked for before is looked up
 * source  FIRST, CVSS 3.1 and 4.0, "Qualitative Severity Rating Scale"; NVD for version 2, which has no CRITICAL
 */
export function readCvss(vector: string): CvssRating | undefined {
  if (known.has(vector)) return known.get(vector);
  const rating = rate(vector);
  if (known.size >= mostKnown) known.clear();
  known.set(vector, rating);
  return rating;
}

/** A hundred thousand records share a few thousand vectors, and a score takes longer to work out than a record to be read. */
const known = new Map<string, CvssRating | undefined>();
const mostKnown = 20_000;

function rate(vector: string): CvssRating | undefined {
  const version = versionOf(vector);
  if (vector.length > longestVector || !isWellFormed(vector, version)) return undefined;
  const score = baseScoreOf(version === '2.0' ? vector.replace(/^\(|\)$/g, '') : vector, version);
  if (score === undefined) return undefined;
  return { version, score, severity: version === '2.0' && score >= 9 ? 'HIGH' : severityOfScore(score) };
}

function versionOf(vector: string): CvssRating['version'] {
  const [, stated] = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector) ?? [];
  return (stated as CvssRating['version'] | undefined) ?? '2.0';
}

function isWellFormed(vector: string, version: CvssRating['version']): boolean {
  const body = version === '2.0' ? vector.replace(/^\(|\)$/g, '') : vector.slice('CVSS:x.y/'.length);
  const metrics = body.split('/');
  const names = new Set(metrics.map((part) => part.split(':')[0]));
  return names.size === metrics.length && metrics.every((part) => metric.test(part));
}

function baseScoreOf(vector: string, version: CvssRating['version']): number | undefined {
  try {
    if (version === '4.0') {
      const four = new cvss.Cvss4P0(vector);
      return four.isBaseFullyDefined() ? four.calculateScores().baseMetricsOnly : undefined;
    }
    const earlier = version === '2.0' ? new cvss.Cvss2(vector) : new cvss[version === '3.0' ? 'Cvss3P0' : 'Cvss3P1'](vector);
    return earlier.isBaseFullyDefined() ? earlier.calculateScores().base : undefined;
  } catch {
    return undefined;
  }
}
