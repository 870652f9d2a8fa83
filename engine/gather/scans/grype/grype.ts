import { listAt, type Members, memberAt, numberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { type ImageDraft, oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';

/** Grype itself refuses to work with an older database unless told otherwise. */
const oldestDatabaseDays = 5;

/**
 * Grype's JSON.
 *
 * gaps    database-old (made more than five days before the scan), system-unsupported, those of the family
 */
export const grype = Object.freeze<ReportFormat>({
  id: 'grype',
  about: {
    title: 'Grype',
    source: 'https://github.com/anchore/grype',
    reads: ['`grype -o json`; matches that rules ignore are kept apart'],
  },
  recognizes: (json) =>
    Array.isArray(memberAt(json, 'matches')) &&
    (textAt(json, 'descriptor', 'name') === 'grype' ||
      objectsAt(json, 'matches').some((match) => memberAt(match, 'vulnerability', 'id') !== undefined)),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/grype');
    const isImage = textAt(json, 'source', 'type') === 'image';
    const images = isImage ? oneImage(imageOf(memberAt(json, 'source', 'target'))) : [];
    const image = images.length > 0 ? 0 : null;
    const built = textAt(json, 'descriptor', 'db', 'built') ?? textAt(json, 'descriptor', 'db', 'status', 'built');
    checkDatabase(json, built, reading);
    const toRows = (list: string) => reading.objects(memberAt(json, list), list).map((match) => readMatch(match, image, reading));
    return reading.finish({
      tool: 'grype',
      version: textAt(json, 'descriptor', 'version'),
      kind: 'vulnerabilities',
      images,
      rows: toRows('matches'),
      ignored: toRows('ignoredMatches'),
      databaseAt: built,
    });
  },
});

function checkDatabase(json: unknown, built: string | undefined, reading: ReadingInProgress): void {
  const scanned = Date.parse(textAt(json, 'descriptor', 'timestamp') ?? '');
  const ageDays = (scanned - Date.parse(built ?? '')) / 86_400_000;
  if (ageDays > oldestDatabaseDays)
    reading.gap('database-old', `its database was ${Math.floor(ageDays)} days old when it scanned`);
  const error = memberAt(json, 'descriptor', 'db', 'error') ?? memberAt(json, 'descriptor', 'db', 'status', 'error');
  if (error !== undefined && error !== null && error !== '')
    reading.gap('scan-failed', `its database could not be used: ${JSON.stringify(error).slice(0, 300)}`);
  if (objectsAt(json, 'alertsByPackage').length > 0)
    reading.gap('system-end-of-life', 'it warns of packages whose distribution is no longer supported');
}

function imageOf(target: unknown): ImageDraft {
  return {
    name: textAt(target, 'userInput') ?? textsAt(target, 'tags')[0],
    references: [...textsAt(target, 'tags'), ...textsAt(target, 'repoDigests')],
    digests: [textAt(target, 'manifestDigest')],
  };
}

function readMatch({ members, at }: PlacedMembers, image: number | null, reading: ReadingInProgress): ScanRow {
  const vulnerability = memberAt(members, 'vulnerability');
  const related = objectsAt(members, 'relatedVulnerabilities');
  const rules = listAt(members, 'appliedIgnoreRules');
  return reading.row(at, {
    image,
    ids: [textAt(vulnerability, 'id'), ...related.map((other) => textAt(other, 'id'))],
    packages: [packageOf(members)],
    severity: rateWord(textAt(vulnerability, 'severity')),
    severities: [vulnerability, ...related].flatMap(statementsOf),
    fixedIn: toVersions(textsAt(vulnerability, 'fix', 'versions'), textAt(vulnerability, 'fixedInVersion')),
    status: textAt(vulnerability, 'fix', 'state'),
    ...(rules.length > 0 && { suppressed: reasonOf(rules[0]) }),
  });
}

function packageOf(match: Members) {
  const artifact = memberAt(match, 'artifact');
  const place = objectsAt(artifact, 'locations')[0];
  return namePackage({
    purl: textAt(artifact, 'purl'),
    type: textAt(artifact, 'type'),
    name: textAt(artifact, 'name'),
    version: textAt(artifact, 'version'),
    source: textAt(objectsAt(artifact, 'upstreams')[0], 'name') ?? textAt(artifact, 'metadata', 'Source'),
    path: textAt(place, 'path'),
    layer: textAt(place, 'layerID'),
  });
}

function statementsOf(vulnerability: unknown) {
  const source = (textAt(vulnerability, 'namespace') ?? 'grype').split(':', 1)[0] ?? 'grype';
  const rated = objectsAt(vulnerability, 'cvss').flatMap((rating) =>
    state(source, { vector: textAt(rating, 'vector'), score: numberAt(rating, 'metrics', 'baseScore') }),
  );
  // Versions before 0.12 have one rating of each version of CVSS.
  const early = ['cvssV3', 'cvssV2'].flatMap((name) =>
    state(source, { vector: textAt(vulnerability, name, 'vector'), score: numberAt(vulnerability, name, 'baseScore') }),
  );
  return [...rated, ...early];
}

function reasonOf(rule: unknown): string {
  return textAt(rule, 'reason') ?? textAt(rule, 'vex-status') ?? textAt(rule, 'vulnerability') ?? 'a rule ignores it';
}
