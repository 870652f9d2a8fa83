import { entriesAt, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { CheckOutcome, ScanCheck, ScanKind, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { readCompliance } from './read-compliance.ts';

const group = 'aquasecurity.github.io/';
const resourceGroup = '.aquasecurity.github.io';

/**
 * Resources of trivy-operator: one, a list of them, a Kubernetes `List`, or lists by the name of their resource.
 *
 * gaps    rows-missing (a resource without `report`, or one of compliance without results), system-end-of-life, those of the family
 */
export const trivyOperator = Object.freeze<ReportFormat>({
  id: 'trivy-operator',
  about: {
    title: 'trivy-operator',
    source: 'https://aquasecurity.github.io/trivy-operator/latest/docs/crds/',
    reads: [
      'VulnerabilityReport and ClusterVulnerabilityReport',
      'ConfigAuditReport, RbacAssessmentReport, InfraAssessmentReport, ExposedSecretReport as checks',
      'SbomReport as packages',
      'ClusterComplianceReport as checks: those that failed, or, where it only counts them, the controls',
    ],
  },
  recognizes: (json) => {
    const resources = resourcesOf(json);
    return Array.isArray(resources) && resources.length > 0 && resources.every(isReport);
  },
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/trivy-operator');
    const images = new ImageList();
    const resources = reading.objects(resourcesOf(document.json), 'items');
    const read = resources.map((resource) => readResource(resource, reading, images));
    const kinds = new Set(resources.map(({ members }) => textAt(members, 'kind') ?? ''));
    return reading.finish({
      tool: 'trivy-operator',
      engine: 'trivy',
      version: resources.map(({ members }) => textAt(members, 'report', 'scanner', 'version')).find(Boolean),
      kind: kindOf(kinds),
      images: images.images,
      rows: read.flatMap(({ rows }) => rows),
      checks: read.flatMap(({ checks }) => checks),
      ...(kindOf(kinds) === 'checks' && { outcomes: resources.flatMap(({ members }) => outcomesOf(members)) }),
      packages: [...kinds].some(isSbom) ? read.flatMap(({ packages }) => packages) : null,
    });
  },
});

function resourcesOf(json: unknown): unknown {
  if (Array.isArray(json)) return json;
  const lists = entriesAt(json);
  if (lists.length > 0 && lists.every(([name, list]) => name.endsWith(resourceGroup) && Array.isArray(list)))
    return lists.flatMap(([, list]) => list);
  return textAt(json, 'kind')?.endsWith('List') ? memberAt(json, 'items') : [json];
}

function isReport(resource: unknown): boolean {
  return (textAt(resource, 'apiVersion') ?? '').startsWith(group) && (textAt(resource, 'kind') ?? '').endsWith('Report');
}

function isSbom(kind: string): boolean {
  return kind.endsWith('SbomReport');
}

function kindOf(kinds: ReadonlySet<string>): ScanKind {
  if ([...kinds].some((kind) => kind.endsWith('VulnerabilityReport'))) return 'vulnerabilities';
  return [...kinds].every(isSbom) ? 'sbom' : 'checks';
}

function readResource(resource: PlacedMembers, reading: ReadingInProgress, images: ImageList) {
  const { members, at } = resource;
  if (textAt(members, 'kind') === 'ClusterComplianceReport')
    return { rows: [], packages: [], checks: readCompliance(resource, reading) };
  const report = memberAt(members, 'report');
  if (report === undefined || report === null) reading.gap('rows-missing', `${at} has no report`);
  const image = images.add(imageOf(report));
  const family = [textAt(report, 'os', 'family'), textAt(report, 'os', 'name')].filter(Boolean).join(' ');
  if (memberAt(report, 'os', 'eosl') === true)
    reading.gap('system-end-of-life', `${at}: ${family} is no longer supported: advisories for it may be missing`);
  const found = reading.objects(memberAt(report, 'vulnerabilities'), `${at}.report.vulnerabilities`);
  return {
    rows: found.map((row) => readRow(row, image, reading, textAt(report, 'os', 'family'))),
    checks: checksOf(report, subjectOf(members)),
    packages: objectsAt(report, 'components', 'components').flatMap((component) => {
      const named = namePackage({
        purl: textAt(component, 'purl'),
        name: textAt(component, 'name'),
        version: textAt(component, 'version'),
      });
      return named && textAt(component, 'type') === 'library' ? [{ ...named, image }] : [];
    }),
  };
}

function imageOf(report: unknown) {
  const server = textAt(report, 'registry', 'server')?.replace(/^https?:\/\//, '');
  const repository = textAt(report, 'artifact', 'repository');
  const tag = textAt(report, 'artifact', 'tag');
  const digest = textAt(report, 'artifact', 'digest');
  if (!repository) return { name: undefined };
  const place = server ? `${server}/${repository}` : repository;
  return { name: tag ? `${place}:${tag}` : digest ? `${place}@${digest}` : place, digests: [digest] };
}

function readRow({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress, family?: string): ScanRow {
  const nvd = memberAt(members, 'cvss', 'nvd');
  return reading.row(at, {
    image,
    ids: [textAt(members, 'vulnerabilityID')],
    packages: [
      namePackage({
        purl: textAt(members, 'packagePURL'),
        type: textAt(members, 'packageType') ?? (textAt(members, 'class') === 'lang-pkgs' ? undefined : family),
        name: textAt(members, 'resource'),
        version: textAt(members, 'installedVersion'),
        path: textAt(members, 'packagePath') ?? textAt(members, 'target'),
      }),
    ],
    severity: rateWord(textAt(members, 'severity')),
    severities: [
      ...state('trivy', { score: numberAt(members, 'score') }),
      ...state('nvd', { vector: textAt(nvd, 'V3Vector'), score: numberAt(nvd, 'V3Score') }),
    ],
    fixedIn: toVersions(textAt(members, 'fixedVersion')),
  });
}

function subjectOf(resource: Members): string {
  const metadata = memberAt(resource, 'metadata');
  return [textAt(metadata, 'namespace'), textAt(metadata, 'name')].filter(Boolean).join('/');
}

function outcomesOf(members: Members): readonly CheckOutcome[] {
  const label = (name: string) => textAt(members, 'metadata', 'labels', `trivy-operator.resource.${name}`);
  const [kind, name] = [label('kind'), label('name')];
  return objectsAt(members, 'report', 'checks').map((check) => {
    const success = memberAt(check, 'success');
    return {
      id: textAt(check, 'checkID') ?? 'unnamed',
      title: textAt(check, 'title') ?? '',
      subject: subjectOf(members),
      ...(kind && name && { resource: { kind, namespace: label('namespace') ?? null, name } }),
      outcome: success === true ? 'passed' : success === false ? 'failed' : 'not-checked',
      word: scalarText(success),
    };
  });
}

function checksOf(report: unknown, subject: string): readonly ScanCheck[] {
  const failed = objectsAt(report, 'checks').filter((check) => memberAt(check, 'success') === false);
  const found = [
    ...failed.map((check) => ({ check, id: textAt(check, 'checkID') })),
    ...objectsAt(report, 'secrets').map((check) => ({ check, id: textAt(check, 'ruleID') })),
  ];
  return found.map(({ check, id }) => ({
    id: id ?? 'unnamed',
    title: textAt(check, 'title') ?? '',
    severity: rateWord(textAt(check, 'severity')),
    subject,
    outcome: 'failed',
  }));
}
