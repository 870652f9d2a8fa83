import { type Members, memberAt, numberAt, textAt } from '../../../formats/json/members.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ScanReading } from '../report-format.ts';
import type { ReadingInProgress } from '../start-reading.ts';

/** Whether a document is the report of vulnerabilities that Anchore Enterprise exports of an image. */
export function isSecurityEvaluation(json: unknown): boolean {
  const list = memberAt(json, 'securityEvaluation');
  const isRow = (row: unknown) => textAt(row, 'vulnerabilityId') !== undefined && textAt(row, 'package') !== undefined;
  return Array.isArray(list) && (list.length > 0 ? list.every(isRow) : textAt(json, 'metadata', 'imageDigest') !== undefined);
}

/**
 * Reads such a report.
 *
 * out     package and version out of the one text that the report has for both
 * gaps    those of the family
 */
export function readSecurityEvaluation(json: unknown, reading: ReadingInProgress): ScanReading {
  const metadata = memberAt(json, 'metadata');
  const repository = [textAt(metadata, 'registry'), textAt(metadata, 'repository')].filter(Boolean).join('/');
  const tag = textAt(metadata, 'tag');
  const images = oneImage({
    name: repository === '' ? undefined : tag ? `${repository}:${tag}` : repository,
    digests: [textAt(metadata, 'imageDigest')],
  });
  const found = reading.objects(memberAt(json, 'securityEvaluation'), 'securityEvaluation');
  const rows = found.map(({ members, at }) => {
    const fixedIn = toVersions(textAt(members, 'fixAvailable'));
    return reading.row(at, {
      image: images.length > 0 ? 0 : null,
      ids: [textAt(members, 'vulnerabilityId'), ...(textAt(members, 'cves') ?? '').split(/[\s,]+/)],
      packages: [packageOf(members)],
      severity: rateWord(textAt(members, 'severity')),
      severities: state('nvd', { score: numberAt(members, 'nvdCvssBaseScore') }),
      fixedIn,
      status: fixedIn.length > 0 ? 'fixed' : 'not-fixed',
    });
  });
  return reading.finish({ tool: 'anchore', kind: 'vulnerabilities', images, rows });
}

/** Distributions: `name-[epoch:]version-release`; others: `name-version`, which may have words behind it (`-beta`). */
function packageOf(row: Members) {
  const type = textAt(row, 'packageType');
  const whole = textAt(row, 'package') ?? '';
  const isSystem = /^(?:rpm|deb|dpkg|apk|apkg)$/i.test(type ?? '');
  const parts =
    (isSystem && /^(.+)-((?:\d+:)?\d[^-]*-[^-]+)$/.exec(whole)) || /^(.+)-((?:\d+:)?\d[^-]*(?:-[A-Za-z][^-]*)*)$/.exec(whole);
  return namePackage({ type, name: parts?.[1] ?? (whole || undefined), version: parts?.[2], path: textAt(row, 'path') });
}
