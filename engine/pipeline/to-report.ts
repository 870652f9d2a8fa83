import { toStatistics } from '../compare/releases/statistics/to-statistics.ts';
import { countFindings, countTotals, isUnsuppressed } from '../judge/findings/count-findings.ts';
import { judgeLife } from '../judge/hardening/judge-life.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { severities } from '../model/severity.ts';
import type { ImageFigures, Report } from '../tell/reports/report.ts';
import { triageRecord } from './triage/triage-record.ts';
import { toPrioritized, triageFindings } from './triage/triage-release.ts';

/**
 * A release with its figures: every one a count over its findings, the parts summing to the whole.
 *
 * out     findings have the priorities that triage gives them now, whatever an older record says
 * faults  throws a bug when the parts do not sum to the whole
 */
export function toReport(stated: Release): Report {
  const triaged = triageFindings(stated);
  const isTriaged = triaged.every(({ finding, priority }) => finding.priority === priority);
  const release = isTriaged ? stated : { ...stated, findings: triaged.map(toPrioritized) };
  const toFigures = figuresOf(release);
  const images = release.images.map(toFigures).toSorted(worstFirst);
  const totals = countTotals(release.findings, new Set(release.images.map(({ reference }) => reference)).size);
  for (const severity of severities) {
    const parts = images.reduce((sum, image) => sum + image.findings[severity], 0);
    const whole = totals.findings[severity];
    if (parts !== whole) throw new Error(`${severity}: the images sum to ${parts}, the release counts ${whole}`);
  }
  return {
    release,
    totals,
    images,
    statistics: toStatistics(release, judgeLife(release.images, release.now)),
    triage: triageRecord(release, shownFirst, triaged),
  };
}

const shownFirst = { priorities: [], limit: 10 } as const;

function figuresOf(release: Release): (image: ReleaseImage) => ImageFigures {
  const owners = new Map(release.inventory.images.map((image) => [image.reference, image.owners]));
  const undecided = new Set(release.undecided.map(({ purl }) => purl));
  const byImage = Map.groupBy(release.findings, ({ image, platform }) => `${image} ${platform}`);
  return ({ reference, platform, status, packages }) => {
    const all = byImage.get(`${reference} ${platform}`) ?? [];
    const findings = all.filter(isUnsuppressed);
    return {
      reference,
      platform,
      status,
      owners: owners.get(reference) ?? [],
      packages: packages.length,
      undecided: packages.filter(({ purl }) => undecided.has(purl)).length,
      findings: countFindings(findings),
      fixable: countFindings(findings.filter(({ state }) => state === 'fixed')),
      suppressed: countFindings(all.filter((finding) => !isUnsuppressed(finding))),
    };
  };
}

function worstFirst(a: ImageFigures, b: ImageFigures): number {
  for (const severity of severities) {
    const difference = b.findings[severity] - a.findings[severity];
    if (difference !== 0) return difference;
  }
  return a.reference < b.reference ? -1 : a.reference > b.reference ? 1 : 0;
}
