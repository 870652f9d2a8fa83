import { findDistributionCycle, findProductCycle, isOver, type LifeCycle } from '../../formats/end-of-life/end-of-life.ts';
import type { KubernetesLife, LifeRow, LifeStatus } from '../../model/hardening.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { ReleaseImage } from '../../model/release.ts';

/**
 * Until when the distributions, runtimes and servers in images get security updates.
 *
 * in      images of a record; the time to judge at, ISO 8601
 * out     in the order of the images: the distribution, then runtimes by name and version. An image that was not read to
 *         the end has an unknown row beside what was seen of it. What a distribution installs has the distribution's updates and no row of its own.
 */
export function judgeLife(images: readonly ReleaseImage[], now: string): readonly LifeRow[] {
  return images.flatMap((image) => {
    const at = { image: image.reference, platform: image.platform };
    const rows = [...distributionRows(image, now), ...runtimeRows(image, now), ...(image.status === 'read' ? [] : [unread])];
    return rows.map((row) => ({ ...at, ...row }));
  });
}

/**
 * Until when a version of Kubernetes gets updates.
 *
 * in      minor version of Kubernetes 1; the time to judge at, ISO 8601
 */
export function judgeKubernetes(minor: number, now: string): KubernetesLife {
  const version = `v1.${minor}`;
  const found = findProductCycle('kubernetes', version);
  return { version, endsOn: found?.endsOn ?? null, status: statusOf(found, now) };
}

type Row = Omit<LifeRow, 'image' | 'platform'>;

const unread: Row = { kind: 'distribution', name: null, version: null, cycle: null, endsOn: null, status: 'unknown' };

function distributionRows({ distribution }: ReleaseImage, now: string): readonly Row[] {
  if (!distribution) return [];
  const found = findDistributionCycle(distribution);
  return [{ kind: 'distribution', name: distribution.id, version: distribution.versionId ?? null, ...lifeOf(found, now) }];
}

/** Of each release of a runtime one row, by the first package that has it: an image may hold a hundred Go programs. */
function runtimeRows(image: ReleaseImage, now: string): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const item of image.packages) {
    const name = productOf(item);
    const found = name !== undefined && !isMaintained(item, image) ? findProductCycle(name, item.version) : undefined;
    if (!name || !found) continue;
    const key = `${name} ${found.cycle}`;
    if (!rows.has(key)) rows.set(key, { kind: 'runtime', name, version: item.version, ...lifeOf(found, now) });
  }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const nuget = /^Microsoft\.(?:NETCore|AspNetCore)\.App(?:\.|$)/;

/** The product whose dates hold for a package, as the table of release cycles names it. */
function productOf({ type, name }: InstalledPackage): string | undefined {
  if (type === 'golang') return name === 'stdlib' ? 'go' : undefined;
  if (type === 'nuget') return nuget.test(name) ? 'dotnet' : undefined;
  if (type !== 'generic' && type !== 'bitnami') return undefined;
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last === 'jdk' ? undefined : last;
}

/** Whether the distribution keeps a package's files up to date, rather than the product's own makers through a repository of theirs. */
function isMaintained({ ownedBy }: InstalledPackage, { distribution }: ReleaseImage): boolean {
  if (ownedBy === null) return false;
  const version = ownedBy.slice(ownedBy.lastIndexOf('@') + 1).split('?')[0] ?? '';
  const codename = distribution?.codename;
  const isVendors =
    /pgdg|nodesource/.test(version) || (codename !== undefined && codename !== '' && version.includes(`~${codename}`));
  return !isVendors;
}

function lifeOf(found: LifeCycle | undefined, now: string): Pick<Row, 'cycle' | 'endsOn' | 'status'> {
  return { cycle: found?.cycle ?? null, endsOn: found?.endsOn ?? null, status: statusOf(found, now) };
}

function statusOf(found: LifeCycle | undefined, now: string): LifeStatus {
  if (!found) return 'unknown';
  return found.endsOn !== null && isOver(found.endsOn, now) ? 'ended' : 'supported';
}
