import { any, flag, list, matching, object, text, word } from '../structure/rule.ts';
import { checksumAlgorithms, relationshipTypes } from './words.ts';

const id = matching('an id as `SPDXRef-…`', /^SPDXRef-[A-Za-z0-9.+-]+$/);
const moment = matching(
  'a date and time as 2026-01-31T12:00:00Z',
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/,
);

const checksum = object(
  { algorithm: word(checksumAlgorithms), checksumValue: matching('a checksum in hexadecimal', /^(?:[0-9a-fA-F]{2})+$/) },
  { required: ['algorithm', 'checksumValue'] },
);
const annotation = object(
  { annotationDate: moment, annotationType: word(['OTHER', 'REVIEW']), annotator: text, comment: text },
  { required: ['annotationDate', 'annotationType', 'annotator', 'comment'] },
);
const reference = object(
  {
    // Underscores are how SPDX 2.2 spells them in JSON.
    referenceCategory: word(['OTHER', 'PERSISTENT-ID', 'PERSISTENT_ID', 'SECURITY', 'PACKAGE-MANAGER', 'PACKAGE_MANAGER']),
    referenceType: text,
    referenceLocator: text,
  },
  { required: ['referenceCategory', 'referenceType', 'referenceLocator'] },
);
const purposes = [
  'OTHER',
  'INSTALL',
  'ARCHIVE',
  'FIRMWARE',
  'APPLICATION',
  'FRAMEWORK',
  'LIBRARY',
  'CONTAINER',
  'SOURCE',
  'DEVICE',
  'OPERATING_SYSTEM',
  'OPERATING-SYSTEM',
  'FILE',
];

const spdxPackage = object(
  {
    SPDXID: id,
    name: text,
    downloadLocation: text,
    versionInfo: text,
    filesAnalyzed: flag,
    checksums: list(() => checksum, 'checksum'),
    externalRefs: list(() => reference, 'externalRef'),
    licenseConcluded: text,
    licenseDeclared: text,
    primaryPackagePurpose: word(purposes),
    annotations: list(() => annotation, 'annotation'),
    attributionTexts: list(() => text, 'attributionText'),
  },
  { required: ['SPDXID', 'name', 'downloadLocation'] },
);

const relationship = object(
  { spdxElementId: text, relatedSpdxElement: text, relationshipType: word(relationshipTypes) },
  { required: ['spdxElementId', 'relatedSpdxElement', 'relationshipType'] },
);

/**
 * What an SPDX 2 document looks like in JSON, as far as Plimsoll reads it.
 *
 * source  SPDX 2.2 and 2.3, JSON Schema
 */
export const spdxDocument = object(
  {
    spdxVersion: text,
    SPDXID: matching('SPDXRef-DOCUMENT', /^SPDXRef-DOCUMENT$/),
    name: text,
    dataLicense: text,
    documentNamespace: text,
    creationInfo: object({ created: moment, creators: list(() => text, 'creator') }, { required: ['created', 'creators'] }),
    documentDescribes: list(() => text, 'id'),
    packages: list(() => spdxPackage, 'package'),
    files: any,
    relationships: list(() => relationship, 'relationship'),
    annotations: list(() => annotation, 'annotation'),
  },
  { required: ['spdxVersion', 'SPDXID', 'name', 'dataLicense', 'creationInfo'] },
);
