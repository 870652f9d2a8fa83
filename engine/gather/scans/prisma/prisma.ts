import { type Members, memberAt, numberAt, textAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanCheck } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

const marks = ['vulnerabilityDistribution', 'complianceDistribution', 'complianceScanPassed', 'vulnerabilityScanPassed'];

/**
 * What twistcli writes for Prisma Cloud, once Twistlock.
 *
 * gaps    rows-missing (its own total is higher than the rows that it lists), those of the family
 */
export const prisma = Object.freeze<ReportFormat>({
  id: 'prisma',
  about: {
    title: 'Prisma Cloud (Twistlock)',
    source: 'https://docs.prismacloud.io/en/compute-edition/content-collections/tools/twistcli',
    reads: ['`twistcli images scan --output-file`; failed compliance checks as checks'],
    limits: ['the CSV that the console exports'],
  },
  recognizes: (json) => {
    const results = memberAt(json, 'results');
    return (
      Array.isArray(results) &&
      results.length > 0 &&
      results.every((result) => marks.some((mark) => memberAt(result, mark) !== undefined))
    );
  },
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/prisma');
    const images = new ImageList();
    const read = reading
      .objects(memberAt(document.json, 'results'), 'results')
      .map((result) => readResult(result, reading, images));
    return reading.finish({
      tool: 'prisma',
      kind: 'vulnerabilities',
      images: images.images,
      rows: read.flatMap(({ rows }) => rows),
      checks: read.flatMap(({ checks }) => checks),
      packages: read.some(({ packages }) => packages.length > 0) ? read.flatMap(({ packages }) => packages) : null,
    });
  },
});

function readResult({ members, at }: PlacedMembers, reading: ReadingInProgress, images: ImageList) {
  const name = textAt(members, 'name');
  const image = images.add({ name, digests: [textAt(members, 'digest')] });
  const distribution = textAt(members, 'distro');
  const listed = reading.objects(memberAt(members, 'packages'), `${at}.packages`).map((item) => item.members);
  const typeOf = (word: string | undefined) => (word === 'os' || word === 'package' ? distribution : word);
  const packages = listed.flatMap((item) => namePackages(item, { type: typeOf(textAt(item, 'type')), image }));
  const types = new Map(listed.map((item) => [`${textAt(item, 'name')}\n${textAt(item, 'version')}`, textAt(item, 'type')]));
  const rows = reading.objects(memberAt(members, 'vulnerabilities'), `${at}.vulnerabilities`).map((row) => {
    const version = textAt(row.members, 'packageVersion');
    const type = textAt(row.members, 'packageType') ?? types.get(`${textAt(row.members, 'packageName')}\n${version}`);
    return readRow(row, { image, type: typeOf(type), reading });
  });
  const total = numberAt(members, 'vulnerabilityDistribution', 'total');
  if (total !== undefined && total > rows.length)
    reading.gap('rows-missing', `${at}: it counts ${total} vulnerabilities and lists ${rows.length}`);
  return { rows, packages, checks: checksOf(members, name ?? '') };
}

function namePackages(
  item: Members,
  { type, image }: { type: string | undefined; image: number | null },
): readonly ListedPackage[] {
  const named = namePackage({
    type,
    name: textAt(item, 'name'),
    version: textAt(item, 'version'),
    path: textAt(item, 'path'),
  });
  return named ? [{ ...named, image }] : [];
}

function readRow(
  { members, at }: PlacedMembers,
  { image, type, reading }: { image: number | null; type: string | undefined; reading: ReadingInProgress },
) {
  const status = textAt(members, 'status') ?? '';
  const fixed = /^fixed in (.*)$/i.exec(status)?.[1];
  return reading.row(at, {
    image,
    ids: [textAt(members, 'id')],
    packages: packagesOf(members, type),
    severity: rateWord(textAt(members, 'severity')),
    severities: state('prisma', { vector: textAt(members, 'vector'), score: numberAt(members, 'cvss') }),
    fixedIn: toVersions(fixed),
    status,
  });
}

/** `source (used in one, other)`: the packages that are built from a source. */
function packagesOf(row: Members, type: string | undefined) {
  const written = textAt(row, 'packageName');
  const [, source, binaries] = /^(\S+) \(used in ([^()]+)\)$/.exec(written ?? '') ?? [];
  const names = binaries?.split(',').map((name) => name.trim()) ?? [written];
  const rest = { type, source, version: textAt(row, 'packageVersion'), path: textAt(row, 'packagePath') };
  return names.map((name) => namePackage({ ...rest, name }));
}

function checksOf(result: Members, subject: string): readonly ScanCheck[] {
  const list = memberAt(result, 'compliances');
  return (Array.isArray(list) ? list : []).map((check: unknown) => ({
    id: String(numberAt(check, 'id') ?? textAt(check, 'id') ?? 'unnamed'),
    title: textAt(check, 'title') ?? '',
    severity: rateWord(textAt(check, 'severity')),
    subject,
    outcome: 'failed',
  }));
}
