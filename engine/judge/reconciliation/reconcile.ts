import {
  type Agreement,
  type ClassCounts,
  type ComparedClaim,
  type DisagreementClass,
  disagreementClasses,
  type EngineComparison,
} from '../../model/reconciliation.ts';
import { type AskedSide, classify } from './classify.ts';
import { createPackageIndex } from './package-index.ts';
import { type Pair, pairClaims } from './pair-claims.ts';
import type { Evidence, Side, SideImage } from './side.ts';

/**
 * Two engines beside each other, image by image: what both claim, what one claims, and one class for every difference.
 *
 * in      images of both sides have the same names; those that only one side has are left out
 * out     claims that both sides set aside, or one does and the other does not make, are no findings and left out
 * faults  throws a bug when the classes do not sum to the disagreement
 * cost    O(claims + packages)
 */
export function reconcile(base: Side, other: Side, evidence: Evidence): EngineComparison {
  const images = Map.groupBy(base.images, ({ image }) => image);
  const shared = other.images.flatMap((image) => {
    const [own] = images.get(image.image) ?? [];
    return own ? [{ own, image }] : [];
  });
  const claims = shared
    .flatMap(({ own, image }) => compareImage({ base: ask(base, own), other: ask(other, image), evidence }))
    .toSorted(compareClaims);
  const ecosystems = [...Map.groupBy(claims, ({ ecosystem }) => ecosystem)].toSorted(([a], [b]) => compareTexts(a, b));
  const comparison = {
    engine: other.engine,
    version: other.version,
    databaseAt: other.databaseAt,
    reports: other.files,
    images: [...new Set(shared.map(({ own }) => own.image))].toSorted(),
    ...measure(claims),
    ecosystems: ecosystems.map(([ecosystem, list]) => ({ ecosystem, ...measure(list) })),
    classes: countClasses(claims),
    claims,
  };
  checkSums(comparison);
  return comparison;
}

function ask(side: Side, image: SideImage): AskedSide {
  return { side, image, index: createPackageIndex(image) };
}

interface Compared {
  readonly base: AskedSide;
  readonly other: AskedSide;
  readonly evidence: Evidence;
}

function compareImage(sides: Compared): readonly ComparedClaim[] {
  const pairs = pairClaims(sides.base.image.claims, sides.other.image.claims);
  return pairs.filter(isFinding).map((pair) => toCompared(pair, sides));
}

/** Whether somebody holds it to be one. */
function isFinding({ base, other }: Pair): boolean {
  return [base, other].some((claim) => claim !== null && claim.suppressed === undefined);
}

function toCompared(pair: Pair, { base, other, evidence }: Compared): ComparedClaim {
  const claim = pair.base ?? pair.other;
  if (!claim) throw new Error('a pair without claims');
  const classed =
    pair.base && pair.other
      ? classify({ kind: 'pair', ...pair, names: [base.side.engine, other.side.engine] })
      : classify({ kind: 'lone', claim, says: pair.base ? base : other, silent: pair.base ? other : base, evidence });
  return {
    image: base.image.image,
    ecosystem: pair.base?.package.type ?? pair.other?.package.type ?? 'unknown',
    package: claim.package,
    vulnerability: claim.vulnerability,
    base: pair.base,
    other: pair.other,
    class: classed?.class ?? null,
    why: classed?.why ?? '',
  };
}

/** How far two engines agree over some claims; every claim is in one of `both`, `onlyBase`, `onlyOther`. */
function measure(claims: readonly ComparedClaim[]): Agreement {
  const both = claims.filter(({ base, other }) => base !== null && other !== null).length;
  const onlyBase = claims.filter(({ other }) => other === null).length;
  const disagreement = claims.filter((claim) => claim.class !== null).length;
  return {
    both,
    onlyBase,
    onlyOther: claims.length - both - onlyBase,
    agreed: claims.length - disagreement,
    disagreement,
    jaccard: claims.length === 0 ? null : both / claims.length,
  };
}

function countClasses(claims: readonly ComparedClaim[]): ClassCounts {
  const counts = Object.fromEntries(disagreementClasses.map((word) => [word, 0])) as Record<DisagreementClass, number>;
  for (const claim of claims) if (claim.class !== null) counts[claim.class] += 1;
  return counts;
}

function checkSums({
  engine,
  classes,
  both,
  onlyBase,
  onlyOther,
  agreed,
  disagreement,
  claims,
  ecosystems,
}: EngineComparison): void {
  const classed = disagreementClasses.reduce((sum, word) => sum + classes[word], 0);
  const parts = ecosystems.reduce((sum, part) => sum + part.disagreement, 0);
  const lone = claims.filter((claim) => claim.class === null && (claim.base === null || claim.other === null)).length;
  if (classed !== disagreement || parts !== disagreement || lone > 0)
    throw new Error(`${engine}: the classes sum to ${classed}, the ecosystems to ${parts}, the disagreement is ${disagreement}`);
  if (both + onlyBase + onlyOther !== agreed + disagreement) throw new Error(`${engine}: the parts do not sum to the claims`);
}

function compareClaims(a: ComparedClaim, b: ComparedClaim): number {
  return compareTexts(keyOf(a), keyOf(b));
}

function keyOf({ image, package: item, vulnerability, base }: ComparedClaim): string {
  return [image, item.type ?? '', item.name, item.version ?? '', vulnerability, base ? '0' : '1'].join('\n');
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
