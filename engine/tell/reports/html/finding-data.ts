import { type Cause, type Origin, originOfCause } from '../../../model/difference.ts';
import type { Finding } from '../../../model/finding.ts';
import { type Priority, priorities } from '../../../model/priority.ts';
import { severities } from '../../../model/severity.ts';
import { describeAction } from '../describe-action.ts';
import { describeCause } from '../describe-cause.ts';
import { describeFix } from '../describe-finding.ts';
import { describeSeverities } from '../describe-severities.ts';
import { isSuppressed } from '../finding-places.ts';
import { describePackage } from '../package-title.ts';
import type { CountedFindings, ImageDetails, ImageGroups } from '../related.ts';
import type { Report } from '../report.ts';
import { vulnerabilityLink } from '../vulnerability-link.ts';
import { listFindings } from './list-findings.ts';

/** What the page's script shows findings from: each text once, and for each finding the places of its texts. */
export interface FindingData {
  readonly severities: readonly string[];
  readonly priorities: readonly string[];
  readonly states: readonly string[];
  readonly images: readonly { readonly name: string; readonly groups: ImageGroups; readonly declaredAt: string }[];
  readonly platforms: readonly string[];
  readonly vulnerabilities: readonly { readonly id: string; readonly aliases: string; readonly link: string }[];
  readonly packages: readonly { readonly name: string; readonly purl: string }[];
  readonly fixes: readonly string[];
  /** Ids of what takes findings out; the first is nobody. */
  readonly decisions: readonly string[];
  readonly sentences: readonly string[];
  /** Sentences that belong together, by their places. */
  readonly reasons: readonly (readonly number[])[];
  /** Lists of findings that are not the release's own, or not all of them; what `in` asks for. */
  readonly sets: readonly Pick<CountedFindings, 'id' | 'name'>[];
  /** Sets that a finding is in, by their places. */
  readonly memberships: readonly (readonly number[])[];
  /** Why findings came or went. */
  readonly causes: readonly CauseData[];
  readonly actions: readonly string[];
  /** The first so many rows are the release's own findings; the others are known from other releases, or from what a plan foresees. */
  readonly own: number;
  /** One entry of each list for every finding. */
  readonly rows: Readonly<Record<FindingColumn, readonly number[]>>;
}

/** Why findings came or went. */
export interface CauseData {
  readonly name: string;
  /** Whose doing it was. */
  readonly origin: Origin;
  /** In how many images, as the name says. */
  readonly images: number;
  /** What came and went by it, in the order of the severities. */
  readonly counts: readonly number[];
}

/**
 * The columns of findings; each holds places in a list, `isBase` and `isExploited` 0 or 1. `change` is the cause's number, from 1, of a
 * finding that came, less than nought of one that went; `action` the number of the action that brings it, less than nought of the one
 * that takes it away.
 */
export type FindingColumn =
  | 'severity'
  | 'vulnerability'
  | 'package'
  | 'image'
  | 'platform'
  | 'state'
  | 'fix'
  | 'priority'
  | 'decision'
  | 'reason'
  | 'isBase'
  | 'isExploited'
  | 'sets'
  | 'change'
  | 'action';

const states = ['fixed', 'not-fixed', 'wont-fix', 'unknown'] as const satisfies readonly Finding['state'][];
type ShownImage = Pick<ImageDetails, 'reference' | 'groups' | 'declaredAt'>;
/** What stands for a finding that was not triaged. */
const untriaged = 'not said';

/**
 * Findings as columns of places in lists: what stands in many of them stands once.
 *
 * cost    O(findings)
 */
