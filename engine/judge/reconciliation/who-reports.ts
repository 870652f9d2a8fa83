import type { Claim, EngineComparison, Reported } from '../../model/reconciliation.ts';

/**
 * Who reports what, over every comparison with one base: a claim that both sides of a pair make is one row.
 *
 * out     ordered by image, package, vulnerability; claims that are set aside are not reported
 */
export function whoReports(base: string, comparisons: readonly EngineComparison[]): readonly Reported[] {
  const rows = new Map<string, { readonly row: Omit<Reported, 'by'>; readonly by: Map<string, Claim> }>();
  for (const { engine, claims } of comparisons) {
    for (const { image, package: item, vulnerability, base: own, other } of claims) {
      const key = [image, item.type ?? '', item.name, item.version ?? '', vulnerability].join('\n');
      const found = rows.get(key) ?? { row: { image, package: item, vulnerability }, by: new Map<string, Claim>() };
      if (own && own.suppressed === undefined) found.by.set(base, own);
      if (other && other.suppressed === undefined) found.by.set(engine, other);
      rows.set(key, found);
    }
  }
  const order = [base, ...comparisons.map(({ engine }) => engine)];
  return [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { row, by }]) => ({
      ...row,
      by: [...by]
        .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
        .map(([engine, { severity, state }]) => ({ engine, severity, state })),
    }));
}
