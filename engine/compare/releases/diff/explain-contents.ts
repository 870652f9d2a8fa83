import type { Via } from '../../../model/difference.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import { getScheme } from '../../../versions/all.ts';
import type { ChangedImage, Explanation } from './explain-change.ts';
import type { KeyedChange } from './find-changes.ts';
import { packageOf } from './finding-key.ts';
import type { FindPackages } from './package-index.ts';

/** The part of what images hold in a change; undefined where the same content is read in another way. */
export function explainContents(
  { before, after }: KeyedChange,
  { was, is }: ChangedImage,
  find: FindPackages,
): Explanation | undefined {
  const finding = after ?? before;
  if (!finding) return undefined;
  if (!was) return { cause: 'image-added', subject: finding.image };
  if (!is) return { cause: 'image-removed', subject: finding.image };
  if (was.digest !== null && was.digest === is.digest) return undefined;
  const name = packageOf(finding.purl);
  return explainPackages(find(was, name), find(is, name), { was, is });
}

function explainPackages(
  old: readonly InstalledPackage[],
  now: readonly InstalledPackage[],
  images: { readonly was: ReleaseImage; readonly is: ReleaseImage },
): Explanation | undefined {
  const [first] = [...now, ...old];
  if (!first) return undefined;
  const by = { via: viaOf(first, images), ...baseOf(first, images) };
  const [from, to] = [newest(old), newest(now)];
  if (!from) return { cause: 'package-added', ...by, subject: `${first.name} ${versionsOf(now)}` };
  if (!to) return { cause: 'package-removed', ...by, subject: `${first.name} ${versionsOf(old)}` };
  const subject = `${first.name} ${versionsOf(old)} → ${versionsOf(now)}`;
  if (versionsOf(old) === versionsOf(now))
    return { cause: 'package-upgraded', ...by, subject: `${first.name}: ${distributions(images)}` };
  const isOlder = getScheme(to.scheme).compare(to.version, from.version) === 'before';
  return { cause: isOlder ? 'package-downgraded' : 'package-upgraded', ...by, subject };
}

/** The same version in another release of a distribution is judged by other advisories. */
function distributions({ was, is }: { readonly was: ReleaseImage; readonly is: ReleaseImage }): string {
  const name = ({ distribution }: ReleaseImage) =>
    distribution ? `${distribution.id} ${distribution.versionId ?? ''}`.trim() : 'no distribution';
  return `${name(was)} → ${name(is)}`;
}

function viaOf({ fromBase }: InstalledPackage, { was, is }: { readonly was: ReleaseImage; readonly is: ReleaseImage }): Via {
  if (fromBase) return 'base-image';
  return was.reference === is.reference ? 'application' : 'image-tag';
}

/** By its name without tag, since another tag of it is what changed. */
function baseOf({ fromBase }: InstalledPackage, { was, is }: { readonly was: ReleaseImage; readonly is: ReleaseImage }) {
  const { name, digest } = is.base ?? was.base ?? {};
  const base = name?.replace(/@.*$/, '').replace(/:[^:/]*$/, '') ?? digest;
  return fromBase && base ? { base } : {};
}

function versionsOf(packages: readonly InstalledPackage[]): string {
  return [...new Set(packages.map(({ version }) => version))].toSorted().join(', ');
}

function newest(packages: readonly InstalledPackage[]): InstalledPackage | undefined {
  return packages.reduce<InstalledPackage | undefined>(
    (best, one) => (best && getScheme(one.scheme).compare(one.version, best.version) !== 'after' ? best : one),
    undefined,
  );
}
