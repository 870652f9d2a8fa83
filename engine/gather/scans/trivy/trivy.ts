import { isObject, memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { type ImageDraft, ImageList } from '../name-image.ts';
import type { ReportDocument, ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { resourceOf } from './read-outcomes.ts';
import { readResults, type TrivyParts } from './read-results.ts';

/**
 * Trivy's own JSON: of one artifact (schema 2, and the list of results before it), and of a cluster.
 *
 * gaps    results-missing (no `Results` at all), target-empty, system-unsupported, system-end-of-life, scan-failed, those of the family
 */
export const trivy = Object.freeze<ReportFormat>({
  id: 'trivy',
  about: {
    title: 'Trivy',
    source: 'https://trivy.dev/latest/docs/configuration/reporting/#json',
    reads: [
      '`--format json` of images, file systems and repositories: schema 2, and the bare list of results of versions before 0.20',
      '`trivy k8s --format json`, all and summary',
    ],
    limits: ['failed checks, secrets and licenses are no vulnerability rows, and are counted as checks'],
  },
  recognizes: (json) => isArtifact(json) || isCluster(json) || isBareList(json),
  read(document: ReportDocument): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/trivy');
    const images = new ImageList();
    const parts = isCluster(json) ? readCluster(json, reading, images) : [readArtifact(json, reading, images)];
    return reading.finish({
      tool: 'trivy',
      version: textAt(json, 'Trivy', 'Version'),
      kind: 'vulnerabilities',
      images: images.images,
      rows: parts.flatMap(({ rows }) => rows),
      ignored: parts.flatMap(({ ignored }) => ignored),
      checks: parts.flatMap(({ checks }) => checks),
      ...(parts.some(({ outcomes }) => outcomes.length > 0) && { outcomes: parts.flatMap(({ outcomes }) => outcomes) }),
      packages: parts.some(({ listsPackages }) => listsPackages) ? parts.flatMap(({ packages }) => packages) : null,
    });
  },
});

function isArtifact(json: unknown): boolean {
  const marks = ['ArtifactType', 'ArtifactName', 'Results'];
  return typeof memberAt(json, 'SchemaVersion') === 'number' && marks.some((mark) => memberAt(json, mark) !== undefined);
}

function isCluster(json: unknown): boolean {
  return isObject(json) && typeof memberAt(json, 'ClusterName') === 'string';
}

/** Results as they stood before there was a schema version. */
function isBareList(json: unknown): boolean {
  const marks = ['Vulnerabilities', 'Misconfigurations', 'Type', 'Class', 'Packages'];
  const isResult = (item: unknown) =>
    textAt(item, 'Target') !== undefined && marks.some((name) => memberAt(item, name) !== undefined);
  return Array.isArray(json) && json.length > 0 && json.every(isResult);
}

function readArtifact(json: unknown, reading: ReadingInProgress, images: ImageList): TrivyParts {
  if (Array.isArray(json))
    return readResults(json, { reading, at: '', imageOf: (target) => images.add({ name: imageOfTarget(target) }) });
  const results = memberAt(json, 'Results');
  if (results === undefined || results === null)
    reading.gap('results-missing', 'there are no Results: nothing was found that it can scan, or nothing was scanned');
  else checkSystem(json, reading);
  const isImage = textAt(json, 'ArtifactType') === 'container_image' || isOfImage(memberAt(json, 'Metadata'));
  const image = isImage ? images.add(toImage(memberAt(json, 'Metadata'), textAt(json, 'ArtifactName'))) : null;
  return readResults(results, { reading, at: 'Results', imageOf: () => image });
}

function checkSystem(json: unknown, reading: ReadingInProgress): void {
  const family = textAt(json, 'Metadata', 'OS', 'Family');
  const name = [family, textAt(json, 'Metadata', 'OS', 'Name')].filter(Boolean).join(' ');
  if (memberAt(json, 'Metadata', 'OS', 'EOSL') === true)
    reading.gap('system-end-of-life', `${name} is no longer supported: advisories for it may be missing`);
  const classes = objectsAt(json, 'Results').map((result) => textAt(result, 'Class'));
  // Results had no class before version 0.22.
  const saysClass = classes.some((word) => word !== undefined);
  if (family && family !== 'none' && saysClass && !classes.includes('os-pkgs'))
    reading.gap('system-unsupported', `the packages of ${name} were not looked at: no target is of class os-pkgs`);
}

function readCluster(json: unknown, reading: ReadingInProgress, images: ImageList): readonly TrivyParts[] {
  const lists = ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'];
  if (lists.every((list) => memberAt(json, list) === undefined))
    reading.gap('results-missing', 'it lists no resources of the cluster');
  return lists.flatMap((list) =>
    reading.objects(memberAt(json, list), list).map((resource) => readResource(resource, reading, images)),
  );
}

function readResource({ members, at }: PlacedMembers, reading: ReadingInProgress, images: ImageList): TrivyParts {
  const error = textAt(members, 'Error');
  if (error) reading.gap('scan-failed', `${at}: ${error.slice(0, 300)}`);
  const metadata = memberAt(members, 'Metadata');
  const stated = (Array.isArray(metadata) ? metadata : [metadata]).filter(isOfImage);
  const only = stated.length === 1 ? images.add(toImage(stated[0], undefined)) : null;
  const imageOf = (target: string) => only ?? images.add({ name: imageOfTarget(target) });
  return readResults(memberAt(members, 'Results'), { reading, at: `${at}.Results`, imageOf, resource: resourceOf(members) });
}

/** Whether metadata is of an image. */
function isOfImage(metadata: unknown): boolean {
  return ['RepoTags', 'RepoDigests', 'DiffIDs'].some((list) => textsAt(metadata, list).length > 0);
}

function toImage(metadata: unknown, name: string | undefined): ImageDraft {
  const reference = textAt(metadata, 'Reference');
  const digests = textsAt(metadata, 'RepoDigests');
  const references = [...textsAt(metadata, 'RepoTags'), ...digests, ...(reference ? [reference] : [])];
  return { name: name ?? references[0], references };
}

/** `docker.io/library/redis:6 (debian 10.4)`. */
function imageOfTarget(target: string): string | undefined {
  return /^(\S+) \([^()]+\)$/.exec(target)?.[1];
}
