import type { Finding } from '../../../model/finding.ts';
import type { VulnerabilityHistory } from '../../../model/history.ts';
import { type Severity, severities } from '../../../model/severity.ts';
import type { HistoricRelease } from './to-history.ts';

/** The life of each vulnerability that any of the releases holds, by what is known now or was known then. */
export function traceVulnerabilities(releases: readonly HistoricRelease[]): readonly VulnerabilityHistory[] {
  const published = publishedDays(releases);
  const traces = new Map<string, Trace>();
  for (const [index, { release, asKnownNow }] of releases.entries()) {
    for (const finding of asKnownNow) note(traces, finding, 'held', index);
    for (const finding of release.findings) note(traces, finding, 'seen', index);
  }
  return [...traces]
    .map(([vulnerability, trace]) => describe(vulnerability, trace, releases, published.get(vulnerability)))
    .toSorted(openFirst);
}

/** Indexes of releases: by what is known now, and by what the records said. */
interface Trace {
  readonly held: Set<number>;
  readonly seen: Set<number>;
  severity: Severity;
}

function note(traces: Map<string, Trace>, finding: Finding, where: 'held' | 'seen', index: number): void {
  if (finding.suppressedBy !== undefined && finding.suppressedBy !== null) return;
  const trace = traces.get(finding.vulnerability) ?? { held: new Set(), seen: new Set(), severity: 'UNKNOWN' };
  trace[where].add(index);
  if (severities.indexOf(finding.severity) < severities.indexOf(trace.severity)) trace.severity = finding.severity;
  traces.set(finding.vulnerability, trace);
}

function describe(
  vulnerability: string,
  { held, seen, severity }: Trace,
  releases: readonly HistoricRelease[],
  publishedAt: string | undefined,
): VulnerabilityHistory {
  const present = [...held.union(seen)].toSorted((a, b) => a - b);
  const versionOf = (index: number | undefined) => (index === undefined ? undefined : releases[index]?.release.version);
  const [introduced = 0] = present;
  const last = present.at(-1) ?? 0;
  const fixed = last + 1 < releases.length ? last + 1 : undefined;
  const reopened = present.filter((index, at) => at > 0 && present[at - 1] !== index - 1);
  return {
    vulnerability,
    severity,
    publishedAt: publishedAt ?? null,
    introducedIn: versionOf(introduced) ?? '',
    firstSeen: versionOf([...seen].toSorted((a, b) => a - b)[0]) ?? null,
    fixedIn: versionOf(fixed) ?? null,
    reopenedIn: reopened.flatMap((index) => versionOf(index) ?? []),
    daysToFix:
      fixed === undefined
        ? null
        : daysBetween(latest(releases[introduced]?.release.now, publishedAt), releases[fixed]?.release.now),
  };
}

/** Nobody can fix what is not published, nor what is not shipped yet. */
function latest(one = '', other = ''): string {
  return one > other ? one : other;
}

function daysBetween(from: string, to: string | undefined): number | null {
  const days = (Date.parse(to ?? '') - Date.parse(from)) / 86_400_000;
  return Number.isNaN(days) ? null : Math.max(0, Math.round(days));
}

function publishedDays(releases: readonly HistoricRelease[]): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  for (const { release } of releases) {
    for (const { id, aliases, publishedAt } of release.knowledge.advisories) {
      if (publishedAt === undefined) continue;
      for (const name of [id, ...aliases]) {
        const known = days.get(name);
        if (known === undefined || publishedAt < known) days.set(name, publishedAt);
      }
    }
  }
  return days;
}

function openFirst(a: VulnerabilityHistory, b: VulnerabilityHistory): number {
  return (
    Number(a.fixedIn !== null) - Number(b.fixedIn !== null) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (a.vulnerability < b.vulnerability ? -1 : 1)
  );
}
