import { createHash } from 'node:crypto';
import { toLogicalName } from '../../formats/reference/logical-name.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { Finding } from '../../model/finding.ts';
import type { DeclaredImage } from '../../model/inventory.ts';
import { packageTitle } from './package-title.ts';

/**
 * What a finding is about, as a hash that stays over releases: the image whatever its tag, the package whatever its version, the platform
 * and the vulnerability.
 *
 * out     64 hexadecimal digits; two versions of one package in one image have the same
 */
export function findingFingerprint(
  { image, platform, purl, vulnerability }: Finding,
  declared: DeclaredImage | undefined,
): string {
  const { type, name } = packageTitle(purl);
  const parts = [declared?.identity?.logicalName ?? logicalNameOf(image), platform, type, name, vulnerability];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The name of an image wherever it is pulled from, without tag and digest. */
function logicalNameOf(image: string): string {
  const reference = parseReference(image);
  return reference ? toLogicalName(reference).name : image;
}
