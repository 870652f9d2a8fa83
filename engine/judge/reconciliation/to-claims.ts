import type { Claim, ClaimedPackage } from '../../model/reconciliation.ts';
import type { ScannedPackage, ScanRow } from '../../model/scan.ts';
import { severities } from '../../model/severity.ts';
import { plainVersion } from './same-package.ts';

/** Which vulnerabilities some ids are about; `judge/findings` knows. */
export type ResolveIds = (statement: {
  readonly id: string;
  readonly aliases: readonly string[];
}) => readonly { readonly vulnerability: string }[];

/**
 * What rows of a report claim, each vulnerability and package once.
 *
 * in      rows of one image; those that the report keeps apart count as set aside
 * out     ordered by package and vulnerability; rows that name no vulnerability or no package claim nothing
 */
export function toClaims(rows: readonly ScanRow[], ignored: readonly ScanRow[], resolve: ResolveIds): readonly Claim[] {
  const all = [
    ...rows.flatMap((row) => claimsOf(row, resolve)),
    ...ignored.flatMap((row) => claimsOf({ ...row, suppressed: row.suppressed ?? 'ignored' }, resolve)),
  ];
  return mergeClaims(all);
}

/** Claims on one vulnerability of one package as one: the highest severity, every fix, set aside only where all of them are. */
export function mergeClaims(claims: readonly Claim[]): readonly Claim[] {
  const groups = Map.groupBy(claims, keyOf);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => merge(group));
}

/** A package as it is compared. */
export function toClaimedPackage({ type, name, version, source }: ScannedPackage): ClaimedPackage {
  return { ...(type && { type }), name, ...(version !== undefined && { version }), ...(source && { source }) };
}

function claimsOf(row: ScanRow, resolve: ResolveIds): readonly Claim[] {
  return row.vulnerabilities.flatMap((named) =>
    resolve(named).flatMap(({ vulnerability }) =>
      row.packages.map((item) => ({
        vulnerability,
        ids: [...new Set([named.id, ...named.aliases])].toSorted(),
        package: toClaimedPackage(item),
        severity: row.severity,
        state: row.state,
        fixedIn: row.fixedIn,
        ...(row.suppressed !== undefined && { suppressed: row.suppressed }),
      })),
    ),
  );
}

function keyOf({ package: item, vulnerability }: Claim): string {
  return [item.type ?? '', item.name.toLowerCase(), plainVersion(item.version ?? ''), vulnerability].join('\n');
}

function merge(group: readonly Claim[]): Claim {
  const [first] = group;
  if (!first) throw new Error('a group without claims');
  if (group.length === 1) return first;
  const standing = group.filter(({ suppressed }) => suppressed === undefined);
  const counted = standing.length > 0 ? standing : group;
  const { suppressed: _, ...claim } = first;
  const states = ['fixed', 'wont-fix', 'not-fixed', 'unknown'] as const;
  const reason = standing.length > 0 ? undefined : first.suppressed;
  return {
    ...claim,
    ids: [...new Set(group.flatMap(({ ids }) => ids))].toSorted(),
    severity: severities.find((word) => counted.some(({ severity }) => severity === word)) ?? 'UNKNOWN',
    state: states.find((word) => counted.some(({ state }) => state === word)) ?? 'unknown',
    fixedIn: [...new Set(counted.flatMap(({ fixedIn }) => fixedIn))],
    ...(reason !== undefined && { suppressed: reason }),
  };
}
