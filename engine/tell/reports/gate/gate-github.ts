import type { Finding } from '../../../model/finding.ts';
import type { GateVerdict } from '../../../model/gate.ts';
import type { Release } from '../../../model/release.ts';
import { describeFix } from '../describe-finding.ts';
import { createPlaces, type FindPlace } from '../finding-places.ts';
import { type Annotation, annotationCommand } from '../github-commands.ts';
import { escapeMarkdown, markdownCode, markdownTable } from '../markdown-text.ts';
import { describePackage } from '../package-title.ts';
import {
  describeCount,
  describeCoverageDemand,
  describeLicenseCount,
  describeVerdict,
  failedFindings,
} from './failed-findings.ts';

/** Findings that an annotation names; the step's summary and JSON have more. */
const shownInAnnotation = 5;
/** GitHub refuses a summary of more than 1 MiB. */
const shownInSummary = 500;

/** The gate's verdict as annotations of GitHub Actions: each demand that does not hold, then each image that speaks against it. */
export function gateToGithub(verdict: GateVerdict, release: Release): string {
  const findPlace = createPlaces(release);
  const annotations = [...demandAnnotations(verdict), ...imageAnnotations(verdict, findPlace), ...coverageAnnotations(verdict)];
  const closing: Annotation = { level: 'notice', title: 'gate', message: describeVerdict(verdict) };
  return [...annotations, closing].map(annotationCommand).join('');
}

/** The gate's verdict as a job summary for `$GITHUB_STEP_SUMMARY`. */
export function gateToGithubSummary(verdict: GateVerdict): string {
  const { product, version, against, rules, licenses, coverage } = verdict;
  const rows = [
    ...rules.map((judged) => [
      judged.passed ? 'yes' : '**no**',
      escapeMarkdown(judged.says),
      escapeMarkdown(describeCount(judged)),
    ]),
    ...(licenses ? [[licenses.passed ? 'yes' : '**no**', escapeMarkdown(licenses.says), describeLicenseCount(licenses)]] : []),
    [
      coverage.isAccepted ? 'yes' : '**open**',
      escapeMarkdown(describeCoverageDemand(verdict)),
      `${coverage.open.length} unread or undecided`,
    ],
  ];
  const table = ['| holds | demand | counted |', '| --- | --- | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  );
  const title = `## Gate of ${escapeMarkdown(product)} ${escapeMarkdown(version)}${against === null ? '' : `, against ${escapeMarkdown(against)}`}`;
  return `${[title, describeVerdict(verdict), table, findingTable(failedFindings(verdict))].filter(Boolean).join('\n\n')}\n`;
}

function demandAnnotations({ rules, licenses }: GateVerdict): readonly Annotation[] {
  const failed = rules.filter(({ passed }) => !passed);
  const at = ({ file, line }: { readonly file: string; readonly line: number }) => ({
    level: 'error' as const,
    title: 'gate',
    file,
    line,
  });
  return [
    ...failed.map((judged) => ({ ...at(judged.rule.place), message: `${judged.says}: ${describeCount(judged)}.` })),
    ...(licenses?.passed === false
      ? [{ ...at(licenses.policy.place), message: `${licenses.says}: ${describeLicenseCount(licenses)}.` }]
      : []),
  ];
}

function imageAnnotations(verdict: GateVerdict, findPlace: FindPlace): readonly Annotation[] {
  const groups = [...Map.groupBy(failedFindings(verdict), ({ image }) => image)];
  return groups.flatMap(([image, findings]) => {
    const [first] = findings;
    const occurrence = first && findPlace(first).occurrence;
    const shown = findings.slice(0, shownInAnnotation).map(briefly);
    const more = findings.length > shown.length ? [`and ${findings.length - shown.length} more`] : [];
    const place = occurrence && { file: occurrence.file, line: occurrence.line };
    return [{ level: 'error' as const, title: image, message: [...shown, ...more].join('\n'), ...place }];
  });
}

function coverageAnnotations({ coverage: { isAccepted, open } }: GateVerdict): readonly Annotation[] {
  if (isAccepted) return [];
  const shown = open.slice(0, shownInAnnotation).join(', ');
  const more = open.length > shownInAnnotation ? ` and ${open.length - shownInAnnotation} more` : '';
  return [{ level: 'warning', title: 'coverage', message: `Not read or not decided: ${shown}${more}` }];
}

function briefly(finding: Finding): string {
  return `${finding.vulnerability} (${finding.severity}) in ${describePackage(finding.purl)}: ${describeFix(finding)}`;
}

function findingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const rows = findings
    .slice(0, shownInSummary)
    .map((finding) => [
      finding.vulnerability.slice(0, 100),
      finding.severity,
      markdownCode(finding.image.slice(0, 300)),
      describePackage(finding.purl).slice(0, 200),
      describeFix(finding).slice(0, 200),
    ]);
  const more = findings.length > shownInSummary ? `\n\n… and ${findings.length - shownInSummary} more.` : '';
  return `${markdownTable(['vulnerability', 'severity', 'image', 'package', 'fix'], rows)}${more}`;
}
