import { entriesAt, isObject, type Members, memberAt, numberAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { toVersions } from '../fix-state.ts';
import { ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

const mediaType = /^application\/vnd\.(?:scanner\.adapter\.vuln\.report\.harbor\+json|security\.vulnerability\.report)/;

/**
 * Harbor's vulnerability report, by media type as its API gives it, or bare as its scanner adapters do.
 *
 * gaps    rows-missing (a report without a list of vulnerabilities and with a severity), those of the family
 */
export const harbor = Object.freeze<ReportFormat>({
  id: 'harbor',
  about: {
    title: 'Harbor',
    source: 'https://github.com/goharbor/pluggable-scanner-spec',
    reads: ['`additions/vulnerabilities` of an artifact', 'the report of a scanner adapter'],
  },
  recognizes: (json) => isBare(json) || (isObject(json) && Object.keys(json).some((key) => mediaType.test(key))),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/harbor');
    const images = new ImageList();
    const reports = isBare(json)
      ? [{ members: json as Members, at: 'report' }]
      : entriesAt(json).flatMap(([key, value]) => (mediaType.test(key) && isObject(value) ? [{ members: value, at: key }] : []));
    const scanner = reports.map(({ members }) => memberAt(members, 'scanner')).find(isObject);
    return reading.finish({
      tool: 'harbor',
      engine: textAt(scanner, 'name')?.toLowerCase() ?? 'harbor',
      version: textAt(scanner, 'version'),
      kind: 'vulnerabilities',
      rows: reports.flatMap((report) => readReport(report, reading, images)),
      images: images.images,
    });
  },
});

function isBare(json: unknown): boolean {
  return (
    textAt(json, 'generated_at') !== undefined &&
    isObject(memberAt(json, 'scanner')) &&
    isObject(json) &&
    'vulnerabilities' in json
  );
}

function readReport({ members, at }: PlacedMembers, reading: ReadingInProgress, images: ImageList) {
  const repository = textAt(members, 'artifact', 'repository');
  const tag = textAt(members, 'artifact', 'tag');
  const image = images.add({
    name: repository && tag ? `${repository}:${tag}` : repository,
    digests: [textAt(members, 'artifact', 'digest')],
  });
  const list = memberAt(members, 'vulnerabilities');
  const severity = textAt(members, 'severity');
  if ((list === null || list === undefined) && severity && !/^(?:none|unknown)$/i.test(severity))
    reading.gap('rows-missing', `it says ${severity} and lists no vulnerability`);
  return reading.objects(list, `${at}.vulnerabilities`).map((row) => readRow(row, image, reading));
}

function readRow({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress) {
  const cvss = memberAt(members, 'preferred_cvss');
  const digests = textsAt(members, 'artifact_digests');
  return reading.row(at, {
    image,
    ids: [textAt(members, 'id')],
    packages: [
      namePackage({
        name: textAt(members, 'package'),
        version: textAt(members, 'version'),
        layer: textAt(members, 'layer', 'digest') ?? digests[0],
      }),
    ],
    severity: rateWord(textAt(members, 'severity')),
    severities: state('harbor', {
      vector: textAt(cvss, 'vector_v3') ?? textAt(cvss, 'vector_v2'),
      score: numberAt(cvss, 'score_v3') ?? numberAt(cvss, 'score_v2'),
    }),
    fixedIn: toVersions(textAt(members, 'fix_version')),
    status: textAt(members, 'status'),
  });
}
