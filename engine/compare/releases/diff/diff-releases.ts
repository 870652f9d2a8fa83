import type { Cause, CauseKind, Difference, DifferenceSide } from '../../../model/difference.ts';
import type { Finding } from '../../../model/finding.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { Release, ReleaseImage } from '../../../model/release.ts';
import { type Severity, type SeverityCounts, severities } from '../../../model/severity.ts';
import { judgingPolicy } from '../judging-policy.ts';
import { addCounts, countChanges, nothing } from './count-changes.ts';
import { type ChangedImage, type Corner, type Corners, explainChange } from './explain-change.ts';
import { findChanges, type KeyedChange } from './find-changes.ts';
import { findMoved } from './find-moved.ts';
import { createFindingKeys, type FindingKeys, type ImageNames, nameImages } from './finding-key.ts';
import { groupCauses, sumByOrigin } from './group-causes.ts';
import { keepConcerned } from './keep-concerned.ts';
import { createPackageIndex } from './package-index.ts';
import { createUnify } from './unify-vulnerabilities.ts';

/** Judges images as this version of Plimsoll does; undefined where what the records say is that. */
export type CornerJudge = ((images: readonly ReleaseImage[]) => readonly Finding[]) | undefined;

/** How the relation is judged at the three corners between two releases. */
export interface JudgedCorners {
  /** Old contents by old advisories; undefined: as the old record says. */
  readonly start: CornerJudge;
  /** New contents by old advisories; undefined: as by new ones. */
  readonly contents: CornerJudge;
  /** New contents by new advisories; undefined: as the new record says. */
  readonly advisories: CornerJudge;
  /** Whether the newer record's advisories stood in for a package that the older one does not hold. */
  readonly standsIn: (item: InstalledPackage) => boolean;
}

/**
 * What changed between two releases, and why.
 *
 * in      both records, and the findings at the corners between them
 * out     each finding that was gained, lost or re-scored has one cause; contributions sum to the difference
 * faults  throws a bug when they do not
 * cost    O(findings); at the corners only the packages are judged that changes are about
 */
export function diffReleases(old: Release, now: Release, judged: JudgedCorners): Difference {
  const names = nameImages(old, now);
  const keys = createFindingKeys();
  const unify = createUnify(now.findings);
  const before = Map.groupBy(unify(old.findings), keys.keyOf(names.old));
  const after = Map.groupBy(now.findings, keys.keyOf(names.now));
  const [wasSuppressed, isSuppressed] = [suppressed(before), suppressed(after)];
  const [shownBefore, shownAfter] = [shown(before, wasSuppressed), shown(after, isSuppressed)];
  const changes = findChanges(shownBefore, shownAfter);
  const findPackages = createPackageIndex(new Set(changes.map(({ key }) => keys.packageOf(key))));
  const judgeAgain = (judge: CornerJudge, { images }: Release, nameOf: ImageNames['now']): ByKey | undefined =>
    judge && Map.groupBy(unify(judge(keepConcerned(images, changes, { keys, nameOf, findPackages }))), keys.keyOf(nameOf));
  const known = judgeAgain(judged.advisories, now, names.now) ?? after;
  const corners: Corners = {
    findPackages,
    start: cornerOf(judgeAgain(judged.start, old, names.old) ?? before),
    contents: cornerOf(judgeAgain(judged.contents, now, names.now) ?? known),
    advisories: cornerOf(known),
    knownBefore: new Map(old.knowledge.advisories.map((advisory) => [advisory.id, advisory])),
    knownAfter: new Map(now.knowledge.advisories.map((advisory) => [advisory.id, advisory])),
    wasUndecided: undecidedOf(old),
    isUndecided: undecidedOf(now),
    wasSuppressed,
    isSuppressed,
    policyChanged: judgingPolicy(old) !== judgingPolicy(now),
    sameEngine: old.engine === now.engine,
  };
  const imageOf = pairedImages(old, now, { names, keys });
  const explained = changes.map((change) => {
    const image = imageOf(change);
    const explanation = explainChange(change, image, corners);
    const added = change.after && isAddition(explanation.cause) ? image.is : undefined;
    const standIn = added && findPackages(added, keys.packageOf(change.key)).some(judged.standsIn);
    return { change, explanation: standIn ? { ...explanation, standIn } : explanation };
  });
  const [counts, countsBefore] = [countFindings(shownAfter), countFindings(shownBefore)];
  const difference = addCounts([counts, addCounts([countsBefore], -1)]);
  const causes = groupCauses(explained);
  assertCloses(difference, causes, countChanges(changes));
  const moved = findMoved(old.images, now.images);
  return {
    old: sideOf(old, countsBefore),
    new: sideOf(now, counts),
    difference,
    byOrigin: sumByOrigin(causes),
    causes,
    ...(moved.length > 0 && { moved }),
  };
}

