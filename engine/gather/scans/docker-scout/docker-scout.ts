import { isObject, type Members, memberAt, numberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateStatements, rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

/**
 * Docker Scout's own JSON: the image's packages, and the vulnerabilities by purl.
 */
export const dockerScout = Object.freeze<ReportFormat>({
  id: 'docker-scout',
  about: {
    title: 'Docker Scout',
    source: 'https://docs.docker.com/reference/cli/docker/scout/cves/',
    reads: [
      '`docker scout cves --format sbom`',
      '`docker scout sbom --format json`',
      'its SARIF and GitLab output are read as these',
    ],
  },
  recognizes: (json) =>
    Array.isArray(memberAt(json, 'artifacts')) &&
    isObject(memberAt(json, 'source', 'image')) &&
    memberAt(json, 'descriptor', 'sbom_version') !== undefined,
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/docker-scout');
    const source = memberAt(json, 'source', 'image');
    const images = oneImage({
      name: textsAt(source, 'tags')[0] ?? textAt(source, 'name'),
      references: textsAt(source, 'tags'),
      digests: [textAt(source, 'digest')],
    });
    const image = images.length > 0 ? 0 : null;
    const hasVulnerabilities = isObject(json) && 'vulnerabilities' in json;
    const found = reading
      .objects(memberAt(json, 'vulnerabilities'), 'vulnerabilities')
      .flatMap((entry) => flatten(entry, reading));
    return reading.finish({
      tool: 'docker-scout',
      version: textAt(json, 'descriptor', 'version'),
      kind: hasVulnerabilities ? 'vulnerabilities' : 'sbom',
      images,
      rows: found.map((row) => readRow(row, image, reading)),
      packages: reading.objects(memberAt(json, 'artifacts'), 'artifacts').flatMap(({ members }) => nameArtifact(members, image)),
    });
  },
});

/** Rows stand one by one, or in a list below their purl. */
function flatten({ members, at }: PlacedMembers, reading: ReadingInProgress): readonly PlacedMembers[] {
  if (!('vulnerabilities' in members)) return [{ members, at }];
  const purl = textAt(members, 'purl');
  return reading
    .objects(memberAt(members, 'vulnerabilities'), `${at}.vulnerabilities`)
    .map((row) => ({ members: { ...row.members, ...(purl !== undefined && { purl }) }, at: row.at }));
}

function readRow({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress): ScanRow {
  const cvss = memberAt(members, 'cvss');
  const own = state('docker-scout', { vector: textAt(cvss, 'vector'), score: numberAt(cvss, 'score') });
  const advised = ['vendor_advisory', 'nist_cve'].flatMap((name) => scoresOf(memberAt(members, name)));
  const word = textAt(cvss, 'severity') ?? textAt(members, 'severity');
  return reading.row(at, {
    image,
    ids: [
      textAt(members, 'source_id'),
      textAt(members, 'vendor_advisory', 'source_id'),
      textAt(members, 'nist_cve', 'source_id'),
    ],
    packages: [namePackage({ purl: textAt(members, 'purl'), name: textAt(members, 'purl') })],
    severity: word === undefined ? rateStatements([...own, ...advised]) : rateWord(word),
    severities: [...own, ...advised],
    fixedIn: toVersions(textAt(members, 'fixed_by')),
  });
}

function scoresOf(advisory: unknown) {
  return objectsAt(advisory, 'references').flatMap((reference) =>
    objectsAt(reference, 'scores').flatMap((score) => {
      const value = textAt(score, 'value') ?? '';
      const source = textAt(reference, 'source') ?? 'docker-scout';
      if (/vector/i.test(textAt(score, 'type') ?? '')) return state(source, { vector: value });
      return /^[\d.]+$/.test(value) ? state(source, { score: Number(value) }) : state(source, { word: value });
    }),
  );
}

function nameArtifact(artifact: Members, image: number | null): readonly ListedPackage[] {
  const place = objectsAt(artifact, 'locations')[0];
  const named = namePackage({
    purl: textAt(artifact, 'purl'),
    type: textAt(artifact, 'type'),
    name: textAt(artifact, 'name'),
    version: textAt(artifact, 'version'),
    path: textAt(place, 'path'),
    layer: textAt(place, 'digest'),
  });
  return named ? [{ ...named, image }] : [];
}
