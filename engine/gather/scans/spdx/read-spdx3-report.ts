import { type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { defaultSbomLimits } from '../../../formats/sbom/limits.ts';
import type { StatedComponent, StatedDocument } from '../../../formats/sbom/stated.ts';
import { readSpdx3 } from '../../../formats/spdx/read-spdx3.ts';
import type { NamedVulnerability, ScannedImage, ScanRow, ScanStatement } from '../../../model/scan.ts';
import type { SeverityStatement } from '../../../model/severity.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { nameVulnerabilities } from '../name-vulnerabilities.ts';
import { rateStatements, state } from '../rate.ts';
import type { ReportDocument, ScanReading } from '../report-format.ts';
import { type ReadingInProgress, startReading } from '../start-reading.ts';

const prefix = 'security_';

/** What is said of a vulnerability in packages, by class or by type of relationship. */
const sayings: ReadonlyMap<string, ScanStatement['status'] | 'associated'> = new Map([
  ['VexAffectedVulnAssessmentRelationship', 'affected'],
  ['VexFixedVulnAssessmentRelationship', 'fixed'],
  ['VexNotAffectedVulnAssessmentRelationship', 'not_affected'],
  ['VexUnderInvestigationVulnAssessmentRelationship', 'under_investigation'],
  ['hasAssociatedVulnerability', 'associated'],
]);

/** Justifications in OpenVEX's words. */
const justifications: ReadonlyMap<string, string> = new Map([
  ['componentNotPresent', 'component_not_present'],
  ['vulnerableCodeNotPresent', 'vulnerable_code_not_present'],
  ['vulnerableCodeNotInExecutePath', 'vulnerable_code_not_in_execute_path'],
  ['vulnerableCodeCannotBeControlledByAdversary', 'vulnerable_code_cannot_be_controlled_by_adversary'],
  ['inlineMitigationsAlreadyExist', 'inline_mitigations_already_exist'],
]);

/** Something that is said of one vulnerability in some elements. */
interface Saying {
  readonly vulnerability: string;
  readonly status: ScanStatement['status'] | 'associated';
  readonly justification: string | undefined;
  /** Ids of the products, or of the packages themselves. */
  readonly products: readonly string[];
  /** Id of the part of these products that it is about. */
  readonly part: string | undefined;
}

/**
 * SPDX 3.0 in JSON-LD: packages, the vulnerabilities that are associated with them or affect them, and what is said of these.
 *
 * out     a row for each vulnerability, with the packages that have it, and another for those where a statement sets it aside; a document
 *         that only states is of kind `statements`
 * gaps    list-unread (no SPDX 3.0), row-unnamed, those of the family
 * source  SPDX 3.0.1, Security profile
 */
export function readSpdx3Report(document: ReportDocument): ScanReading {
  const reading = startReading(document, 'gather/scans/spdx');
  const elements = reading.objects(memberAt(document.json, '@graph'), '@graph').map(({ members }) => members);
  const stated = readSpdx3(document.json, defaultSbomLimits);
  if ('refused' in stated) reading.gap('list-unread', `the document ${stated.refused}`);
  const { components, images } = 'refused' in stated ? none : imagesOf(stated);
  const byId = new Map(components.map((component) => [component.id, component]));
  const sayings = elements.flatMap(readSaying);
  const found = elements.filter((element) => typeOf(element) === 'Vulnerability');
  const isFound = sayings.some(({ status }) => status === 'associated' || status === 'affected');
  const kind =
    isFound || (found.length > 0 && sayings.length === 0) ? 'vulnerabilities' : sayings.length > 0 ? 'statements' : 'sbom';
  const image = images.length > 0 ? 0 : null;
  const byVulnerability = Map.groupBy(sayings, ({ vulnerability }) => vulnerability);
  const parts: Parts = { byId, byVulnerability, ratings: ratingsOf(elements), image, reading };
  const named = new Map(found.map((element) => [idOf(element), nameOf(element)]));
  return reading.finish({
    tool: 'spdx',
    engine: toolOf(elements) ?? 'spdx',
    kind,
    images,
    rows: kind === 'vulnerabilities' ? found.flatMap((element) => toRows(element, parts)) : [],
    packages: components.flatMap((component) => (component.kind === 'package' ? toListed(component, image) : [])),
    statements: sayings.flatMap((saying) => toStatements(saying, named.get(saying.vulnerability) ?? [], byId)),
  });
}

const none = { components: [], images: [] };

interface Parts {
  readonly byId: ReadonlyMap<string, StatedComponent>;
  readonly byVulnerability: ReadonlyMap<string, readonly Saying[]>;
  readonly ratings: ReadonlyMap<string, readonly SeverityStatement[]>;
  readonly image: number | null;
  readonly reading: ReadingInProgress;
}

function imagesOf({ subject, components }: StatedDocument): {
  readonly components: readonly StatedComponent[];
  readonly images: readonly ScannedImage[];
} {
  const own = components.find(({ kind, name }) => kind === 'image' && name === subject.name);
  const isImage = own !== undefined || /^pkg:(?:oci|docker)\//.test(subject.purl ?? '') || subject.digests.length > 0;
  if (!isImage) return { components, images: [] };
  const { name, version, digests } = subject;
  const hasTag = /[:@][^/]*$/.test(name) || version === undefined;
  const shown = hasTag ? name : `${name}${version.startsWith('sha256:') ? '@' : ':'}${version}`;
  return { components, images: oneImage({ name: shown, digests }) };
}

function readSaying(element: Members): readonly Saying[] {
  const type = typeOf(element);
  const relation = textAt(element, 'relationshipType') ?? '';
  const status = sayings.get(type) ?? sayings.get(relation);
  const from = textAt(element, 'from');
  if (!status || from === undefined) return [];
  const to = textsOf(element.to);
  const part = textAt(element, `${prefix}assessedElement`);
  const justification = textAt(element, `${prefix}justificationType`);
  const rest = { status, part, justification: justification && (justifications.get(justification) ?? justification) };
  if (status !== 'associated') return [{ ...rest, vulnerability: from, products: to }];
  return to.map((vulnerability) => ({ ...rest, vulnerability, products: [from] }));
}

/** What is said of a package in a product is said of the package. */
function packagesOf({ part, products }: Saying): readonly string[] {
  return part === undefined ? products : [part];
}

function toRows(element: Members, { byId, byVulnerability, ratings, image, reading }: Parts): readonly ScanRow[] {
  const own = byVulnerability.get(idOf(element)) ?? [];
  const aside = new Map(
    own.flatMap((saying) => {
      const { status, justification } = saying;
      const reason = [status, justification].filter(Boolean).join(': ');
      return status === 'not_affected' || status === 'fixed' ? packagesOf(saying).map((id) => [id, reason] as const) : [];
    }),
  );
  const held = new Set(own.filter(({ status }) => status === 'associated' || status === 'affected').flatMap(packagesOf));
  const open = [...held].filter((id) => !aside.has(id));
  const severities = ratings.get(idOf(element)) ?? [];
  const row = (ids: readonly string[], suppressed?: string) =>
    reading.row(`vulnerability ${textAt(element, 'name') ?? idOf(element)}`, {
      image,
      ids: [],
      vulnerabilities: nameOf(element),
      packages: ids.map((id) => nameComponent(byId.get(id), id)),
      severity: rateStatements(severities),
      severities,
      suppressed,
    });
  const rows = [...aside].filter(([id]) => held.has(id)).map(([id, reason]) => row([id], reason));
  return open.length > 0 || rows.length === 0 ? [row(open), ...rows] : rows;
}

/** A CVE is an external identifier; the name is often the same. */
function nameOf(element: Members): readonly NamedVulnerability[] {
  const identifiers = objectsAt(element, 'externalIdentifier').map((one) => textAt(one, 'identifier'));
  return nameVulnerabilities([textAt(element, 'name'), ...identifiers.filter((id) => !/^(?:https?:|cpe:|pkg:)/.test(id ?? ''))]);
}

function ratingsOf(elements: readonly Members[]): ReadonlyMap<string, readonly SeverityStatement[]> {
  const ratings = new Map<string, SeverityStatement[]>();
  for (const element of elements) {
    if (!/^CvssV[234]VulnAssessmentRelationship$/.test(typeOf(element))) continue;
    const from = textAt(element, 'from') ?? '';
    const stated = state('spdx', {
      vector: textAt(element, `${prefix}vectorString`),
      score: numberAt(element, `${prefix}score`),
      word: textAt(element, `${prefix}severity`),
    });
    ratings.set(from, [...(ratings.get(from) ?? []), ...stated]);
  }
  return ratings;
}

function nameComponent(component: StatedComponent | undefined, id: string) {
  if (component) return namePackage(component);
  return id.startsWith('pkg:') ? namePackage({ purl: id, name: id }) : undefined;
}

function toListed(component: StatedComponent, image: number | null) {
  const named = namePackage(component);
  return named ? [{ ...named, image }] : [];
}

function toStatements(
  { status, justification, products, part }: Saying,
  [vulnerability]: readonly NamedVulnerability[],
  byId: Parts['byId'],
): readonly ScanStatement[] {
  if (status === 'associated' || !vulnerability) return [];
  const called = (id: string) => byId.get(id)?.purl ?? byId.get(id)?.name ?? id;
  const subcomponents = part === undefined ? [] : [called(part)];
  const stated = products.map((id) => ({ id: called(id), subcomponents }));
  return [{ vulnerability, status, ...(justification && { justification }), products: stated }];
}

/** The program that made it. */
function toolOf(elements: readonly Members[]): string | undefined {
  return textAt(
    elements.find((element) => typeOf(element) === 'Tool'),
    'name',
  )?.toLowerCase();
}

function typeOf(element: Members): string {
  const type = textAt(element, 'type') ?? textAt(element, '@type') ?? '';
  return type.startsWith(prefix) ? type.slice(prefix.length) : type;
}

function idOf(element: Members): string {
  return textAt(element, 'spdxId') ?? textAt(element, '@id') ?? '';
}

/** JSON-LD lets a list of one be written without the list. */
function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}
