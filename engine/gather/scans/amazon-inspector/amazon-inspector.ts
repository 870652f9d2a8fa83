import { isObject, type Members, memberAt, numberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { ScanCheck, ScanRow } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { ImageList } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type ReadingInProgress, startReading } from '../start-reading.ts';
import { isRegistryScan, readRegistryScan } from './read-registry-scan.ts';

/**
 * Amazon Inspector's findings, and what Amazon ECR says of an image.
 *
 * gaps    scan-failed, system-unsupported (the registry says so), those of the family
 */
export const amazonInspector = Object.freeze<ReportFormat>({
  id: 'amazon-inspector',
  about: {
    title: 'Amazon Inspector and Amazon ECR',
    source: 'https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html',
    reads: ['`aws inspector2 list-findings`', '`aws ecr describe-image-scan-findings`, basic and enhanced'],
    limits: ['findings of network reachability and of code are counted as checks'],
  },
  recognizes: (json) => isFindings(json) || isRegistryScan(json),
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/amazon-inspector');
    const { json } = document;
    if (isRegistryScan(json) && !isObject(objectsAt(json, 'imageScanFindings', 'enhancedFindings')[0]))
      return readRegistryScan(json, reading);
    const images = new ImageList();
    const list = isRegistryScan(json) ? memberAt(json, 'imageScanFindings', 'enhancedFindings') : memberAt(json, 'findings');
    const found = reading.objects(list, 'findings');
    const isCheck = ({ members }: PlacedMembers) => /NETWORK_REACHABILITY|CODE_VULNERABILITY/.test(textAt(members, 'type') ?? '');
    return reading.finish({
      tool: 'amazon-inspector',
      kind: 'vulnerabilities',
      rows: found.filter((finding) => !isCheck(finding)).map((finding) => readFinding(finding, images, reading)),
      checks: found.filter(isCheck).map(({ members }) => toCheck(members)),
      images: images.images,
    });
  },
});

function isFindings(json: unknown): boolean {
  const list = memberAt(json, 'findings');
  const isFinding = (item: unknown) => (textAt(item, 'findingArn') ?? '').includes(':inspector2:');
  if (!isObject(json) || !Array.isArray(list)) return false;
  return list.length > 0 ? list.every(isFinding) : Object.keys(json).every((key) => key === 'findings' || key === 'nextToken');
}

function readFinding({ members, at }: PlacedMembers, images: ImageList, reading: ReadingInProgress): ScanRow {
  const details = memberAt(members, 'packageVulnerabilityDetails');
  const found = objectsAt(details, 'vulnerablePackages');
  const drafts = objectsAt(members, 'resources').map(imageOf);
  const [image = null] = drafts.map((draft) => images.add(draft));
  const score = memberAt(members, 'inspectorScoreDetails', 'adjustedCvss');
  return reading.row(at, {
    image,
    ids: [textAt(details, 'vulnerabilityId'), ...textsAt(details, 'relatedVulnerabilities')],
    packages: found.map((item) => packageOf(item, textAt(details, 'source'))),
    severity: rateWord(textAt(members, 'severity')),
    severities: [
      ...state('amazon-inspector', { vector: textAt(score, 'scoringVector'), score: numberAt(members, 'inspectorScore') }),
      ...objectsAt(details, 'cvss').flatMap((rating) =>
        state(textAt(rating, 'source') ?? 'nvd', {
          vector: textAt(rating, 'scoringVector'),
          score: numberAt(rating, 'baseScore'),
        }),
      ),
    ],
    fixedIn: found.flatMap((item) => toVersions(textAt(item, 'fixedInVersion'))),
    status: textAt(members, 'fixAvailable') === 'NO' ? 'not-fixed' : undefined,
    ...(textAt(members, 'status') === 'SUPPRESSED' && { suppressed: 'suppressed by a rule' }),
  });
}

function packageOf(item: Members, source: string | undefined) {
  const version = [textAt(item, 'version'), textAt(item, 'release')].filter(Boolean).join('-');
  const epoch = numberAt(item, 'epoch');
  const manager = textAt(item, 'packageManager');
  const type = manager === undefined || manager === 'OS' ? (source ?? '').replace(/_CVE$/, '') : manager;
  return namePackage({
    type,
    name: textAt(item, 'name'),
    version: epoch ? `${epoch}:${version}` : version,
    path: textAt(item, 'filePath'),
    layer: textAt(item, 'sourceLayerHash'),
  });
}

/** `arn:aws:ecr:REGION:ACCOUNT:repository/NAME/sha256:…`. */
function imageOf(resource: Members) {
  const details = memberAt(resource, 'details', 'awsEcrContainerImage');
  const [, region, account] = /^arn:[^:]+:ecr:([^:]+):(\d+):/.exec(textAt(resource, 'id') ?? '') ?? [];
  const name = textAt(details, 'repositoryName');
  const place = region && account && name ? `${account}.dkr.ecr.${region}.amazonaws.com/${name}` : name;
  const references = place ? textsAt(details, 'imageTags').map((tag) => `${place}:${tag}`) : [];
  return { name: references[0] ?? place, references, digests: [textAt(details, 'imageHash')] };
}

function toCheck(finding: Members): ScanCheck {
  return {
    id: textAt(finding, 'type') ?? 'unnamed',
    title: textAt(finding, 'title') ?? '',
    severity: rateWord(textAt(finding, 'severity')),
    subject: textAt(objectsAt(finding, 'resources')[0], 'id') ?? '',
    outcome: 'failed',
  };
}