function isAddition(cause: CauseKind): boolean {
  return cause === 'image-added' || cause === 'package-added';
}

type ByKey = ReadonlyMap<number, readonly Finding[]>;

function isHidden({ suppressedBy }: Finding): boolean {
  return suppressedBy !== undefined && suppressedBy !== null;
}

function shown(all: ByKey, hidden: ReadonlyMap<number, Finding>): ByKey {
  if (hidden.size === 0) return all;
  const kept = new Map(all);
  for (const key of hidden.keys()) {
    const left = all.get(key)?.filter((finding) => !isHidden(finding)) ?? [];
    if (left.length > 0) kept.set(key, left);
    else kept.delete(key);
  }
  return kept;
}

function suppressed(all: ByKey): ReadonlyMap<number, Finding> {
  const found = new Map<number, Finding>();
  for (const [key, findings] of all) for (const finding of findings) if (isHidden(finding)) found.set(key, finding);
  return found;
}

function cornerOf(all: ByKey): Corner {
  return (key) => {
    const ranks = all.get(key)?.map(({ severity }) => severities.indexOf(severity));
    return ranks && severities[Math.min(...ranks)];
  };
}

function undecidedOf({ undecided }: Release): (finding: Finding) => boolean {
  const packages = new Set<string>();
  const advisories = new Set<string>();
  for (const { purl, advisory } of undecided) {
    const name = purl.split(/[?#]/, 1)[0] ?? '';
    if (advisory === undefined) packages.add(name);
    else advisories.add(`${name}\n${advisory}`);
  }
  return ({ purl, vulnerability, aliases }) => {
    const name = purl.split(/[?#]/, 1)[0] ?? '';
    return packages.has(name) || [vulnerability, ...aliases].some((id) => advisories.has(`${name}\n${id}`));
  };
}

function pairedImages(
  old: Release,
  now: Release,
  { names, keys }: { readonly names: ImageNames; readonly keys: FindingKeys },
): (change: KeyedChange) => ChangedImage {
  const index = (images: readonly ReleaseImage[], nameOf: ImageNames['old']) =>
    new Map(images.map((image) => [`${nameOf(image.reference)}\n${image.platform}`, image]));
  const was = index(old.images, names.old);
  const is = index(now.images, names.now);
  return ({ key }) => {
    const image = keys.imageOf(key);
    return { was: was.get(image), is: is.get(image) };
  };
}

function countFindings(all: ByKey): SeverityCounts {
  const counts: Record<Severity, number> = { ...nothing };
  for (const findings of all.values()) for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

function sideOf({ product, version, engine, knowledge }: Release, findings: SeverityCounts): DifferenceSide {
  return { product, version, engine, snapshot: knowledge.snapshot?.id ?? null, asOf: knowledge.snapshot?.asOf ?? null, findings };
}

function assertCloses(difference: SeverityCounts, causes: readonly Cause[], changes: SeverityCounts): void {
  const sum = addCounts(causes.map(({ contribution }) => contribution));
  for (const severity of severities) {
    if (sum[severity] !== difference[severity] || changes[severity] !== difference[severity])
      throw new Error(`${severity}: the causes sum to ${sum[severity]}, the findings differ by ${difference[severity]}`);
  }
}
