import type { Hardening } from '../../../model/hardening.ts';

/** Rows of each table that are shown. */
const shown = 25;

type Write = (headings: readonly string[], rows: readonly (readonly (string | number)[])[]) => string;

/** What the site itself says: what is passed over and by whom, what namespaces admit, what is known of the cluster's version. */
export function siteTables(hardening: Hardening, write: Write): string {
  return [suppressions(hardening, write), exceptions(hardening, write), namespaces(hardening, write), cves(hardening, write)]
    .filter(Boolean)
    .join('\n\n');
}

function suppressions({ checks }: Hardening, write: Write): string {
  const taken = checks.flatMap((finding) => (finding.suppression ? [{ ...finding, suppression: finding.suppression }] : []));
  const rows = taken.map(({ check, resource: { namespace, kind, name }, suppression: { by, owner, reason, expires } }) => [
    ...['passed over', check, [namespace, kind, name].filter(Boolean).join('/'), by, owner ?? '–', reason ?? '–', expires ?? '–'],
  ]);
  return rows.length === 0
    ? ''
    : cut(write(['', 'check', 'resource', 'by', 'owner', 'reason', 'until'], rows.slice(0, shown)), rows);
}

function exceptions({ exceptions = [] }: Hardening, write: Write): string {
  const rows = exceptions.map(({ id, state, places, owner, expires, file, line }) => [
    ...[id, state, places, owner, expires, `${file}:${line}`],
  ]);
  return rows.length === 0
    ? ''
    : cut(write(['exception', 'state', 'places', 'owner', 'until', 'where'], rows.slice(0, shown)), rows);
}

function namespaces({ namespaces = [] }: Hardening, write: Write): string {
  const rows = namespaces.map(({ namespace, workloads, policies }) => [
    namespace,
    workloads,
    ...policies.map(({ level, version, stated, refuses }) => {
      if (level === null) return 'not in the release';
      return stated ? `${level} ${version}: ${refuses.length} refused` : 'not stated';
    }),
  ]);
  return rows.length === 0 ? '' : cut(write(['namespace', 'workloads', 'enforce', 'audit', 'warn'], rows.slice(0, shown)), rows);
}

function cves({ clusterCves }: Hardening, write: Write): string {
  if (clusterCves === undefined) return '';
  if (clusterCves === null)
    return 'Known CVEs of Kubernetes: not judged, since the advisory database is not there or holds none of Kubernetes.';
  const { version, rows, judged, newestAt } = clusterCves;
  const about = `Kubernetes ${version}: ${rows.filter(({ verdict }) => verdict === 'affected').length} known CVEs, ${rows.filter(({ verdict }) => verdict === 'unknown').length} that nobody can tell of; ${judged} advisories were looked at, the newest of ${newestAt?.slice(0, 10) ?? 'no day'}.`;
  const lines = rows.map(({ id, component, severity, verdict, fixedIn }) => [
    severity,
    id,
    component,
    verdict,
    fixedIn.join(', ') || '–',
  ]);
  return lines.length === 0
    ? about
    : `${about}\n\n${cut(write(['severity', 'CVE', 'component', 'verdict', 'fixed in'], lines.slice(0, shown)), lines)}`;
}

function cut(text: string, rows: readonly unknown[]): string {
  return rows.length > shown ? `${text}\n… and ${rows.length - shown} more; --format json has them all` : text;
}
