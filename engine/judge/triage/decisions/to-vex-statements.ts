import { purlFits, purlSpellings } from '../../../formats/purl/purl-spellings.ts';
import { writePurl } from '../../../formats/purl/write-purl.ts';
import { parseReference } from '../../../formats/reference/reference.ts';
import { isCve } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { Finding } from '../../../model/finding.ts';
import type { InstalledPackage } from '../../../model/package.ts';
import type { Release, ReleaseImage } from '../../../model/release.ts';
import type { TriageDecision } from '../../../model/triage-decision.ts';
import type {
  UnstatedPackage,
  VexDocument,
  VexImage,
  VexPackage,
  VexSubject,
  WrittenStatement,
} from '../../../model/vex-document.ts';
import { applyDecisions } from './apply-decisions.ts';
import { writeExpiry } from './expiry.ts';
import { type FindingSubject, imageKey, toSubjects } from './finding-subject.ts';

/**
 * What the decisions of a release say, as statements for others: one for each vulnerability and decision.
 *
 * in      a record with its decisions, judged at its `now`
 * out     of an image, package and vulnerability there is one statement at most, since consumers take the first or the last. Only what is in
 *         force is stated; a purl is only written where it fits no other package of the image
 */
export function toVexStatements(release: Release): Pick<VexDocument, 'statements' | 'unstated'> {
  const { findings, said } = applyDecisions(release, release.decisions ?? []);
  const spoken = toSubjects({ images: release.images, findings }).filter(({ finding }) => said.has(finding));
  const groups = Map.groupBy(spoken, ({ finding }) => JSON.stringify([finding.vulnerability, said.get(finding)?.id]));
  const context = {
    bundles: findBundles(release),
    spell: remember(purlSpellings),
    named: createNameIndex(),
    platforms: countPlatforms(release.images),
  };
  const unstated: UnstatedPackage[] = [];
  const statements = [...groups.values()].flatMap((group) => {
    const decision = group[0] && said.get(group[0].finding);
    const statement = decision && toStatement(decision, group, { ...context, unstated });
    return statement && statement.subjects.length > 0 ? [statement] : [];
  });
  const byContent = (a: WrittenStatement, b: WrittenStatement) =>
    compare(a.vulnerability, b.vulnerability) || compare(a.status, b.status) || compare(a.decision, b.decision);
  return { statements: statements.toSorted(byContent), unstated };
}

interface Context {
  /** Ids that are of several vulnerabilities: a statement by such an id would be about all of them. */
  readonly bundles: ReadonlySet<string>;
  readonly spell: typeof purlSpellings;
  /** Packages of an image by `firstName`. */
  readonly named: NameIndex;
  readonly platforms: ReadonlyMap<string, number>;
  readonly unstated: UnstatedPackage[];
}

function toStatement(decision: TriageDecision, group: readonly FindingSubject[], context: Context): WrittenStatement {
  const findings = group.map(({ finding }) => finding);
  const byImage = [...Map.groupBy(group, ({ image }) => imageKey(image.image.reference, image.image.platform))];
  const vulnerability = findings[0]?.vulnerability ?? '';
  return {
    vulnerability,
    aliases: [...new Set(findings.flatMap(({ aliases }) => aliases))]
      .filter((id) => id !== vulnerability && !context.bundles.has(id))
      .toSorted(compare),
    ...wordsOf(decision, findings),
    ...(decision.statedAt !== undefined && { statedAt: decision.statedAt }),
    decision: decision.id,
    subjects: byImage.toSorted(([a], [b]) => compare(a, b)).flatMap(([, of]) => toSubject(of, vulnerability, context)),
  };
}

type Words = Pick<WrittenStatement, 'status' | 'justification' | 'impact' | 'action' | 'fixedIn'>;

/** A false positive and what is mitigated are not affected; everything else is, and says what is to be done. */
function wordsOf(decision: TriageDecision, findings: readonly Finding[]): Words {
  const { kind, type, status, justification, reason } = decision;
  const fixedIn = [...new Set(findings.flatMap((finding) => finding.fixedIn))].toSorted(compare);
  const because = { ...(justification && { justification }), ...(reason !== undefined && { impact: reason }) };
  if (kind === 'statement')
    return status === 'affected'
      ? { status, action: reason ?? actionOf(decision, fixedIn), fixedIn }
      : { status: status ?? 'under_investigation', ...(status === 'not_affected' && because) };
  if (type === 'false-positive') return { status: 'not_affected', ...because };
  if (type === 'mitigated')
    return { status: 'not_affected', ...because, justification: justification ?? 'inline_mitigations_already_exist' };
  return { status: 'affected', action: actionOf(decision, fixedIn), fixedIn };
}

const openings: Readonly<Record<string, string>> = {
  'version-lock': 'The version is locked',
  accepted: 'Accepted',
  'no-fix': 'No fix is available',
};

function actionOf({ type, reason, owner, expires }: TriageDecision, fixes: readonly string[]): string {
  const opening = openings[type ?? ''] ?? 'Affected';
  const until = expires ? `, ${expires.kind === 'date' ? 'until ' : 'to be decided again '}${writeExpiry(expires)}` : '';
  return [
    `${opening}${until}${owner === undefined ? '' : ` (${owner})`}${reason === undefined ? '' : `: ${reason}`}.`,
    ...(fixes.length > 0 ? [`Fixed in ${fixes.join(', ')}.`] : []),
  ].join(' ');
}

