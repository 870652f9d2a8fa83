import type { History, VulnerabilityHistory } from '../../../model/history.ts';
import { severities } from '../../../model/severity.ts';
import { plural } from '../describe.ts';
import { escapeMarkdown, markdownTable } from '../markdown-text.ts';
import { printable } from '../printable.ts';
import { table } from '../table.ts';

/** Vulnerabilities listed; the others are counted. */
const shownVulnerabilities = 15;

const figures = ['release', 'judged at', ...severities, 'as known now', 'critical or high now', 'images not read'];
const hardeningHeadings = [
  ...['release', 'workloads restricted', 'baseline', 'privileged'],
  ...['containers never root', 'could be', 'blocked', 'not known'],
  ...['checks failed CRITICAL', 'HIGH', 'MEDIUM', 'LOW'],
];
const lives = ['vulnerability', 'severity', 'introduced in', 'first seen', 'fixed in', 'days'];

/** Releases through time, as tables for a terminal. */
export function historyToText(history: History): string {
  const open = history.vulnerabilities.filter(({ fixedIn }) => fixedIn === null);
  const parts = [
    printable(`${history.product}: ${history.points.length} releases${toKnown(history)}`),
    table(figures, history.points.map(toFigures)),
    hardeningTable(history, table),
    ...breaks(history).map(printable),
    summary(history),
    table(lives, open.slice(0, shownVulnerabilities).map(toLife)),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** Releases through time, as a section for minutes or a release page. */
export function historyToMarkdown(history: History): string {
  const open = history.vulnerabilities.filter(({ fixedIn }) => fixedIn === null);
  const parts = [
    `## ${escapeMarkdown(`${history.product}${toKnown(history)}`)}`,
    markdownTable(figures, history.points.map(toFigures)),
    hardeningTable(history, markdownTable),
    ...breaks(history).map((text) => `- ${escapeMarkdown(text)}`),
    escapeMarkdown(summary(history)),
    markdownTable(lives, open.slice(0, shownVulnerabilities).map(toLife)),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** `plimsoll history -f json`. */
export function historyToJson(history: History): string {
  return `${JSON.stringify({ schema: 'plimsoll.history/v1', ...history }, undefined, 2)}\n`;
}

function toKnown({ knownAsOf }: History): string {
  return knownAsOf === undefined ? '' : `; "now" is ${knownAsOf.slice(0, 10)}`;
}

function toFigures({ version, now, asKnownThen, asKnownNow, unread }: History['points'][number]): (string | number)[] {
  const { CRITICAL, HIGH } = asKnownNow.findings;
  const all = severities.reduce((sum, severity) => sum + asKnownNow.findings[severity], 0);
  return [
    version,
    now.slice(0, 10),
    ...severities.map((severity) => asKnownThen.findings[severity]),
    all,
    CRITICAL + HIGH,
    unread,
  ];
}

/** Left out where no record holds resources; a record without them has no figures, not zeros. */
function hardeningTable({ points }: History, write: typeof markdownTable): string {
  if (!points.some(({ hardening }) => hardening)) return '';
  return write(hardeningHeadings, points.map(toHardening));
}

function toHardening({ version, hardening }: History['points'][number]): (string | number)[] {
  if (!hardening) return [version, ...hardeningHeadings.slice(1).map(() => '–')];
  const { podSecurity, nonRoot, checks } = hardening;
  return [
    ...[version, podSecurity.restricted, podSecurity.baseline, podSecurity.privileged],
    ...[nonRoot.enforced, nonRoot.ready + nonRoot['ready-with'], nonRoot.blocked, nonRoot.unknown],
    ...[checks.CRITICAL, checks.HIGH, checks.MEDIUM, checks.LOW],
  ];
}

function toLife({
  vulnerability,
  severity,
  introducedIn,
  firstSeen,
  fixedIn,
  daysToFix,
}: VulnerabilityHistory): (string | number)[] {
  return [vulnerability, severity, introducedIn, firstSeen ?? 'not yet', fixedIn ?? 'open', daysToFix ?? '–'];
}

function breaks({ points }: History): readonly string[] {
  return points.flatMap(({ version, breaks }) =>
    breaks.map((text) => `${version} is not measured like the release before it: ${text}`),
  );
}

function summary({ vulnerabilities }: History): string {
  const fixed = vulnerabilities.flatMap(({ daysToFix }) => daysToFix ?? []).toSorted((a, b) => a - b);
  const reopened = vulnerabilities.filter(({ reopenedIn }) => reopenedIn.length > 0).length;
  const open = vulnerabilities.length - fixed.length;
  const median = fixed[Math.floor(fixed.length / 2)];
  const took = median === undefined ? '' : `, half of them within ${median} ${plural(median, 'day')}`;
  return `${vulnerabilities.length} ${vulnerabilities.length === 1 ? 'vulnerability' : 'vulnerabilities'} in all: ${fixed.length} fixed${took}; ${open} open; ${reopened} came back`;
}
