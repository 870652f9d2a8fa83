import { memberAt, textAt } from '../../../formats/json/members.ts';
import type { ScanCheck } from '../../../model/scan.ts';
import { ImageList } from '../name-image.ts';
import type { ScanReading } from '../report-format.ts';
import type { PlacedMembers, ReadingInProgress } from '../start-reading.ts';

/** Whether a document is what anchorectl says of images and policies: one evaluation or a list of them. */
export function isPolicy(json: unknown): boolean {
  const list = Array.isArray(json) ? json : [json];
  const isOne = (item: unknown) =>
    textAt(item, 'policyId') !== undefined &&
    (Array.isArray(memberAt(item, 'evaluations')) || textAt(item, 'finalAction') !== undefined);
  return list.length > 0 && list.every(isOne);
}

/** Reads such a document: every violation is a check, with an image for its subject; Anchore gives no severities. */
export function readPolicy(json: unknown, reading: ReadingInProgress): ScanReading {
  const images = new ImageList();
  const list = Array.isArray(json) ? json : [json];
  const checks = reading.objects(list, 'evaluations').flatMap(({ members, at }) => {
    const subject = textAt(members, 'evaluatedTag') ?? textAt(members, 'tag');
    images.add({ name: subject, digests: [textAt(members, 'imageDigest') ?? textAt(members, 'digest')] });
    const details = (holder: PlacedMembers, name: string) =>
      reading.objects(memberAt(holder.members, name), `${holder.at}.${name}`);
    const newer = reading.objects(memberAt(members, 'evaluations'), `${at}.evaluations`);
    const found = [...details({ members, at }, 'detail'), ...newer.flatMap((one) => details(one, 'details'))];
    return found.map((violation) => toCheck(violation, subject ?? ''));
  });
  return reading.finish({ tool: 'anchorectl', engine: 'anchore', kind: 'checks', images: images.images, checks });
}

function toCheck({ members }: PlacedMembers, subject: string): ScanCheck {
  const id = [textAt(members, 'gate'), textAt(members, 'triggerName')].filter(Boolean).join(':');
  return {
    id: id || 'unnamed',
    title: textAt(members, 'description') ?? '',
    severity: 'UNKNOWN',
    subject,
    outcome: 'failed',
  };
}
