import { databaseOfId } from '../../formats/vulnerability-id/vulnerability-id.ts';
import type { Finding } from '../../model/finding.ts';
import type { Release } from '../../model/release.ts';
import type { Severity } from '../../model/severity.ts';
import type { Totals } from '../../model/totals.ts';
import { describeCoverage, sumOf } from './describe.ts';
import { describeFinding, describeFix } from './describe-finding.ts';
import { findingFingerprint } from './finding-fingerprint.ts';
import { createPlaces, type FindingPlace } from './finding-places.ts';
import { groupGaps } from './group-gaps.ts';
import { packageTitle } from './package-title.ts';
import { severityScore, statedScore } from './severity-score.ts';
import { vulnerabilityLink } from './vulnerability-link.ts';

/** GitLab takes no more of one vulnerability. */
const mostIdentifiers = 20;

const words: Readonly<Record<Severity, string>> = {
  CRITICAL: 'Critical',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  UNKNOWN: 'Unknown',
};

/**
 * Findings as GitLab's container scanning report.
 *
 * in      a release with its totals, and those of its findings that are told
 * source  GitLab, security report schemas 15.0.7, container-scanning-report-format.json
 */
export function toGitlabReport(release: Release, findings: readonly Finding[], totals?: Pick<Totals, 'suppressed'>): object {
  const findPlace = createPlaces(release);
  const program = { id: 'plimsoll', name: 'Plimsoll', vendor: { name: 'Plimsoll' }, version: release.engine };
  const at = release.now.replace(/(\.\d+)?Z$/, '');
  const seen = new Map<string, number>();
  return {
    version: '15.0.7',
    scan: {
      analyzer: program,
      scanner: program,
      type: 'container_scanning',
      start_time: at,
      end_time: at,
      status: 'success',
      messages: toMessages(release, totals),
    },
    vulnerabilities: findings.map((finding) => {
      const place = findPlace(finding);
      const print = findingFingerprint(finding, place.declared);
      const number = (seen.get(print) ?? 0) + 1;
      seen.set(print, number);
      return toVulnerability(finding, place, `${print.slice(0, 40)}-${number}`);
    }),
    remediations: [],
  };
}

function toMessages(release: Release, totals: Pick<Totals, 'suppressed'> | undefined): readonly object[] {
  const suppressed = totals ? sumOf(totals.suppressed) : 0;
  const { coverage, gaps } = release;
  const message = (level: 'info' | 'warn', value: string) => ({ level, value });
  return [
    message(coverage.expected > coverage.read ? 'warn' : 'info', describeCoverage(release)),
    ...(suppressed > 0 ? [message('info', `Left out, since a statement or exception takes them out: ${suppressed}`)] : []),
    ...groupGaps(gaps).map(({ code, count, examples }) => message('warn', `${code} × ${count}: ${examples.join('; ')}`)),
  ];
}

function toVulnerability(finding: Finding, place: FindingPlace, id: string): object {
  const { vulnerability, aliases, severity, purl } = finding;
  const { name, version } = packageTitle(purl);
  const ids = [vulnerability, ...aliases].slice(0, mostIdentifiers);
  const score = severityScore(finding);
  return {
    id,
    name: `${vulnerability} in ${name}`.slice(0, 255),
    description: harmless([`${describeFinding(finding)}.`, ...(finding.why ?? [])].join(' ')),
    severity: words[severity],
    solution: harmless(
      finding.state === 'fixed' && finding.fixedIn.length > 0
        ? `Upgrade ${name}: ${describeFix(finding)}.`
        : `${describeFix(finding)}.`,
    ),
    identifiers: ids.map((each) => ({ type: databaseOfId(each), name: each, value: each, url: vulnerabilityLink(each) })),
    links: [{ url: vulnerabilityLink(vulnerability) }],
    location: locationOf(finding, place, { name, version }),
    details: detailsOf(finding, place, score),
  };
}

function locationOf(
  { image }: Finding,
  { image: read }: FindingPlace,
  item: { readonly name: string; readonly version: string },
): object {
  const distribution = read?.distribution;
  return {
    dependency: { package: { name: item.name }, version: item.version },
    operating_system: distribution ? [distribution.id, distribution.versionId ?? ''].join(' ').trim() : 'unknown',
    image,
  };
}

function detailsOf(finding: Finding, { declared, occurrence }: FindingPlace, score: number | undefined): object {
  const text = (name: string, value: string) => ({ name, type: 'text', value });
  const stated = finding.severities.flatMap((one) => statedScore(one) ?? []);
  return {
    purl: text('Package URL', finding.purl),
    platform: text('Platform', finding.platform),
    ...(score !== undefined && stated.includes(score) && { score: text('CVSS', score.toFixed(1)) }),
    ...(finding.priority && { priority: text('Priority', finding.priority) }),
    ...(declared && declared.owners.length > 0 && { owners: text('Owners', declared.owners.join(', ')) }),
    ...(occurrence && {
      declared: {
        name: 'Declared in',
        type: 'file-location',
        file_name: occurrence.file,
        line_start: Math.max(1, occurrence.line),
      },
    }),
  };
}

/** GitLab shows these texts as Markdown: links, images and tags in them stay text. */
function harmless(text: string): string {
  return text.replace(/[\\[\]<`]/g, '\\$&');
}