function findBundles({ findings, knowledge }: Release): ReadonlySet<string> {
  const owners = new Map<string, string>();
  const advisories = knowledge.advisories.filter(
    ({ aliases, upstream }) => new Set([...aliases, ...upstream].filter(isCve)).size > 1,
  );
  const bundles = new Set(advisories.map(({ id }) => id));
  for (const { vulnerability, aliases } of findings)
    for (const id of aliases) {
      if ((owners.get(id) ?? vulnerability) !== vulnerability) bundles.add(id);
      owners.set(id, vulnerability);
    }
  return bundles;
}

/** None where no package of the image can be told from the others: a product without parts would be all of it. */
function toSubject(
  group: readonly FindingSubject[],
  vulnerability: string,
  { spell, named, platforms, unstated }: Context,
): readonly VexSubject[] {
  const image = group[0]?.image.image;
  if (!image) return [];
  const items = new Map(group.flatMap(({ packages }) => packages.map((item) => [item.purl, item] as const)));
  const strangers = strangersIn(named(image), items, spell);
  const packages = [...items.values()]
    .toSorted((a, b) => compare(a.purl, b.purl))
    .flatMap(({ purl, name, version }): readonly VexPackage[] => {
      const spelled = spell(purl).map((text) => ({
        text,
        like: strangers.find((other) => other.spellings.some((one) => purlFits(text, one))),
      }));
      const purls = spelled.flatMap(({ text, like }) => (like ? [] : [text]));
      if (purls.length === 0)
        unstated.push({ vulnerability, image: image.reference, purl, like: spelled[0]?.like?.purl ?? purl });
      return purls.length === 0 ? [] : [{ purl, name, version, purls }];
    });
  const isOneOfSeveral = (platforms.get(image.reference) ?? 1) > 1;
  return packages.length === 0 ? [] : [{ image: toVexImage(image, isOneOfSeveral), packages }];
}

/** Images share most of their packages. */
function remember<Value>(make: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text) ?? make(text);
    known.set(text, value);
    return value;
  };
}

type NameIndex = (image: ReleaseImage) => ReadonlyMap<string, readonly InstalledPackage[]>;

function createNameIndex(): NameIndex {
  const known = new Map<ReleaseImage, ReadonlyMap<string, readonly InstalledPackage[]>>();
  return (image) => {
    const index = known.get(image) ?? Map.groupBy(image.packages, firstName);
    known.set(image, index);
    return index;
  };
}

/** The other packages of an image that have a name in common with those that are meant: only they could be mistaken for them. */
function strangersIn(named: ReturnType<NameIndex>, items: ReadonlyMap<string, InstalledPackage>, spell: typeof purlSpellings) {
  const names = new Set([...items.values()].map(firstName));
  const others = [...names].flatMap((name) => named.get(name) ?? []).filter((item) => !items.has(item.purl));
  return others.map(({ purl }) => ({ purl, spellings: spell(purl) }));
}

/** Spellings of a package's purl differ behind this: type and, of a Go module, the first three parts of its path. */
function firstName({ type, name }: InstalledPackage): string {
  return `${type} ${type === 'golang' ? name.split('/').slice(0, 3).join('/') : name}`.toLowerCase();
}

/** What of an image its names are made of. */
export type NamedImage = Pick<ReleaseImage, 'reference' | 'platform' | 'digest' | 'indexDigest'>;

/**
 * An image in the forms that consumers look for: the digest says which content it is, whatever it is pulled from; the tag is for those that
 * have no digest.
 *
 * in      whether the release has the same reference for other platforms: then what they share is no name of this one
 */
export function toVexImage(image: NamedImage, isOneOfSeveral: boolean): VexImage {
  const { reference, platform, digest, indexDigest } = image;
  const parsed = parseReference(reference);
  const architecture = platform.split('/')[1];
  const repository = parsed ? `${parsed.registry}/${parsed.repository}` : reference;
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const index = indexDigest !== digest ? indexDigest : undefined;
  const ofIndex = index === undefined ? [] : [{ version: index, ...(isOneOfSeveral && { qualifiers: { arch: architecture } }) }];
  const tags =
    parsed?.tag === undefined || isOneOfSeveral
      ? []
      : spellRepository(repository).map((url) => ({ repository_url: url, tag: parsed.tag }));
  return {
    reference,
    platform,
    ref: `image:${reference}|${platform}`,
    digests: [digest, isOneOfSeveral ? undefined : index].filter((one) => typeof one === 'string'),
    purls: [...(digest === null ? [] : [{ version: digest }]), ...ofIndex, ...tags.map((qualifiers) => ({ qualifiers }))].map(
      (parts) => writePurl({ type: 'oci', name, ...parts }),
    ),
  };
}

function spellRepository(repository: string): readonly string[] {
  return repository.startsWith('docker.io/') ? [repository, `index.${repository}`] : [repository];
}

/** How many platforms of each reference there are. */
export function countPlatforms(images: readonly Pick<ReleaseImage, 'reference'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reference } of images) counts.set(reference, (counts.get(reference) ?? 0) + 1);
  return counts;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
