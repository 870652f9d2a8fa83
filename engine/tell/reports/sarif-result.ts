import type { Finding } from '../../model/finding.ts';
import type { Occurrence } from '../../model/occurrence.ts';
import { describeFinding } from './describe-finding.ts';
import { findingFingerprint } from './finding-fingerprint.ts';
import { type FindingPlace, type FindPlace, isSuppressed } from './finding-places.ts';
import { sarifLevel } from './sarif-rule.ts';
import { sarifText } from './sarif-text.ts';

/** Beside the first place, this many others that state the image. */
const shownRelated = 5;

/**
 * Makes results of findings, one after the other.
 *
 * in      the index of each rule by its id
 * out     fingerprints are the same in the next release where the finding is; of several with the same, each has its number
 */
export function createSarifResults(findPlace: FindPlace, indexOf: ReadonlyMap<string, number>): (finding: Finding) => object {
  const seen = new Map<string, number>();
  return (finding) => {
    const place = findPlace(finding);
    const print = findingFingerprint(finding, place.declared);
    const number = (seen.get(print) ?? 0) + 1;
    seen.set(print, number);
    return {
      ruleId: finding.vulnerability,
      ruleIndex: indexOf.get(finding.vulnerability) ?? -1,
      level: sarifLevel(finding.severity),
      message: { text: sarifText([`${describeFinding(finding)}.`, ...(finding.why ?? [])].join(' ')) },
      locations: [locationOf(finding, place.occurrence)],
      ...relatedOf(place),
      partialFingerprints: {
        primaryLocationLineHash: `${print.slice(0, 32)}:${number}`,
        'plimsollFinding/v1': `${print}:${number}`,
      },
      suppressions: suppressionsOf(finding, place),
      properties: propertiesOf(finding, place),
    };
  };
}

/**
 * A line of a source file, in SARIF's words.
 *
 * in      file relative to the configuration's folder; 1-based
 */
export function sarifPlace(file: string, line: number): object {
  const uri = file.toWellFormed().split('/').map(encodeURIComponent).join('/');
  return { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine: Math.max(1, line) } };
}

function locationOf({ image, purl, places }: Finding, occurrence: Occurrence | undefined): object {
  const path = places[0]?.path;
  return {
    ...(occurrence && { physicalLocation: sarifPlace(occurrence.file, occurrence.line) }),
    logicalLocations: [
      { kind: 'module', name: image, fullyQualifiedName: image },
      { kind: 'package', name: purl, fullyQualifiedName: `${image} ${purl}${path === undefined ? '' : ` ${path}`}` },
    ],
  };
}

function relatedOf({ declared, occurrence }: FindingPlace): object {
  const others = (declared?.occurrences ?? []).filter((each) => each !== occurrence).slice(0, shownRelated);
  if (others.length === 0) return {};
  const located = others.map(({ file, line, declared: text }, id) => ({
    id,
    physicalLocation: sarifPlace(file, line),
    message: { text: sarifText(`states it as ${text}`) },
  }));
  return { relatedLocations: located };
}

/** An empty list says that it is not suppressed; no list would leave that open. */
function suppressionsOf(finding: Finding, { decision }: FindingPlace): readonly object[] {
  if (!isSuppressed(finding)) return [];
  const justification = [decision?.reason, decision?.justification].filter(Boolean).join(' ') || `${finding.suppressedBy}`;
  return [{ kind: 'external', status: 'accepted', justification, properties: { decision: finding.suppressedBy } }];
}

function propertiesOf(finding: Finding, { declared, image }: FindingPlace): object {
  const { purl, platform, severity, priority, state, fixedIn, kev, epss, fromBase, aliases } = finding;
  return {
    image: finding.image,
    digest: image?.digest ?? null,
    platform,
    purl,
    severity,
    priority: priority ?? null,
    state,
    fixedIn,
    kev,
    epss,
    fromBase,
    aliases,
    components: declared?.components ?? [],
    owners: declared?.owners ?? [],
  };
}
