import type { Finding } from '../../model/finding.ts';
import { type Severity, severities } from '../../model/severity.ts';
import { describeFix } from './describe-finding.ts';
import { describeSeverities } from './describe-severities.ts';
import { escapeMarkdown, markdownCode, markdownTable } from './markdown-text.ts';
import { packageTitle } from './package-title.ts';
import { sarifText } from './sarif-text.ts';
import { severityScore } from './severity-score.ts';
import { vulnerabilityLink } from './vulnerability-link.ts';

/** Help names this many packages of a vulnerability. */
const shownPackages = 20;

/** SARIF's level for a severity; what nobody rated may be anything. */
export function sarifLevel(severity: Severity): 'error' | 'warning' | 'note' {
  if (severity === 'CRITICAL' || severity === 'HIGH') return 'error';
  return severity === 'LOW' ? 'note' : 'warning';
}

/** One rule for each vulnerability among findings, in the order of its id. */
export function toSarifRules(findings: readonly Finding[]): readonly { readonly id: string }[] {
  const groups = [...Map.groupBy(findings, ({ vulnerability }) => vulnerability)];
  return groups.toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([id, members]) => toRule(id, members.toSorted(worstFirst)));
}

function worstFirst(a: Finding, b: Finding): number {
  const rank = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  return rank !== 0 ? rank : (severityScore(b) ?? 0) - (severityScore(a) ?? 0);
}

function toRule(id: string, members: readonly Finding[]) {
  const [worst] = members;
  if (!worst) return [];
  const packages = packagesOf(members);
  const names = [...new Set(packages.map(([name]) => name))];
  const more = packages.length > shownPackages ? `and ${packages.length - shownPackages} more` : '';
  const facts = factsOf(worst);
  const lines = packages.slice(0, shownPackages).map(([name, version, fix]) => `${name} ${version}: ${fix}`);
  const rows = packages.slice(0, shownPackages).map(([name, version, fix]) => [markdownCode(name), markdownCode(version), fix]);
  const score = severityScore(worst);
  return [
    {
      id,
      shortDescription: { text: sarifText(`${id} in ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and others' : ''}`) },
      fullDescription: { text: sarifText(facts.join(' ')) },
      helpUri: vulnerabilityLink(id),
      help: {
        text: sarifText([...facts, ...lines, ...(more ? [more] : [])].join('\n')),
        markdown: [
          escapeMarkdown(facts.join(' ')),
          markdownTable(['package', 'version', 'fix'], rows),
          ...(more ? [more] : []),
        ].join('\n\n'),
      },
      defaultConfiguration: { level: sarifLevel(worst.severity) },
      properties: {
        tags: ['security', 'vulnerability', ...(worst.cwes ?? []).map((cwe) => `external/cwe/${cwe.toLowerCase()}`)],
        ...(score !== undefined && { 'security-severity': score.toFixed(1) }),
        precision: 'high',
      },
    },
  ];
}

/** Name, version and fix of each distinct package, in the order of the names. */
function packagesOf(members: readonly Finding[]): readonly (readonly [name: string, version: string, fix: string])[] {
  const rows = members.map((finding) => {
    const { name, version } = packageTitle(finding.purl);
    return [name, version, describeFix(finding)] as const;
  });
  const distinct = new Map(rows.map((row) => [row.join('\n'), row]));
  return [...distinct].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function factsOf(worst: Finding): readonly string[] {
  const stated = describeSeverities(worst);
  const { severity, severityBy, aliases, exploited, kev, publishedAt } = worst;
  const by = severityBy === undefined ? '' : ` by ${severityBy}`;
  return [
    `Severity ${severity}${by}${stated === '' ? '' : ` (${stated})`}.`,
    ...(aliases.length > 0 ? [`Also known as ${aliases.join(', ')}.`] : []),
    ...(publishedAt === undefined ? [] : [`Published ${publishedAt.slice(0, 10)}.`]),
    ...(kev ? [`Known to be exploited${exploited ? ` since ${exploited.addedOn}` : ''}.`] : []),
  ];
}
