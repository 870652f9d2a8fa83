import { readCvss } from '../../../formats/cvss/read-cvss.ts';
import { isObject, listOf, type Members, memberOf, membersOf, textOf } from '../../../formats/json/members.ts';
import type { JsonMember } from '../../../formats/json/split-members.ts';
import { toSeveritySource } from '../../../formats/severity-source/to-severity-source.ts';
import { isCve, isCwe, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { CveMetadata } from '../../../model/advisory.ts';
import type { Gap } from '../../../model/reading.ts';
import type { SeverityStatement } from '../../../model/severity.ts';
import type { Feed, FeedDocument, FeedItem, FeedReading } from '../feed.ts';
import { toInstant } from '../to-instant.ts';

const unit = 'gather/advisories/nvd';

/**
 * CVEs of the National Vulnerability Database, version 2.0 of its format: a yearly feed, or an answer of its API.
 *
 * out     metadata; which products have a CVE is told in CPE names, which no package states
 * gaps    entry-unread (an entry without a CVE), entry-invalid (a vector that is malformed: it is kept as text)
 */
export const nvd = Object.freeze<Feed>({
  id: 'nvd',
  about: {
    title: 'NVD CVE 2.0',
    source: 'https://nvd.nist.gov/developers/vulnerabilities',
    limits: ['configurations (CPE)', 'version 1.1 of the format', 'references and prose'],
  },
  recognizes: ({ json }: FeedDocument) =>
    isObject(json) && textOf(json, 'format') === 'NVD_CVE' && Array.isArray(memberOf(json, 'vulnerabilities')),
  read: (document: FeedDocument) => readEntries(document, listOf(membersOf(document.json), 'vulnerabilities'), 0),
  *readParts(document: FeedDocument, members: Iterable<JsonMember>) {
    for (const { name, value, from = 0 } of members)
      if (name === 'vulnerabilities' && Array.isArray(value)) yield readEntries(document, value, from);
  },
});

/** `from`: the number of the first entry. */
function readEntries({ path, line }: FeedDocument, entries: readonly unknown[], from: number): FeedReading {
  const items: FeedItem[] = [];
  const gaps: Gap[] = [];
  const place = { unit, path, ...(line !== undefined && { line }) };
  for (const [index, entry] of entries.entries()) {
    const cve = membersOf(memberOf(membersOf(entry), 'cve'));
    const id = normalizeId(textOf(cve, 'id') ?? '');
    if (!isCve(id)) {
      gaps.push({ ...place, code: 'entry-unread', detail: `vulnerabilities[${from + index}] has no CVE` });
      continue;
    }
    const severities = severitiesOf(membersOf(memberOf(cve, 'metrics')));
    for (const { vector, score } of severities)
      if (score === undefined) gaps.push({ ...place, code: 'entry-invalid', detail: `${id}: ${vector} is malformed` });
    items.push({ kind: 'metadata', publisher: 'nvd', metadata: toMetadata(id, cve, severities) });
  }
  return { items, gaps };
}

function toMetadata(id: string, cve: Members, severities: readonly SeverityStatement[]): CveMetadata {
  const published = toInstant(textOf(cve, 'published'));
  const modified = toInstant(textOf(cve, 'lastModified'));
  return {
    id,
    ...(published && { publishedAt: published }),
    ...(modified && { modifiedAt: modified }),
    ...(textOf(cve, 'vulnStatus')?.toLowerCase() === 'rejected' && { rejected: true }),
    severities,
    cwes: cwesOf(cve),
  };
}

/** NVD's own rating, and those of the numbering authorities that it passes on. */
function severitiesOf(metrics: Members): readonly SeverityStatement[] {
  const lists = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'].flatMap((name) => listOf(metrics, name));
  return lists.map(membersOf).flatMap((metric) => {
    const vector = textOf(membersOf(memberOf(metric, 'cvssData')), 'vectorString')?.slice(0, 400);
    const source = textOf(metric, 'source');
    if (!vector || !source) return [];
    const rating = readCvss(vector);
    return [{ source: toSeveritySource(source), vector, ...(rating && { score: rating.score }) }];
  });
}

function cwesOf(cve: Members): readonly string[] {
  const descriptions = listOf(cve, 'weaknesses').flatMap((weakness) => listOf(membersOf(weakness), 'description'));
  const values = descriptions.flatMap((description) => textOf(membersOf(description), 'value') ?? []);
  return [...new Set(values.filter(isCwe))].toSorted();
}
