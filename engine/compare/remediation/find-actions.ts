import type { InstalledPackage } from '../../model/package.ts';
import type { ReleaseImage } from '../../model/release.ts';
import type { CandidateAction } from './candidate-action.ts';
import type { Effect, EffectKey } from './effect.ts';
import type { Affected } from './find-effects.ts';
import type { Replacement } from './find-replacements.ts';

/**
 * Everything that could be done about the affected packages: raising one where a layer brought it, another base image, building an image
 * anew on what its distribution offers today, taking another tag of an image, leaving an image out, or a package that no newer version mends.
 *
 * in      other tags of images, with what is found in them; `canLeave`: whether an image may be left out of the release; `canDrop`: whether
 *         a package may be left out of its images
 * out     actions that take something away; of two that do the same only the smaller word
 */
export function findActions(
  affected: readonly Affected[],
  {
    replacements,
    canLeave,
    canDrop,
  }: {
    readonly replacements: readonly Replacement[];
    readonly canLeave: (image: ReleaseImage) => boolean;
    readonly canDrop: (item: InstalledPackage) => boolean;
  },
): readonly CandidateAction[] {
  const fixable = affected.filter(({ upgrade }) => upgrade !== undefined);
  const actions = [
    ...group(fixable, packageKey, 'package', packageSubject),
    ...group(
      fixable.filter(({ item }) => item.fromBase),
      ({ image }) => baseKey(image),
      'base-image',
      ({ image }) => baseSubject(image),
    ),
    ...group(
      fixable.filter(isRebuilt),
      ({ image }) => image.reference,
      'rebuild',
      ({ image }) => image.reference,
    ),
    ...group(
      affected.filter(({ image }) => canLeave(image)),
      ({ image }) => image.reference,
      'remove',
      ({ image }) => image.reference,
    ),
    ...group(
      affected.filter(({ item, upgrade }) => canDrop(item) && upgrade?.left.length !== 0),
      packageKey,
      'remove-package',
      ({ item }) => `${item.name} ${item.version}`,
    ),
    ...replacements.map((replacement) => toTagAction(replacement, affected)),
  ];
  return withoutRepeats(actions);
}

/** Packages of the distribution that the image's own layers brought: building it again brings what is offered now. */
function isRebuilt({ item: { fromBase, type } }: Affected): boolean {
  return !fromBase && (type === 'deb' || type === 'apk' || type === 'rpm');
}

function packageKey({ item, upgrade }: Affected): string {
  const layers = [...new Set(item.places.map(({ layer }) => layer))].toSorted();
  return JSON.stringify([item.type, item.name, item.version, upgrade?.version, layers]);
}

function packageSubject({ item, upgrade }: Affected): string {
  return `${item.name} ${item.version} → ${upgrade?.version ?? ''}`;
}

function baseKey({ layers }: ReleaseImage): string {
  return layers.flatMap(({ digest, fromBase }) => (fromBase ? [digest] : [])).join(' ');
}

function baseSubject({ base, layers, distribution }: ReleaseImage): string {
  const name = base?.name ?? [distribution?.id, distribution?.versionId].filter(Boolean).join(' ');
  const top = layers.findLast(({ fromBase }) => fromBase)?.digest.slice(0, 19) ?? '';
  return `${name || 'base image'} (${top})`;
}

function group(
  affected: readonly Affected[],
  keyOf: (one: Affected) => string,
  kind: CandidateAction['kind'],
  subjectOf: (one: Affected) => string,
): readonly CandidateAction[] {
  return [...Map.groupBy(affected, keyOf).values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const effects = new Map(
      members.flatMap((member) => (kind.startsWith('remove') ? effectsOfRemoval(member) : effectsOfUpgrade(member))),
    );
    return [
      { kind, subject: subjectOf(first), images: [...new Set(members.map(({ image }) => image.reference))].toSorted(), effects },
    ];
  });
}

function keyOf({ image, item }: Affected): EffectKey {
  return `${image.reference}\n${image.platform}\n${item.purl}`;
}

function effectsOfUpgrade(one: Affected): readonly (readonly [EffectKey, Effect])[] {
  return one.upgrade ? [[keyOf(one), one.upgrade.effect]] : [];
}

/**
 * The upgrade's effect, and the rest under a key of its own: both together are everything, whichever action comes first. What the release
 * finds is named as it finds it, not as it would be found after the upgrade.
 */
function effectsOfRemoval(one: Affected): readonly (readonly [EffectKey, Effect])[] {
  const { upgrade, findings } = one;
  const asFound = new Map(findings.map((finding) => [finding.vulnerability, finding]));
  const rest = upgrade ? upgrade.left.map((finding) => asFound.get(finding.vulnerability) ?? finding) : findings;
  return [...effectsOfUpgrade(one), [`${keyOf(one)}\nrest`, { removes: rest, adds: [] }]];
}

/** Everything of the image goes, and what is found under the other tag comes. */
function toTagAction({ image, by, platforms }: Replacement, affected: readonly Affected[]): CandidateAction {
  const own = affected.filter((one) => one.image.reference === image).flatMap(effectsOfRemoval);
  const brought = platforms.map((pair): readonly [EffectKey, Effect] => [
    `${image}\n${pair.image.platform}\nby ${by}`,
    { removes: [], adds: pair.by.findings },
  ]);
  const subject = `${image} → ${by}${pinOf(image, platforms)}`;
  return { kind: 'image-tag', subject, images: [image], effects: new Map([...own, ...brought]) };
}

/** Who pins an image by its digest wants the digest of the other. */
function pinOf(image: string, [first]: Replacement['platforms']): string {
  const { reference = '', indexDigest, digest } = first?.by.image ?? {};
  const pin = indexDigest ?? digest;
  return image.includes('@') && !reference.includes('@') && pin ? `@${pin}` : '';
}

/** A base with one package is that package; a person changes the package. */
function withoutRepeats(actions: readonly CandidateAction[]): readonly CandidateAction[] {
  const seen = new Set<string>();
  return actions.filter(({ effects }) => {
    const key = [...effects.keys()].toSorted().join('\n\n');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
