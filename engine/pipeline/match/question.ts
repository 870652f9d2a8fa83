import { parsePurl } from '../../formats/purl/parse-purl.ts';
import { toDistribution } from '../../formats/purl/to-distribution.ts';
import { toIdentity } from '../../formats/purl/to-identity.ts';
import type { PurlParts } from '../../formats/purl/write-purl.ts';
import type { Sbom, SbomPackage } from '../../formats/sbom/sbom.ts';
import type { MatchablePackage, Reason } from '../../judge/matches/matchable.ts';
import type { Distribution } from '../../model/distribution.ts';

/** A package that somebody asks about: what is matched, or why it cannot be. */
export type Question = {
  /** Character for character as it was given: callers join answers to questions by it. */
  readonly purl: string;
  readonly distribution: Distribution | undefined;
  /** The SBOM that states it. */
  readonly sbom?: string;
} & ({ readonly item: MatchablePackage; readonly ownedBy?: string } | { readonly reason: Reason });

/**
 * The question that a purl asks.
 *
 * in      text from anywhere; the distribution that holds for packages whose purl states none, or none with a release
 */
export function readQuestion(purl: string, standard?: Distribution): Question {
  const parts = parsePurl(purl);
  if (!parts) return { purl, distribution: undefined, reason: notPurl };
  if (!parts.version) return { purl, distribution: undefined, reason: noVersion };
  return { purl, distribution: orStandard(toDistribution(parts), standard), item: toItem(purl, parts, parts.version) };
}

/**
 * The questions that the packages of an SBOM ask.
 *
 * in      the path that answers name; the distribution that holds where neither the SBOM nor the purl states one with a release
 */
export function toQuestions(sbom: Sbom, path: string, standard?: Distribution): readonly Question[] {
  return sbom.packages.map((stated) => toQuestion(stated, sbom, path, standard));
}

function toQuestion(stated: SbomPackage, sbom: Sbom, path: string, standard: Distribution | undefined): Question {
  const parts = parsePurl(stated.purl);
  const distribution = orStandard(orStandard(sbom.distribution ?? undefined, parts && toDistribution(parts)), standard);
  const { purl, ownedBy } = stated;
  return { purl, distribution, item: stated, sbom: path, ...(ownedBy !== undefined && { ownedBy }) };
}

const notPurl: Reason = { code: 'purl-unreadable', reason: 'this is no package URL (`pkg:type/namespace/name@version`)' };
const noVersion: Reason = { code: 'version-missing', reason: 'the package URL states no version' };

/** A namespace alone (`pkg:deb/debian/…`) tells no release; one of another distribution is not overruled. */
function orStandard(stated: Distribution | undefined, standard: Distribution | undefined): Distribution | undefined {
  if (!stated || !standard) return stated ?? standard;
  const isOpen = stated.versionId === undefined && stated.codename === undefined;
  return isOpen && stated.id === standard.id ? standard : stated;
}

function toItem(purl: string, parts: PurlParts, version: string): MatchablePackage {
  const identity = toIdentity(parts);
  if (identity) return { ...identity, purl };
  const { type, namespace, name } = parts;
  return { purl, type, name: namespace ? `${namespace}/${name}` : name, version };
}
