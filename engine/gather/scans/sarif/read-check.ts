import { type Members, memberAt, numberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { isKnownId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { ScanCheck } from '../../../model/scan.ts';
import { findIds } from '../name-vulnerabilities.ts';

/** Ids that scanners have of their own. */
const ownIds = /^(?:SNYK|BDSA|PRISMA|XRAY|TEMP|GMS|sonatype)-/i;

/**
 * Whether a result is about lines that somebody wrote (code, a secret, a setting) and not about a vulnerability of a package: it is at
 * a line of a file, and names neither a package nor anything that is an id of a vulnerability.
 */
export function isCheck(result: Members, rule: Members | undefined, id: string | undefined): boolean {
  const tags = textsAt(rule, 'properties', 'tags');
  const names = [id ?? '', ...tags].some((text) => findIds(text).length > 0 || ownIds.test(text));
  if (names || isKnownId(id ?? '') || tags.includes('vulnerability')) return false;
  return numberAt(placeOf(result), 'region', 'startLine') !== undefined;
}

/**
 * Such a result.
 *
 * out     none where the result says that all is well
 * source  SARIF 2.1.0, 3.27.9 kind
 */
export function toChecks(
  result: Members,
  rule: Members | undefined,
  { id, severity, suppressed }: Pick<ScanCheck, 'severity' | 'suppressed'> & { readonly id: string | undefined },
): readonly ScanCheck[] {
  const kind = textAt(result, 'kind') ?? 'fail';
  if (/^(?:pass|notApplicable|informational)$/.test(kind)) return [];
  const text = textAt(rule, 'shortDescription', 'text') ?? textAt(result, 'message', 'text') ?? textAt(rule, 'name') ?? '';
  const place = placeOf(result);
  const line = numberAt(place, 'region', 'startLine');
  return [
    {
      id: id ?? 'unnamed',
      title: text.slice(0, 300),
      severity,
      subject: `${textAt(place, 'artifactLocation', 'uri') ?? ''}:${line}`,
      outcome: kind === 'fail' ? 'failed' : 'manual',
      ...(suppressed !== undefined && { suppressed }),
    },
  ];
}

function placeOf(result: Members): unknown {
  return memberAt(objectsAt(result, 'locations')[0], 'physicalLocation');
}
