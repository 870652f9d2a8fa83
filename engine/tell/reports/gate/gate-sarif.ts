import type { GateVerdict, PolicyPlace } from '../../../model/gate.ts';
import type { Release } from '../../../model/release.ts';
import { createPlaces } from '../finding-places.ts';
import { type SarifExtra, toSarifLog } from '../sarif-log.ts';
import { sarifPlace } from '../sarif-result.ts';
import { sarifText } from '../sarif-text.ts';
import { describeCount, describeLicenseCount, failedFindings } from './failed-findings.ts';

/** The gate's verdict as SARIF 2.1.0: what speaks against the release, and the demands themselves at their lines in the policy. */
export function gateToSarif(verdict: GateVerdict, release: Release): string {
  return `${JSON.stringify(toSarifLog(release, failedFindings(verdict), toExtra(verdict, release)), null, 2)}\n`;
}

const ruleId = 'plimsoll/gate';
const licenseId = 'plimsoll/license';

function toExtra({ rules, licenses }: GateVerdict, release: Release): SarifExtra {
  const findPlace = createPlaces(release);
  const failed = rules
    .filter(({ passed }) => !passed)
    .map((judged) => demand(judged.rule.place, `${judged.says}. ${describeCount(judged)}.`));
  const denied =
    licenses?.passed === false ? [demand(licenses.policy.place, `${licenses.says}. ${describeLicenseCount(licenses)}.`)] : [];
  const packages = (licenses?.rows ?? []).map((row) => {
    const { occurrence } = findPlace(row);
    const physicalLocation = occurrence && sarifPlace(occurrence.file, occurrence.line);
    return {
      ruleId: licenseId,
      level: 'error',
      message: { text: sarifText(`${row.purl} of ${row.image}: ${row.reason}`) },
      locations: [
        { ...(physicalLocation && { physicalLocation }), logicalLocations: [{ kind: 'module', fullyQualifiedName: row.image }] },
      ],
      properties: { image: row.image, platform: row.platform, purl: row.purl, license: row.license },
    };
  });
  const all = [...failed, ...denied, ...packages];
  return {
    rules: [
      toRule(ruleId, 'A demand of the policy does not hold.'),
      toRule(licenseId, 'A package has a license that it may not have.'),
    ].filter(({ id }) => all.some((result) => result.ruleId === id)),
    results: (indexOf) => all.map((result) => ({ ...result, ruleIndex: indexOf.get(result.ruleId) ?? -1, suppressions: [] })),
  };
}

function toRule(id: string, text: string) {
  return { id, shortDescription: { text }, defaultConfiguration: { level: 'error' }, properties: { tags: ['policy'] } };
}

function demand({ file, line }: PolicyPlace, text: string) {
  return {
    ruleId,
    level: 'error',
    message: { text: sarifText(text) },
    locations: [{ physicalLocation: sarifPlace(file, line) }],
  };
}
