import type { ClaimedPackage, Score, Scorecard } from '../../model/reconciliation.ts';
import { isSameName, isSameVersion, keysOf, plainVersion } from './same-package.ts';
import type { Side, SideImage } from './side.ts';
import type { ResolveIds } from './to-claims.ts';

/** What people have judged: whether a package in a version has a vulnerability. */
export interface Label {
  readonly package: string;
  readonly version: string;
  /** Its id, and others of it. */
  readonly ids: readonly string[];
  readonly isTrue: boolean;
  /** Whether a name and a version cannot decide it. */
  readonly isHard: boolean;
}

/**
 * How each engine answers what people have judged, over the images that all of them speak of.
 *
 * in      sides with the images that are compared; a label counts when one of these images holds its package in its version
 */
export function scoreLabels(labels: readonly Label[], sides: readonly Side[], resolve: ResolveIds): Scorecard {
  const held = new Set(
    sides.flatMap(({ images }) => images.flatMap((image) => packagesOf(image).flatMap((item) => namesOf(item)))),
  );
  const applicable = labels.filter((label) =>
    namesOf({ name: label.package, version: label.version }).some((name) => held.has(name)),
  );
  const score = (list: readonly Label[]) => sides.map((side) => scoreSide(side, list, resolve));
  return {
    labels: labels.length,
    applicable: applicable.length,
    scores: score(applicable.filter(({ isHard }) => !isHard)),
    hard: score(applicable.filter(({ isHard }) => isHard)),
  };
}

function packagesOf({ packages, claims }: SideImage) {
  return [...(packages ?? []), ...claims.map((claim) => claim.package)];
}

/** Every way that a package is called, with its version. */
function namesOf(item: ClaimedPackage): readonly string[] {
  return keysOf(item).map((name) => `${name}\n${plainVersion(item.version ?? '')}`);
}

function scoreSide(side: Side, labels: readonly Label[], resolve: ResolveIds): Score {
  const claims = side.images.flatMap((image) => image.claims.filter(({ suppressed }) => suppressed === undefined));
  const byVulnerability = Map.groupBy(claims, ({ vulnerability }) => vulnerability);
  const says = (label: Label): boolean => {
    const [id = '', ...aliases] = label.ids;
    const item = { name: label.package, version: label.version };
    return resolve({ id, aliases }).some(({ vulnerability }) =>
      byVulnerability.get(vulnerability)?.some((claim) => isSameName(claim.package, item) && isSameVersion(claim.package, item)),
    );
  };
  const count = (isTrue: boolean, isSaid: boolean) =>
    labels.filter((label) => label.isTrue === isTrue && says(label) === isSaid).length;
  const truePositives = count(true, true);
  const falsePositives = count(false, true);
  const falseNegatives = count(true, false);
  const precision = divide(truePositives, truePositives + falsePositives);
  const recall = divide(truePositives, truePositives + falseNegatives);
  return {
    engine: side.engine,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives: count(false, false),
    precision,
    recall,
    f1: precision === null || recall === null ? null : divide(2 * precision * recall, precision + recall),
  };
}

function divide(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
