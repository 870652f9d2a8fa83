import type { Distribution } from '../../model/distribution.ts';
import { distributions, products } from './life-cycles.ts';

/** A release cycle of a product: that of Debian 12.5 is `12`, of Node.js 22.4.1 `22`, of Python 3.12.1 `3.12`. */
export interface LifeCycle {
  readonly cycle: string;
  /** ISO date, the last with security updates; null where it has them and no end is announced. */
  readonly endsOn: string | null;
}

const [distributionCycles, productCycles] = [distributions, products].map(
  (table) =>
    new Map(
      table.map(
        ([name, cycles]) => [name, new Map(cycles.split(' ').map((row) => row.split('=', 2) as [string, string]))] as const,
      ),
    ),
);

/** Minor version of the newest Kubernetes 1 whose dates are known. */
export const newestKubernetesMinor = Math.max(
  ...[...(productCycles?.get('kubernetes')?.keys() ?? [])].map((cycle) => Number(cycle.split('.')[1])),
);

/**
 * The release cycle that a version of a distribution belongs to.
 *
 * in      `versionId` with or without the parts that releases are not told apart by: `11.7`, `3.18.4`, `9.3`
 * out     undefined for rolling distributions and releases that are not known
 */
export function findDistributionCycle({ id, versionId }: Distribution): LifeCycle | undefined {
  return findCycle(distributionCycles?.get(id), versionId);
}

/**
 * The release cycle that a version of Kubernetes, a runtime or a server belongs to.
 *
 * in      product as catalogers name it; version as stated: `v1.31`, `17.0.9+9`, `1.8.0_392`
 * out     undefined where the product or its cycle is not known
 */
export function findProductCycle(product: string, version: string): LifeCycle | undefined {
  return findCycle(productCycles?.get(product), version);
}

/** Java 8 calls itself 1.8.0, as all before 9 did. */
const oldJava = /^1\.([5-8])\.0_/;

function findCycle(cycles: ReadonlyMap<string, string> | undefined, version: string | undefined): LifeCycle | undefined {
  const [, stated] = /^v?(\d+(?:\.\d+)*)/.exec(version?.replace(oldJava, '$1.') ?? '') ?? [];
  if (!cycles || stated === undefined) return undefined;
  const parts = stated.split('.');
  for (let length = parts.length; length > 0; length--) {
    const cycle = parts.slice(0, length).join('.');
    const day = cycles.get(cycle);
    if (day !== undefined) return { cycle, endsOn: day === '-' ? null : day };
  }
  return undefined;
}

/**
 * The day on which security updates of a distribution's release end; what is found after it has no advisory.
 *
 * out     an ISO date; undefined for rolling distributions and releases that are not known
 */
export function findEndOfLife(distribution: Distribution): string | undefined {
  return findDistributionCycle(distribution)?.endsOn ?? undefined;
}

/** Whether a day is over at an instant: the last day with updates still has them. */
export function isOver(day: string, instant: string): boolean {
  return instant.slice(0, 10) > day;
}

/** Whether security updates of a release had ended at an instant. */
export function hasEnded(distribution: Distribution, instant: string): boolean {
  const day = findEndOfLife(distribution);
  return day !== undefined && isOver(day, instant);
}
