import { toFindingPurl } from '../../formats/purl/to-finding-purl.ts';
import type { Finding } from '../../model/finding.ts';
import type { InstalledPackage } from '../../model/package.ts';
import type { Release, ReleaseImage } from '../../model/release.ts';
import { type Effect, type Weights, weigh } from './effect.ts';
import { findUpgrade, upgraded } from './upgrade.ts';

/** Judges images as the release was judged. */
export type Judge = (images: readonly ReleaseImage[]) => readonly Finding[];

/** A package of an image with findings, and what can be done about them. */
export interface Affected {
  readonly image: ReleaseImage;
  readonly item: InstalledPackage;
  readonly findings: readonly Finding[];
  /** Undefined where no newer version takes more away than it brings. */
  readonly upgrade?: {
    readonly version: string;
    /** What the new version takes away and brings, by matching it again. */
    readonly effect: Effect;
    /** What is found in the new version. */
    readonly left: readonly Finding[];
  };
}

/**
 * What raising each package of a release would do.
 *
 * in      a release with its findings; how it was judged
 * out     every unsuppressed finding is of exactly one package
 * cost    one matching of as many packages as could be raised
 */
export function findEffects(release: Release, judge: Judge, weights: Weights): readonly Affected[] {
  const open = release.findings.filter(({ suppressedBy }) => suppressedBy === undefined || suppressedBy === null);
  const findingsOf = byImageAndPackage(open);
  const subjects = release.images.flatMap((image) => subjectsOf(image, findingsOf(image)));
  const raised = Map.groupBy(
    subjects.filter(({ version }) => version !== undefined),
    ({ image }) => image,
  );
  const leftOf = byImageAndPackage(
    judge(
      [...raised].map(([image, of]) => ({ ...image, packages: of.map(({ item, version }) => upgraded(item, version ?? '')) })),
    ),
  );
  return subjects.map(({ version, ...affected }) => {
    if (version === undefined) return affected;
    const { image, item, findings } = affected;
    const left = leftOf(image).get(toFindingPurl(upgraded(item, version).purl)) ?? [];
    const effect = compare(findings, left);
    return weigh(effect, weights) > 0 ? { ...affected, upgrade: { version, effect, left } } : affected;
  });
}

type ByPackage = ReadonlyMap<string, readonly Finding[]>;

/** Findings by image and platform, and there by the purl that they are counted by. */
function byImageAndPackage(findings: readonly Finding[]): (image: ReleaseImage) => ByPackage {
  const keyOf = (image: string, platform: string) => `${image}\n${platform}`;
  const byImage = Map.groupBy(findings, ({ image, platform }) => keyOf(image, platform));
  const byPackage = new Map([...byImage].map(([key, of]) => [key, Map.groupBy(of, ({ purl }) => purl)]));
  return ({ reference, platform }) => byPackage.get(keyOf(reference, platform)) ?? new Map();
}

function subjectsOf(image: ReleaseImage, byPackage: ByPackage) {
  const items = Map.groupBy(image.packages, ({ purl }) => toFindingPurl(purl));
  return [...items].flatMap(([purl, [item]]) => {
    const findings = byPackage.get(purl);
    return item && findings ? [{ image, item, findings, version: findUpgrade(item, findings) }] : [];
  });
}

function compare(before: readonly Finding[], after: readonly Finding[]): Effect {
  const [was, is] = [before, after].map((findings) => new Set(findings.map(({ vulnerability }) => vulnerability)));
  return {
    removes: before.filter(({ vulnerability }) => !is?.has(vulnerability)),
    adds: after.filter(({ vulnerability }) => !was?.has(vulnerability)),
  };
}
