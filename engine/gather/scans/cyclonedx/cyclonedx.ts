import { type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanKind, ScannedImage, ScanStatement } from '../../../model/scan.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { nameVulnerabilities } from '../name-vulnerabilities.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';
import { draftVulnerability } from './draft-vulnerability.ts';

const packageKinds = new Set(['library', 'application', 'framework', 'platform']);
const statuses: ReadonlyMap<string, ScanStatement['status']> = new Map([
  ['not_affected', 'not_affected'],
  ['false_positive', 'not_affected'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
]);
const deepest = 64;

/**
 * CycloneDX in JSON, and XML, which the runner brings into the same shape: with vulnerabilities a report; without a list of them an SBOM; without components, and with an analysis for
 * each vulnerability, statements.
 *
 * gaps    those of the family
 */
export const cyclonedx = Object.freeze<ReportFormat>({
  id: 'cyclonedx',
  about: {
    title: 'CycloneDX',
    source: 'https://cyclonedx.org/docs/latest/json/',
    reads: [
      'vulnerabilities (VDR), components (SBOM), analyses (VEX); the first rating is the shown one',
      'the extension for vulnerabilities that XML documents had before 1.4',
    ],
    limits: ['protocol buffers'],
  },
  recognizes: (json) => textAt(json, 'bomFormat') === 'CycloneDX',
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/cyclonedx');
    const components = allComponents(json);
    const images = imagesOf(memberAt(json, 'metadata', 'component'));
    const image = images.length > 0 ? 0 : null;
    const byRef = new Map(components.map((component) => [textAt(component, 'bom-ref'), component]));
    const found = reading.objects(memberAt(json, 'vulnerabilities'), 'vulnerabilities');
    const kind = kindOf(json, components.length);
    const tool = toolOf(json);
    return reading.finish({
      tool: 'cyclonedx',
      engine: textAt(tool, 'name')?.toLowerCase() ?? 'cyclonedx',
      version: textAt(tool, 'version'),
      kind,
      images,
      rows:
        kind === 'vulnerabilities'
          ? found.map(({ members, at }) => reading.row(at, draftVulnerability(members, { byRef, image })))
          : [],
      statements: found.flatMap(({ members }) => toStatement(members, byRef)),
      packages: components.length > 0 ? components.flatMap((component) => toListed(component, image)) : null,
    });
  },
});

function kindOf(json: unknown, components: number): ScanKind {
  const list = memberAt(json, 'vulnerabilities');
  if (!Array.isArray(list)) return 'sbom';
  const isVex = components === 0 && list.length > 0 && list.every((item) => textAt(item, 'analysis', 'state') !== undefined);
  return isVex ? 'statements' : 'vulnerabilities';
}

/** Components at every depth, without the document's subject. */
function allComponents(json: unknown): readonly Members[] {
  const found: Members[] = [];
  let level = objectsAt(json, 'components');
  for (let depth = 0; level.length > 0 && depth < deepest; depth += 1) {
    found.push(...level);
    level = level.flatMap((component) => objectsAt(component, 'components'));
  }
  return found;
}

/** The program that wrote it: a list of tools, or since 1.5 of components. */
function toolOf(json: unknown): Members | undefined {
  const [tool] = [...objectsAt(json, 'metadata', 'tools'), ...objectsAt(json, 'metadata', 'tools', 'components')];
  return tool ?? toolOfXml(memberAt(json, 'metadata', 'tools'));
}

/** The same in XML, where it may be one of two things, so that its elements keep their names. */
function toolOfXml(tools: unknown): Members | undefined {
  const [components] = objectsAt(tools, '<components>');
  const [tool] = [...objectsAt(tools, '<tool>'), ...objectsAt(components, '<component>')];
  const part = (name: string) => memberAt(tool, `<${name}>`);
  const [name, version] = [part('name'), part('version')].map((texts) => (Array.isArray(texts) ? texts[0] : undefined));
  return tool && { name, version };
}

function imagesOf(subject: unknown): readonly ScannedImage[] {
  const purl = textAt(subject, 'purl');
  if (textAt(subject, 'type') !== 'container' && !purl?.startsWith('pkg:oci/')) return [];
  const properties = objectsAt(subject, 'properties').filter((property) =>
    /:Repo(?:Tag|Digest)$/.test(textAt(property, 'name') ?? ''),
  );
  const name = textAt(subject, 'name');
  const version = textAt(subject, 'version');
  const named =
    name && version && !name.includes('@') && !/:[^/]+$/.test(name)
      ? version.startsWith('sha256:')
        ? `${name}@${version}`
        : `${name}:${version}`
      : name;
  return oneImage({
    name: named,
    references: properties.flatMap((property) => textAt(property, 'value') ?? []),
    digests: [version, purl && decode(purl)],
  });
}

function decode(text: string): string {
  return text.replaceAll(/%3A/gi, ':');
}

function toListed(component: Members, image: number | null): readonly ListedPackage[] {
  if (!packageKinds.has(textAt(component, 'type') ?? 'library')) return [];
  const named = nameComponent(component);
  return named ? [{ ...named, image }] : [];
}

function nameComponent(component: Members) {
  const group = textAt(component, 'group');
  const name = textAt(component, 'name');
  return namePackage({
    purl: textAt(component, 'purl'),
    name: group && name ? `${group}/${name}` : name,
    version: textAt(component, 'version'),
  });
}

function toStatement(vulnerability: Members, byRef: ReadonlyMap<string | undefined, Members>): readonly ScanStatement[] {
  const status = statuses.get(textAt(vulnerability, 'analysis', 'state') ?? '');
  const [named] = nameVulnerabilities([
    textAt(vulnerability, 'id'),
    ...objectsAt(vulnerability, 'references').map((reference) => textAt(reference, 'id')),
  ]);
  if (!status || !named) return [];
  const justification = textAt(vulnerability, 'analysis', 'justification');
  const products = objectsAt(vulnerability, 'affects').flatMap((affected) => {
    const ref = textAt(affected, 'ref') ?? '';
    const own = ref.startsWith('urn:cdx:')
      ? decodeURIComponent(ref.slice(ref.indexOf('#') + 1).replace(/%(?![0-9A-Fa-f]{2})/g, '%25'))
      : ref;
    const id = textAt(byRef.get(ref), 'purl') ?? own;
    return id === '' ? [] : [{ id, subcomponents: [] }];
  });
  return [{ vulnerability: named, status, ...(justification && { justification }), products }];
}
