import { isObject, type Members, memberAt, numberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanRow } from '../../../model/scan.ts';
import { ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateStatements, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

const marks = [
  'experimental_config',
  'image_metadata',
  'license_summary',
  'experimental_generic_findings',
  'experimental_scan_config',
];

/**
 * OSV-Scanner's JSON.
 */
export const osvScanner = Object.freeze<ReportFormat>({
  id: 'osv-scanner',
  about: {
    title: 'OSV-Scanner',
    source: 'https://google.github.io/osv-scanner/output/',
    reads: ['`osv-scanner --format json`, with `--all-packages` too', '`osv-scanner scan image --format json`'],
    limits: ['license violations'],
  },
  recognizes: (json) => {
    const results = memberAt(json, 'results');
    if (results === null) return marks.some((mark) => memberAt(json, mark) !== undefined);
    if (!isObject(json) || !Array.isArray(results)) return false;
    const isResult = (result: unknown) => memberAt(result, 'source') !== undefined && Array.isArray(memberAt(result, 'packages'));
    const others = Object.keys(json).filter((key) => key !== 'results' && !marks.includes(key));
    return results.length > 0 ? results.every(isResult) : others.length === 0;
  },
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/osv-scanner');
    const images = new ImageList();
    const read = reading.objects(memberAt(document.json, 'results'), 'results').flatMap(({ members, at }) => {
      const image = images.add(imageOf(members));
      const path = textAt(members, 'source', 'path');
      return reading
        .objects(memberAt(members, 'packages'), `${at}.packages`)
        .map((item) => readPackage(item, { image, path, reading }));
    });
    const listed = read.flatMap(({ listed: item }) => item);
    return reading.finish({
      tool: 'osv-scanner',
      kind: 'vulnerabilities',
      images: images.images,
      rows: read.flatMap(({ rows }) => rows),
      packages: read.some(({ rows }) => rows.length === 0) ? listed : null,
    });
  },
});

function imageOf(result: Members) {
  const isImage = ['docker', 'image', 'container'].includes(textAt(result, 'source', 'type') ?? '');
  return { name: isImage ? textAt(result, 'source', 'path') : undefined };
}

function readPackage(
  { members, at }: PlacedMembers,
  { image, path, reading }: { image: number | null; path: string | undefined; reading: ReadingInProgress },
): { readonly rows: readonly ScanRow[]; readonly listed: readonly ListedPackage[] } {
  const stated = memberAt(members, 'package');
  const name = textAt(stated, 'name');
  const binary = textAt(stated, 'os_package_name');
  const named = namePackage({
    type: textAt(stated, 'ecosystem'),
    name: binary ?? name,
    version: textAt(stated, 'version') ?? textAt(stated, 'commit'),
    source: binary === undefined ? undefined : name,
    path,
    layer: textAt(members, 'image_origin_details', 'index') ?? textAt(stated, 'image_origin_details', 'diff_id'),
  });
  const groups = objectsAt(members, 'groups');
  const rows = reading.objects(memberAt(members, 'vulnerabilities'), `${at}.vulnerabilities`).map((found) => {
    const id = textAt(found.members, 'id');
    const group = groups.find((candidate) => id !== undefined && textsAt(candidate, 'ids').includes(id));
    const statements = statementsOf(found.members, group);
    return reading.row(found.at, {
      image,
      ids: [id, ...textsAt(found.members, 'aliases'), ...textsAt(found.members, 'upstream')],
      packages: [named],
      severity: rateStatements(statements),
      severities: statements,
      fixedIn: fixesOf(found.members, name),
    });
  });
  return { rows, listed: named ? [{ ...named, image }] : [] };
}

/** Vectors of the record, the group's score where it has none, and the word of the record's database. */
function statementsOf(record: Members, group: Members | undefined) {
  const affected = objectsAt(record, 'affected');
  const vectors = [record, ...affected].flatMap((part) =>
    objectsAt(part, 'severity').flatMap((severity) => state('osv', { vector: textAt(severity, 'score') })),
  );
  const score = vectors.length > 0 ? [] : state('osv-scanner', { score: numberAt(group, 'max_severity') });
  return [...vectors, ...score, ...state('osv', { word: textAt(record, 'database_specific', 'severity') })];
}

function fixesOf(record: Members, name: string | undefined): readonly string[] {
  const own = objectsAt(record, 'affected').filter((affected) => textAt(affected, 'package', 'name') === name);
  return own
    .flatMap((affected) => objectsAt(affected, 'ranges'))
    .filter((range) => textAt(range, 'type') !== 'GIT')
    .flatMap((range) => objectsAt(range, 'events').flatMap((event) => textAt(event, 'fixed') ?? []));
}