export function toFindingData(report: Pick<Report, 'release' | 'details' | 'difference' | 'plan' | 'counted'>): FindingData {
  const { release, details = [], difference, plan, counted = [] } = report;
  const images = createPool<ShownImage>(({ reference }) => reference);
  const byReference = new Map(details.map((image) => [image.reference, image]));
  const vulnerabilities = createPool<Finding>(({ vulnerability }) => vulnerability);
  const [packages, platforms, fixes, decisions, sentences] = [textPool(), textPool(), textPool(), textPool(), textPool()];
  const reasons = createPool<readonly number[]>((places) => places.join());
  const placeOfReason = oncePerEvidence((finding) => reasons.placeOf(sentencesOf(finding).map(sentences.placeOf)));
  decisions.placeOf('');
  const words: readonly string[] = [...priorities, untriaged];
  const { findings, memberships, ...marks } = listFindings(report);
  const column = (cellOf: (finding: Finding) => number): readonly number[] => findings.map(cellOf);
  const rows: FindingData['rows'] = {
    severity: column(({ severity }) => severities.indexOf(severity)),
    vulnerability: column(vulnerabilities.placeOf),
    package: column(({ purl }) => packages.placeOf(purl)),
    image: column(({ image }) =>
      images.placeOf(byReference.get(image) ?? { reference: image, groups: noGroups, declaredAt: '' }),
    ),
    platform: column(({ platform }) => platforms.placeOf(platform)),
    state: column(({ state }) => states.indexOf(state)),
    fix: column((finding) => fixes.placeOf(describeFix(finding))),
    priority: column(({ priority }) => words.indexOf(priority ?? untriaged)),
    decision: column((finding) => decisions.placeOf(isSuppressed(finding) ? (finding.suppressedBy ?? '') : '')),
    reason: column(placeOfReason),
    isBase: column(({ fromBase }) => Number(fromBase)),
    isExploited: column(({ kev }) => Number(kev)),
    ...marks,
  };
  return {
    severities,
    priorities: words satisfies readonly (Priority | string)[],
    states,
    images: images.items.map(nameImage),
    platforms: platforms.items,
    vulnerabilities: vulnerabilities.items.map(nameVulnerability),
    packages: packages.items.map((purl) => ({ name: describePackage(purl), purl: purl.toWellFormed() })),
    fixes: fixes.items,
    decisions: decisions.items.map((id) => id.toWellFormed()),
    sentences: sentences.items,
    reasons: reasons.items,
    sets: counted.map(({ id, name }) => ({ id, name })),
    memberships,
    causes: (difference?.causes ?? []).map(toCauseData),
    actions: (plan?.actions ?? []).map(describeAction),
    own: release.findings.length,
    rows,
  };
}

function toCauseData(cause: Cause): CauseData {
  const { images, contribution } = cause;
  const counts = severities.map((severity) => contribution[severity]);
  return { name: describeCause(cause), origin: originOfCause[cause.cause], images, counts };
}

function nameImage({ reference, groups, declaredAt }: ShownImage): FindingData['images'][number] {
  return { name: reference.toWellFormed(), groups: wellFormed(groups), declaredAt };
}

function nameVulnerability({ vulnerability, aliases }: Finding): FindingData['vulnerabilities'][number] {
  return { id: vulnerability.toWellFormed(), aliases: aliases.join(' '), link: vulnerabilityLink(vulnerability) };
}

const noGroups: ImageGroups = { component: '', owner: '', plane: '', tier: '', party: '', life: '' };
/** Places told of a finding; JSON has them all. */
const shownPlaces = 2;

/** Addresses hold well-formed text only, and have to find these. */
function wellFormed({ component, owner, plane, tier, party, life }: ImageGroups): ImageGroups {
  const words = { plane: plane.toWellFormed(), tier: tier.toWellFormed(), party: party.toWellFormed() };
  return { component: component.toWellFormed(), owner: owner.toWellFormed(), ...words, life };
}

/** Records hold once what images share: what was said of it is not put together again. */
function oncePerEvidence(placeOf: (finding: Finding) => number): (finding: Finding) => number {
  const known = new Map<Finding['evidence'], { readonly finding: Finding; readonly place: number }>();
  return (finding) => {
    const before = known.get(finding.evidence);
    if (before && isSaidAlike(before.finding, finding)) return before.place;
    const place = placeOf(finding);
    known.set(finding.evidence, { finding, place });
    return place;
  };
}

function isSaidAlike(one: Finding, other: Finding): boolean {
  const [why = [], whyOther = []] = [one.why, other.why];
  const same = why.length === whyOther.length && why.every((sentence, index) => sentence === whyOther[index]);
  return same && one.places === other.places && one.severities === other.severities && one.severityBy === other.severityBy;
}

function sentencesOf(finding: Finding): readonly string[] {
  const { why = [], evidence, places } = finding;
  const rated = describeSeverities(finding);
  const more = places.length - shownPlaces;
  return [
    ...why,
    ...(rated === '' ? [] : [`Sources differ on its severity: ${rated}.`]),
    ...evidence.slice(0, 1).map(({ advisory, comparison }) => `${advisory}: ${comparison}.`),
    ...places.slice(0, shownPlaces).map(({ path }) => `Found in ${path}`),
    ...(more > 0 ? [`Found in ${more} more places`] : []),
  ];
}

/** Things by their key, each once, in the order that they came. */
interface Pool<Item> {
  readonly items: readonly Item[];
  readonly placeOf: (item: Item) => number;
}

function createPool<Item>(keyOf: (item: Item) => string): Pool<Item> {
  const items: Item[] = [];
  const places = new Map<string, number>();
  const placeOf = (item: Item): number => {
    const key = keyOf(item);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, items.length);
    return items.push(item) - 1;
  };
  return { items, placeOf };
}

function textPool(): Pool<string> {
  return createPool<string>((text) => text);
}
