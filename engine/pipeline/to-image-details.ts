import { groupsOfImage, unknownImage } from '../compare/releases/statistics/finding-rows.ts';
import { findAges } from '../compare/releases/statistics/to-ages.ts';
import { countFindings, isUnsuppressed } from '../judge/findings/count-findings.ts';
import type { Finding } from '../model/finding.ts';
import { severities } from '../model/severity.ts';
import { createPlaces } from '../tell/reports/finding-places.ts';
import type { ImageDetails, ScoreRange } from '../tell/reports/related.ts';
import type { Report } from '../tell/reports/report.ts';
import { statedScore } from '../tell/reports/severity-score.ts';

/**
 * What lists of images show beside the figures, in the order of the report's images.
 *
 * cost    O(findings)
 */
export function toImageDetails({
  release,
  images,
  statistics,
}: Pick<Report, 'release' | 'images' | 'statistics'>): readonly ImageDetails[] {
  const byImage = Map.groupBy(release.findings.filter(isUnsuppressed), ({ image, platform }) => `${image} ${platform}`);
  const findPlace = createPlaces(release);
  const lives = new Map(statistics.lives.images.map((image) => [image.reference, image]));
  const ages = findAges(release);
  return images.map(({ reference, platform }) => {
    const { declared, image, occurrence } = findPlace({ image: reference, platform });
    const byVulnerability = Map.groupBy(byImage.get(`${reference} ${platform}`) ?? [], ({ vulnerability }) => vulnerability);
    const vulnerabilities = [...byVulnerability.values()].flatMap(worstOf);
    return {
      reference,
      platform,
      digest: image?.digest ?? null,
      components: declared?.components ?? [],
      groups: { ...(declared ? groupsOfImage(declared) : unknownImage), life: lives.get(reference)?.life ?? 'unread' },
      base: lives.get(reference) ?? null,
      declaredAt: occurrence ? [occurrence.file, occurrence.line].filter((part) => part !== undefined).join(':') : '',
      ageDays: ages.get(reference) ?? null,
      vulnerabilities: countFindings(vulnerabilities),
      fixable: countFindings(
        vulnerabilities.filter(({ vulnerability }) =>
          byVulnerability.get(vulnerability)?.every(({ state }) => state === 'fixed'),
        ),
      ),
      scores: rangeOf(vulnerabilities.flatMap(scoreOf)),
      identifiers: vulnerabilities.map(({ vulnerability }) => vulnerability),
    };
  });
}

/** Of the findings of one vulnerability, the one with the highest severity. */
function worstOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)).slice(0, 1);
}

/** The score of the source whose word the severity is, else of the first that gives one. */
function scoreOf({ severities: stated, severityBy }: Finding): readonly number[] {
  const ordered = stated.toSorted((a, b) => Number(b.source === severityBy) - Number(a.source === severityBy));
  return ordered.flatMap((statement) => statedScore(statement) ?? []).slice(0, 1);
}

function rangeOf(scores: readonly number[]): ScoreRange | null {
  if (scores.length === 0) return null;
  const sum = scores.reduce((all, score) => all + score, 0);
  return {
    lowest: scores.reduce((a, b) => Math.min(a, b)),
    highest: scores.reduce((a, b) => Math.max(a, b)),
    average: Math.round((100 * sum) / scores.length) / 100,
  };
}
