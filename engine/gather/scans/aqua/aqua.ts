import { isObject, type Members, memberAt, numberAt, textAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { type ImageDraft, ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateStatements, rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

/**
 * Aqua's scan of an image, and the list of vulnerabilities that its API gives.
 *
 * gaps    package-skipped (a resource that was not scanned), scan-failed, those of the family
 */
export const aqua = Object.freeze<ReportFormat>({
  id: 'aqua',
  about: {
    title: 'Aqua Security',
    source: 'https://docs.aquasec.com/',
    reads: [
      '`scannercli scan --jsonfile`, also in the list that pipelines keep (`results`)',
      'API v2, `risks/vulnerabilities`',
      'findings in files (`cves`)',
    ],
  },
  recognizes: (json) => scansOf(json).length > 0 || isList(json) || isFileList(json),
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/aqua');
    const scans = scansOf(document.json);
    if (scans.length > 0) return readScans(scans, reading);
    return isFileList(document.json) ? readFileList(document.json, reading) : readList(document.json, reading);
  },
});

/** One scan, or those of a list that has each below `results`. */
function scansOf(json: unknown): readonly unknown[] {
  if (!Array.isArray(json)) return isScan(json) ? [json] : [];
  const scans = json.map((item) => memberAt(item, 'results'));
  return scans.every(isScan) ? scans : [];
}

function isScan(json: unknown): boolean {
  const isResource = (item: unknown) => isObject(memberAt(item, 'resource'));
  const resources = memberAt(json, 'resources');
  const marks = ['vulnerability_summary', 'image_assurance_results', 'scan_options'].some((name) =>
    isObject(memberAt(json, name)),
  );
  if (Array.isArray(resources) && resources.length > 0)
    return resources.every(isResource) && (marks || textAt(json, 'image') !== undefined);
  return marks && textAt(json, 'image') !== undefined;
}

function isList(json: unknown): boolean {
  const list = memberAt(json, 'result');
  return (
    Array.isArray(list) &&
    (list.length > 0
      ? list.every((row) => isObject(memberAt(row, 'resource')) && textAt(row, 'name') !== undefined)
      : typeof memberAt(json, 'is_partial_data') === 'boolean' && numberAt(json, 'count') !== undefined)
  );
}

function isFileList(json: unknown): boolean {
  const list = memberAt(json, 'cves');
  const isOne = (item: unknown) => ['name', 'file'].every((name) => textAt(item, name) !== undefined);
  return Array.isArray(list) && list.length > 0 && list.every((item) => isOne(item) && memberAt(item, 'score') !== undefined);
}

function readScans(scans: readonly unknown[], reading: ReadingInProgress): ScanReading {
  const images = new ImageList();
  const packages: ListedPackage[] = [];
  const rows = scans.flatMap((scan) => {
    if (memberAt(scan, 'partial_results') === true) reading.gap('scan-failed', 'it says that its results are partial');
    const image = images.add(imageOf(scan));
    return reading.objects(memberAt(scan, 'resources'), 'resources').flatMap(({ members, at }) => {
      const named = packageOf(members);
      if (named) packages.push({ ...named, image });
      if (memberAt(members, 'scanned') === false) reading.gap('package-skipped', `${named?.name ?? at} was not scanned`);
      return reading
        .objects(memberAt(members, 'vulnerabilities'), `${at}.vulnerabilities`)
        .map((row) => readRow(row, { named, image, reading }));
    });
  });
  const databaseAt = numberAt(scans[0], 'data_date');
  return reading.finish({ tool: 'aqua', kind: 'vulnerabilities', images: images.images, rows, packages, databaseAt });
}

function imageOf(scan: unknown): ImageDraft {
  const digest = textAt(scan, 'digest');
  const [image, registry] = [textAt(scan, 'image'), textAt(scan, 'registry')];
  const references = [image, registry && `${registry}/${image}`];
  return {
    name: textAt(scan, 'pull_name') ?? image,
    references: references.filter((text) => text !== undefined),
    digests: [digest && (digest.includes(':') ? digest : `sha256:${digest}`)],
  };
}

/** Files are named, and no packages; a score stands in place of a severity. */
function readFileList(json: unknown, reading: ReadingInProgress): ScanReading {
  const rows = reading.objects(memberAt(json, 'cves'), 'cves').map(({ members, at }) => {
    const path = textAt(members, 'file');
    const severities = state('aqua', { score: numberAt(members, 'score') });
    return reading.row(at, {
      ids: [textAt(members, 'name')],
      packages: [namePackage({ name: path?.split('/').at(-1), path })],
      severity: rateStatements(severities),
      severities,
      fixedIn: toVersions(textAt(members, 'fix_version')),
    });
  });
  return reading.finish({ tool: 'aqua', kind: 'vulnerabilities', rows });
}

function readList(json: unknown, reading: ReadingInProgress): ScanReading {
  const images = new ImageList();
  const rows = reading.objects(memberAt(json, 'result'), 'result').map((row) => {
    const digest = textAt(row.members, 'image_digest');
    const image = images.add({ name: textAt(row.members, 'image_name'), digests: [digest] });
    return readRow(row, { named: packageOf(row.members), image, reading });
  });
  const total = numberAt(json, 'count');
  if (total !== undefined && total > rows.length)
    reading.gap('rows-missing', `it speaks of ${total} vulnerabilities and lists ${rows.length}: another page has the rest`);
  return reading.finish({ tool: 'aqua', kind: 'vulnerabilities', images: images.images, rows });
}

function packageOf(entry: Members) {
  const resource = memberAt(entry, 'resource');
  return namePackage({
    type: textAt(resource, 'format') ?? textAt(resource, 'type'),
    name: textAt(resource, 'name') ?? textAt(resource, 'path')?.split('/').at(-1),
    version: textAt(resource, 'version'),
    source: textAt(resource, 'src_name'),
    path: textAt(resource, 'path'),
    layer: textAt(resource, 'layer_digest'),
  });
}

interface Found {
  readonly named: ReturnType<typeof namePackage>;
  readonly image: number | null;
  readonly reading: ReadingInProgress;
}

function readRow({ members, at }: PlacedMembers, { named, image, reading }: Found): ScanRow {
  const words = ['aqua_severity', 'severity', 'vendor_severity_v3', 'vendor_severity', 'nvd_severity_v3', 'nvd_severity'];
  return reading.row(at, {
    image,
    ids: [textAt(members, 'name')],
    packages: [named],
    severity: rateWord(words.map((word) => textAt(members, word)).find((word) => word !== undefined)),
    severities: ['aqua', 'vendor', 'nvd'].flatMap((source) => [
      ...state(source, { vector: textAt(members, `${source}_vectors_v3`), score: numberAt(members, `${source}_score_v3`) }),
      ...state(source, { vector: textAt(members, `${source}_vectors`), score: numberAt(members, `${source}_score`) }),
    ]),
    fixedIn: toVersions(textAt(members, 'fix_version')),
    ...(isAcknowledged(members) && { suppressed: 'acknowledged' }),
  });
}

/** Its API writes the beginning of 1970, or Go's year 1, where nobody did. */
function isAcknowledged(row: Members): boolean {
  return Date.parse(textAt(row, 'acknowledged_date') ?? '') > 0;
}
