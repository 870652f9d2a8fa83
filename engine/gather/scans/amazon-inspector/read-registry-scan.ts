import { isObject, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ScanReading } from '../report-format.ts';
import type { ReadingInProgress } from '../start-reading.ts';

/** Whether a document is what Amazon ECR says of the scan of an image. */
export function isRegistryScan(json: unknown): boolean {
  return memberAt(json, 'imageScanStatus') !== undefined && isObject(memberAt(json, 'imageId'));
}

/**
 * Findings of ECR's basic scan, whose facts about the package are a list of keys and values.
 *
 * gaps    scan-failed, system-unsupported
 * source  Amazon ECR API, DescribeImageScanFindings
 */
export function readRegistryScan(json: unknown, reading: ReadingInProgress): ScanReading {
  const status = textAt(json, 'imageScanStatus', 'status');
  const why = textAt(json, 'imageScanStatus', 'description') ?? '';
  if (status === 'UNSUPPORTED_IMAGE') reading.gap('system-unsupported', `the image is not supported: ${why}`);
  else if (!['COMPLETE', 'ACTIVE'].includes(status ?? ''))
    reading.gap('scan-failed', `the scan is ${status ?? 'in no known state'}: ${why}`);
  const repository = textAt(json, 'repositoryName');
  const tag = textAt(json, 'imageId', 'imageTag');
  const account = textAt(json, 'registryId');
  const images = oneImage({
    name: [account && `${account}/`, repository, tag && `:${tag}`].filter(Boolean).join(''),
    digests: [textAt(json, 'imageId', 'imageDigest')],
  });
  const rows = reading.objects(memberAt(json, 'imageScanFindings', 'findings'), 'findings').map(({ members, at }) =>
    reading.row(at, {
      image: images.length > 0 ? 0 : null,
      ids: [textAt(members, 'name')],
      packages: [namePackage({ name: attribute(members, 'package_name'), version: attribute(members, 'package_version') })],
      severity: rateWord(textAt(members, 'severity')),
      severities: state('nvd', {
        vector: attribute(members, 'CVSS3_VECTOR') ?? attribute(members, 'CVSS2_VECTOR'),
        score: numberAt({ score: attribute(members, 'CVSS3_SCORE') ?? attribute(members, 'CVSS2_SCORE') }, 'score'),
      }),
    }),
  );
  return reading.finish({
    tool: 'amazon-inspector',
    engine: 'amazon-ecr',
    kind: 'vulnerabilities',
    images,
    rows,
    databaseAt: moment(memberAt(json, 'imageScanFindings', 'vulnerabilitySourceUpdatedAt')),
  });
}

function attribute(finding: Members, key: string): string | undefined {
  return textAt(
    objectsAt(finding, 'attributes').find((pair) => textAt(pair, 'key') === key),
    'value',
  );
}

function moment(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
