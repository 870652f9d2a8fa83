import { createHash } from 'node:crypto';
import { isLicenseExpression } from '../../../formats/spdx/license.ts';
import type { Fact } from '../sbom-facts.ts';

/** Who writes a document and when, and the licenses met so far that are on no list. */
export interface Author {
  /** `Tool: plimsoll-1.0.0`. */
  readonly tool: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** By id in the document. */
  readonly licenses: Map<string, string>;
}

/** What one SPDX package says. */
export interface SpdxPackage {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly license?: string;
  /** Hexadecimal. */
  readonly sha256?: string;
  readonly purpose: 'APPLICATION' | 'ARCHIVE' | 'CONTAINER' | 'LIBRARY' | 'OPERATING_SYSTEM';
  readonly facts: readonly Fact[];
}

/**
 * A package in the JSON form of SPDX 2.3.
 *
 * out     a license that is no SPDX expression gets an id of its own, which is added to the author's
 */
export function toSpdxPackage(item: SpdxPackage, author: Author): object {
  const { id, name, version, purl, license, sha256, purpose, facts } = item;
  const [annotationDate, annotator] = [author.at, author.tool];
  return {
    SPDXID: id,
    name,
    ...(version && { versionInfo: version }),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    ...(sha256 && { checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }] }),
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: license ? toLicense(license, author) : 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    ...(purl && { externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }] }),
    primaryPackagePurpose: purpose,
    ...(facts.length > 0 && {
      annotations: facts.map(([key, value]) => ({
        annotationDate,
        annotationType: 'OTHER',
        annotator,
        comment: `${key}: ${value}`,
      })),
    }),
  };
}

function toLicense(text: string, { licenses }: Author): string {
  // References to licenses of other documents would lead nowhere here.
  if (isLicenseExpression(text) && !text.includes('Ref-')) return text;
  const id = `LicenseRef-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  licenses.set(id, text);
  return id;
}
