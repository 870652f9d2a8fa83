import { stateOfStatus, wordOfJustification } from '../../../formats/cyclonedx-vex/vex-words.ts';
import { databaseOfId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { VexDocument, WrittenStatement } from '../../../model/vex-document.ts';
import { contentIdOf } from '../vex-ids.ts';

/**
 * Statements as a CycloneDX 1.6 VEX that stands alone: links into the release's CycloneDX SBOM, as `plimsoll sbom` writes it.
 *
 * in      the document names that SBOM's serial number
 * out     deterministic; of statements about one vulnerability those that clear it come first, since Trivy takes the first
 * source  CycloneDX 1.6, "Vulnerability exploitability", "BOM-Link"
 */
export function toCycloneDxVex(document: VexDocument): string {
  const { product, version, timestamp, engine, statements, sbom = '' } = document;
  const ordered = [...Map.groupBy(statements, ({ vulnerability }) => vulnerability).values()].flatMap((group) =>
    group.toSorted((a, b) => rankOf(a) - rankOf(b)),
  );
  const whole = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${toUuid(contentIdOf(document, 'cyclonedx-vex'))}`,
    version: 1,
    metadata: {
      timestamp,
      tools: { components: [{ type: 'application', name: 'plimsoll', version: engine }] },
      component: { type: 'application', name: product, version },
    },
    vulnerabilities: ordered.map((statement) => toVulnerability(statement, sbom.replace(/^urn:uuid:/, ''))),
  };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function rankOf({ status }: WrittenStatement): number {
  return ['not_affected', 'fixed', 'affected', 'under_investigation'].indexOf(status);
}

function toVulnerability(statement: WrittenStatement, sbom: string): object {
  const { vulnerability, aliases, status, justification, impact, action, statedAt, subjects, decision } = statement;
  const detail = impact ?? action;
  const refs = subjects.flatMap(({ image, packages }) =>
    packages.length === 0 ? [image.ref] : packages.map(({ purl }) => `${image.ref}#${purl}`),
  );
  return {
    id: vulnerability,
    source: { name: databaseOfId(vulnerability) },
    ...(aliases.length > 0 && { references: aliases.map((id) => ({ id, source: { name: databaseOfId(id) } })) }),
    analysis: {
      state: stateOfStatus[status],
      ...(justification && { justification: wordOfJustification[justification] }),
      ...(detail !== undefined && { detail }),
      ...(statedAt !== undefined && { lastUpdated: statedAt }),
    },
    affects: [...new Set(refs)].map((ref) => ({ ref: `urn:cdx:${sbom}/1#${encodeURIComponent(ref)}` })),
    properties: [{ name: 'plimsoll:decision', value: decision }],
  };
}

/** RFC 9562, version 8: the bits are our own, here those of a digest. */
function toUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
