import type { Claim, ClaimedPackage, DisagreementClass } from '../../model/reconciliation.ts';
import type { PackageIndex } from './package-index.ts';
import type { Link } from './pair-claims.ts';
import { findRelation, plainVersion } from './same-package.ts';
import type { Evidence, Side, SideImage } from './side.ts';

/** One side of an image, ready to be asked. */
export interface AskedSide {
  readonly side: Side;
  readonly image: SideImage;
  readonly index: PackageIndex;
}

/** A claim that one side makes and the other does not. */
export interface LoneClaim {
  readonly kind: 'lone';
  readonly claim: Claim;
  readonly says: AskedSide;
  readonly silent: AskedSide;
  readonly evidence: Evidence;
}

/** Claims of both sides that speak of one thing. */
export interface PairedClaims {
  readonly kind: 'pair';
  readonly base: Claim;
  readonly other: Claim;
  readonly link: Link;
  readonly names: readonly [base: string, other: string];
}

/** A disagreement with its class; a sentence says why. */
export interface Classed {
  readonly class: DisagreementClass;
  readonly why: string;
}

type Rule = {
  readonly class: DisagreementClass;
  readonly lone?: (lone: LoneClaim) => string | undefined;
  readonly pair?: (pair: PairedClaims) => string | undefined;
};

/** In order: the first that gives a sentence is the class. */
const rules: readonly Rule[] = [
  { class: 'report-incomplete', lone: findIncompleteness },
  { class: 'statement', lone: findStatement, pair: findOneSuppressed },
  { class: 'package-not-seen', lone: findUnseen },
  { class: 'version-read-differently', lone: findOtherVersion, pair: findVersions },
  { class: 'alias', pair: findOtherIds },
  { class: 'distribution-or-upstream-source', lone: findRelated, pair: findSources },
  { class: 'other-advisory-range', lone: findOtherRange, pair: findOtherFixes },
  { class: 'fix-state', pair: findStates },
  { class: 'severity', pair: findSeverities },
  { class: 'database-date', lone: describeDates },
];

/**
 * The one class of what two sides say.
 *
 * out     undefined where they agree; a lone claim always has a class
 */
export function classify(found: LoneClaim | PairedClaims): Classed | undefined {
  for (const rule of rules) {
    const why = found.kind === 'lone' ? rule.lone?.(found) : rule.pair?.(found);
    if (why !== undefined) return { class: rule.class, why };
  }
  return undefined;
}

function findIncompleteness({ claim, silent }: LoneClaim): string | undefined {
  const [reason] = silent.image.incomplete;
  if (reason !== undefined) return `${silent.side.engine}: ${reason}`;
  return silent.image.isUndecided?.(claim.package) ? `${silent.side.engine} could not judge ${nameOf(claim.package)}` : undefined;
}

function findStatement({ claim, silent, evidence }: LoneClaim): string | undefined {
  return evidence.findStatement(silent.image.image, claim.package, claim.vulnerability);
}

function findOneSuppressed({ base, other, names }: PairedClaims): string | undefined {
  if ((base.suppressed === undefined) === (other.suppressed === undefined)) return undefined;
  const [name, reason] = base.suppressed === undefined ? [names[1], other.suppressed] : [names[0], base.suppressed];
  return `${name} sets it aside: ${reason}`;
}

function findUnseen({ claim, silent }: LoneClaim): string | undefined {
  if (silent.index.see(claim.package).kind !== 'not-seen' || silent.index.findRelated(claim) !== undefined) return undefined;
  return `${silent.side.engine} does not list ${nameOf(claim.package)}`;
}

function findOtherVersion({ claim, silent }: LoneClaim): string | undefined {
  const sight = silent.index.see(claim.package);
  if (sight.kind !== 'other-version') return undefined;
  return `${silent.side.engine} reads ${claim.package.name} as ${sight.version || 'no version'}, not ${claim.package.version}`;
}

function findVersions({ base, other, link }: PairedClaims): string | undefined {
  return link === 'version'
    ? `${base.package.name} is ${base.package.version} to one and ${other.package.version} to the other`
    : undefined;
}

function findOtherIds({ base, other }: PairedClaims): string | undefined {
  if (base.ids.some((id) => other.ids.includes(id))) return undefined;
  return `${base.ids.join(', ')} and ${other.ids.join(', ')} are one vulnerability`;
}

function findRelated({ claim, says, silent }: LoneClaim): string | undefined {
  const relation = silent.index.findRelated(claim);
  if (relation !== undefined) return relation;
  const isOwned = claim.package.isOwned || silent.index.isOwned(claim.package);
  return isOwned
    ? `the distribution installed ${nameOf(claim.package)}; ${says.side.engine} judges it by its ecosystem`
    : undefined;
}

function findSources({ base, other, link }: PairedClaims): string | undefined {
  return link === 'source' ? findRelation(base.package, other.package) : undefined;
}

function findOtherRange(lone: LoneClaim): string | undefined {
  const { claim, silent } = lone;
  const { engine } = silent.side;
  if (silent.side.knows(claim.vulnerability))
    return `${engine} knows ${claim.vulnerability} and does not hold it against ${nameOf(claim.package)}`;
  return isAfterDatabase(lone)
    ? undefined
    : `nothing shows that ${engine} knows ${claim.vulnerability} for ${claim.package.name}`;
}

function findOtherFixes({ base, other }: PairedClaims): string | undefined {
  const [one, two] = [base, other].map(({ fixedIn }) => fixedIn.map(plainVersion));
  if (!one || !two || one.length === 0 || two.length === 0 || one.some((version) => two.includes(version))) return undefined;
  return `fixed in ${base.fixedIn.join(', ')} to one and in ${other.fixedIn.join(', ')} to the other`;
}

/** A state that an engine does not tell is no other one. */
function findStates({ base, other }: PairedClaims): string | undefined {
  if (base.state === other.state || base.state === 'unknown' || other.state === 'unknown') return undefined;
  return `${base.state} to one and ${other.state} to the other`;
}

function findSeverities({ base, other }: PairedClaims): string | undefined {
  return base.severity === other.severity ? undefined : `${base.severity} to one and ${other.severity} to the other`;
}

function describeDates({ claim, says, silent }: LoneClaim): string {
  const day = (moment: string | null) => moment?.slice(0, 10) ?? 'an unknown day';
  return `${silent.side.engine} does not know ${claim.vulnerability}; its database is of ${day(silent.side.databaseAt)}, that of ${says.side.engine} of ${day(says.side.databaseAt)}`;
}

/** Whether the silent side's database is older than the vulnerability, or than the other side's. */
function isAfterDatabase({ claim, says, silent, evidence }: LoneClaim): boolean {
  const { databaseAt } = silent.side;
  if (databaseAt === null) return false;
  const published = evidence.publishedAt(claim.vulnerability);
  if (published !== undefined) return Date.parse(published) > Date.parse(databaseAt);
  return says.side.databaseAt !== null && Date.parse(databaseAt) < Date.parse(says.side.databaseAt);
}

function nameOf({ name, version }: ClaimedPackage): string {
  return version === undefined ? name : `${name} ${version}`;
}
