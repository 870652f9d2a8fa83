import {
  entriesAt,
  isObject,
  type Members,
  memberAt,
  numberAt,
  objectsAt,
  textAt,
  textsAt,
} from '../../../formats/json/members.ts';
import type { NamedVulnerability, ScanCheck, ScannedPackage, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { ImageList } from '../name-image.ts';
import { nameVulnerabilities } from '../name-vulnerabilities.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { isComponent, nameComponent, nameInLayer } from './name-component.ts';

/**
 * JFrog Xray: the unified report, summaries of artifacts, and what `jf` prints.
 *
 * gaps    rows-missing (its own total is higher than the rows that it lists), those of the family
 */
export const xray = Object.freeze<ReportFormat>({
  id: 'xray',
  about: {
    title: 'JFrog Xray',
    source: 'https://jfrog.com/help/r/xray-rest-apis',
    reads: [
      'the vulnerabilities report (`rows`)',
      'summaries of artifacts (`artifacts`)',
      "exports of a component's security issues (`data`)",
      '`jf scan` and `jf docker scan`, `--format json`',
    ],
  },
  recognizes: (json) => isUnified(json) || isSummary(json) || isScan(json) || isExport(json),
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/xray');
    const images = new ImageList();
    const rows = readRows(document.json, reading, images);
    const checks = isExport(document.json) ? objectsAt(document.json, 'data').filter((issue) => !isSecurity(issue)) : [];
    return reading.finish({
      tool: 'xray',
      kind: 'vulnerabilities',
      images: images.images,
      rows,
      checks: checks.map(readOther),
    });
  },
});

function isUnified(json: unknown): boolean {
  const rows = memberAt(json, 'rows');
  const isRow = (row: unknown) =>
    textAt(row, 'vulnerable_component') !== undefined || textAt(row, 'impacted_artifact') !== undefined;
  return typeof memberAt(json, 'total_rows') === 'number' && Array.isArray(rows) && rows.every(isRow);
}

function isSummary(json: unknown): boolean {
  const list = memberAt(json, 'artifacts');
  return (
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((item) => isObject(memberAt(item, 'general')) && isObject(item) && 'issues' in item)
  );
}

function isScan(json: unknown): boolean {
  const isOne = (item: unknown) =>
    textAt(item, 'component_id') !== undefined && isObject(item) && ('vulnerabilities' in item || 'scan_id' in item);
  return Array.isArray(json) && json.length > 0 && json.every(isOne);
}

function isExport(json: unknown): boolean {
  const list = memberAt(json, 'data');
  const isOne = (item: unknown) => isObject(memberAt(item, 'component_versions')) && textAt(item, 'component') !== undefined;
  return Array.isArray(list) && list.length > 0 && list.every(isOne);
}

function readRows(json: unknown, reading: ReadingInProgress, images: ImageList): readonly ScanRow[] {
  if (isUnified(json)) {
    const rows = reading.objects(memberAt(json, 'rows'), 'rows');
    tellMissing(numberAt(json, 'total_rows'), rows.length, reading);
    return rows.map((row) => readUnified(row, reading, images));
  }
  if (isExport(json)) {
    const rows = reading.objects(memberAt(json, 'data'), 'data');
    tellMissing(numberAt(json, 'total_count'), rows.length, reading);
    return rows.filter(({ members }) => isSecurity(members)).map((row) => readExported(row, reading));
  }
  const isList = Array.isArray(json);
  const owners = reading.objects(isList ? json : memberAt(json, 'artifacts'), isList ? 'scans' : 'artifacts');
  return owners.flatMap(({ members, at }) => {
    const id =
      textAt(members, 'component_id') ?? textAt(members, 'general', 'component_id') ?? textAt(members, 'general', 'path');
    const image = images.add({ name: imageOf(id) });
    const list = isList ? 'vulnerabilities' : 'issues';
    return reading.objects(memberAt(members, list), `${at}.${list}`).map((issue) => readIssue(issue, image, reading));
  });
}

function tellMissing(total: number | undefined, held: number, reading: ReadingInProgress): void {
  if (total !== undefined && total > held)
    reading.gap('rows-missing', `it speaks of ${total} rows and holds ${held}: another page has the rest`);
}

/** Licenses that are forbidden stand among the issues. */
function isSecurity(issue: Members): boolean {
  return (textAt(issue, 'issue_type') ?? 'security') === 'security';
}

function readOther(issue: Members): ScanCheck {
  return {
    id: textAt(issue, 'id') ?? textAt(issue, 'issue_type') ?? '',
    title: textAt(issue, 'summary') ?? '',
    severity: rateWord(textAt(issue, 'severity')),
    subject: textAt(issue, 'source_comp_id') ?? textAt(issue, 'component') ?? '',
    outcome: 'failed',
  };
}

