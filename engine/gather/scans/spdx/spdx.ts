import { type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { isSpdx3 } from '../../../formats/spdx/read-spdx3.ts';
import type { ListedPackage, ScanStatement } from '../../../model/scan.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { findIds, nameVulnerabilities } from '../name-vulnerabilities.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, startReading } from '../start-reading.ts';
import { readSpdx3Report } from './read-spdx3-report.ts';

/**
 * SPDX 3 in JSON-LD, see `readSpdx3Report`, and SPDX 2 in JSON, and as tags with values, which the runner
 * brings into the same shape: an SBOM. The advisories that SPDX 2 refers to *may* concern a package
 * (SPDX 2.3, annex F.2), so that they are statements still under investigation and no findings.
 *
 * gaps    row-unread (a reference to an advisory without an id), those of the family
 */
export const spdx = Object.freeze<ReportFormat>({
  id: 'spdx',
  about: {
    title: 'SPDX',
    source: 'https://spdx.github.io/spdx-spec/v2.3/',
    reads: [
      'packages of SPDX 2.2 and 2.3 in JSON and as tags with values, and the security advisories that they refer to',
      'SPDX 3.0 in JSON-LD: packages, vulnerabilities with CVSS, VEX',
    ],
    limits: ['RDF and YAML', 'EPSS, SSVC and exploit catalogs in SPDX 3'],
  },
  recognizes: (json) => isSpdx3(json) || /^SPDX-2\./.test(textAt(json, 'spdxVersion') ?? ''),
  read(document): ScanReading {
    const { json } = document;
    if (isSpdx3(json)) return readSpdx3Report(document);
    const reading = startReading(document, 'gather/scans/spdx');
    const found = reading.objects(memberAt(json, 'packages'), 'packages');
    const subject = found.find(({ members }) => textAt(members, 'primaryPackagePurpose') === 'CONTAINER');
    const images = subject ? oneImage(imageOf(subject.members)) : [];
    const image = images.length > 0 ? 0 : null;
    const tool = toolOf(json);
    return reading.finish({
      tool: 'spdx',
      engine: tool?.name ?? 'spdx',
      version: tool?.version,
      kind: 'sbom',
      images,
      packages: found.filter((item) => item !== subject).flatMap(({ members }) => toListed(members, image)),
      statements: found.flatMap((item) =>
        statementsOf(item, (at) => reading.gap('row-unnamed', `${at} refers to an advisory without an id`)),
      ),
    });
  },
});

/** `Tool: syft-1.2.3`. */
function toolOf(json: unknown): { readonly name: string; readonly version?: string } | undefined {
  const creators = memberAt(json, 'creationInfo', 'creators');
  const texts = Array.isArray(creators) ? creators.filter((text) => typeof text === 'string') : [];
  const [, name, version] = texts.map((text) => /^Tool: (.+?)(?:-v?(\d[^\s]*))?$/.exec(text)).find(Boolean) ?? [];
  return name ? { name: name.toLowerCase(), ...(version && { version }) } : undefined;
}

function purlOf(item: Members): string | undefined {
  const references = objectsAt(item, 'externalRefs');
  return textAt(
    references.find((reference) => textAt(reference, 'referenceType') === 'purl'),
    'referenceLocator',
  );
}

function imageOf(item: Members) {
  const name = textAt(item, 'name');
  const version = textAt(item, 'versionInfo');
  const digest = purlOf(item)?.replaceAll(/%3A/gi, ':');
  const isDigest = version?.startsWith('sha256:');
  return {
    name: name && version && !name.includes('@') && !/:[^/]+$/.test(name) ? `${name}${isDigest ? '@' : ':'}${version}` : name,
    digests: [digest],
  };
}

function nameOne(item: Members) {
  return namePackage({ purl: purlOf(item), name: textAt(item, 'name'), version: textAt(item, 'versionInfo') });
}

function toListed(item: Members, image: number | null): readonly ListedPackage[] {
  const named = nameOne(item);
  return named ? [{ ...named, image }] : [];
}

function statementsOf({ members, at }: PlacedMembers, unnamed: (at: string) => void): readonly ScanStatement[] {
  const references = objectsAt(members, 'externalRefs').filter(
    (reference) => textAt(reference, 'referenceCategory') === 'SECURITY' && textAt(reference, 'referenceType') === 'advisory',
  );
  return references.flatMap((reference): ScanStatement[] => {
    const [vulnerability] = nameVulnerabilities(findIds(textAt(reference, 'referenceLocator')));
    if (!vulnerability) unnamed(at);
    const id = purlOf(members) ?? textAt(members, 'name') ?? '';
    return vulnerability ? [{ vulnerability, status: 'under_investigation', products: [{ id, subcomponents: [] }] }] : [];
  });
}