function readExported({ members, at }: PlacedMembers, reading: ReadingInProgress): ScanRow {
  const versions = memberAt(members, 'component_versions');
  const cves = objectsAt(versions, 'more_details', 'cves');
  const named = textAt(members, 'source_comp_id') ?? textAt(members, 'component') ?? '';
  return reading.row(at, {
    ids: [],
    vulnerabilities: nameAll(cves, textAt(members, 'id')),
    packages: [nameComponent(named, undefined)],
    severity: rateWord(textAt(members, 'severity')),
    severities: cves.flatMap((cve) => ['cvss_v3', 'cvss_v2'].flatMap((name) => readScoreWithVector(textAt(cve, name)))),
    fixedIn: toVersions(textsAt(versions, 'fixed_versions')),
  });
}

/** `7.5/CVSS:3.0/AV:N/…`, `5.0/AV:N/…`. */
function readScoreWithVector(text: string | undefined) {
  const [, score, vector] = /^(\d{1,2}(?:\.\d)?)(?:\/(.+))?$/.exec(text ?? '') ?? [];
  return score === undefined ? [] : state('xray', { vector, score: Number(score) });
}

function readUnified({ members, at }: PlacedMembers, reading: ReadingInProgress, images: ImageList): ScanRow {
  const component = textAt(members, 'vulnerable_component') ?? textAt(members, 'impacted_artifact') ?? '';
  const image = images.add({ name: imageOf(textAt(members, 'impacted_artifact')) });
  const fixedIn = toVersions(textsAt(members, 'fixed_versions'));
  return readCommon(
    { members, at },
    { image, packages: [nameComponent(component, textAt(members, 'package_type'))], fixedIn, reading },
  );
}

function readIssue({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress): ScanRow {
  const components = Array.isArray(memberAt(members, 'components'))
    ? objectsAt(members, 'components').map((item) => [textAt(item, 'component_id') ?? '', item] as const)
    : entriesAt(members, 'components');
  const packages = components.length > 0 ? components.map(([id]) => nameComponent(id, undefined)) : namesInPaths(members);
  const fixedIn = components.flatMap(([, item]) => toVersions(textsAt(item, 'fixed_versions')));
  return readCommon({ members, at }, { image, packages, fixedIn, reading });
}

/** Summaries name a package of an image at the end of its path only. */
function namesInPaths(issue: Members): readonly (ScannedPackage | undefined)[] {
  const ids = textsAt(issue, 'impact_path').flatMap((path) => /\.(?:tar\.gz|tgz)\/([^/]+:[^/]+)$/.exec(path)?.[1] ?? []);
  return [...new Set(ids)].map(nameInLayer);
}

interface Found {
  readonly image: number | null;
  readonly packages: readonly (ScannedPackage | undefined)[];
  readonly fixedIn: readonly string[];
  readonly reading: ReadingInProgress;
}

function readCommon({ members, at }: PlacedMembers, { reading, ...found }: Found): ScanRow {
  const cves = objectsAt(members, 'cves');
  return reading.row(at, {
    ...found,
    ids: [],
    vulnerabilities: nameAll(cves, textAt(members, 'issue_id')),
    severity: rateWord(textAt(members, 'severity')),
    severities: cves.flatMap((cve) => [
      ...readScoreWithVector(textAt(cve, 'cvss_v3')),
      ...readScoreWithVector(textAt(cve, 'cvss_v2')),
      ...state('xray', { vector: textAt(cve, 'cvss_v3_vector'), score: numberAt(cve, 'cvss_v3_score') }),
      ...state('xray', {
        vector: textAt(cve, 'cvss_v2_vector')?.replace(/^CVSS:2\.0\//, ''),
        score: numberAt(cve, 'cvss_v2_score'),
      }),
    ]),
  });
}

/** An issue is about each of its CVEs; its own number is another name of the only one. */
function nameAll(cves: readonly Members[], issue: string | undefined): readonly NamedVulnerability[] {
  const ids = cves.flatMap((cve) => textAt(cve, 'cve') ?? textAt(cve, 'id') ?? []);
  return ids.length > 1 ? ids.flatMap((id) => nameVulnerabilities([id])) : nameVulnerabilities([...ids, issue]);
}

/** `docker://repository/name:tag`. */
function imageOf(component: string | undefined): string | undefined {
  return component !== undefined && isComponent(component, 'docker')
    ? component.slice('docker://'.length).replace(/\/manifest\.json$/, '')
    : undefined;
}
