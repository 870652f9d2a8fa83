import { isCve, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { Feed, FeedDocument, FeedItem } from '../feed.ts';

const unit = 'gather/advisories/kev';
const date = /^\d{4}-\d\d-\d\d$/;

/**
 * CISA's catalog of known exploited vulnerabilities.
 *
 * in      the whole catalog as JSON
 * out     one entry for each vulnerability
 * gaps    entry-unread (an entry without a CVE or the date that it was added)
 */
export const kev = Object.freeze<Feed>({
  id: 'kev',
  about: {
    title: 'CISA Known Exploited Vulnerabilities',
    source: 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog',
    limits: ['the CSV edition', 'prose and required actions'],
  },
  recognizes: ({ json }: FeedDocument) => entriesOf(json) !== undefined,
  read({ json, path, line }: FeedDocument) {
    const entries = (entriesOf(json) ?? []).map(readEntry);
    const bad = entries.flatMap((entry, index) => (entry ? [] : [index]));
    return {
      items: entries.filter((entry) => entry !== undefined),
      gaps: bad.map((index) => ({
        code: 'entry-unread',
        unit,
        path,
        ...(line !== undefined && { line }),
        detail: `vulnerabilities[${index}] has no CVE, or no date that it was added`,
      })),
    };
  },
});

function entriesOf(json: unknown): readonly unknown[] | undefined {
  const catalog = json as { catalogVersion?: unknown; vulnerabilities?: unknown } | null | undefined;
  if (typeof catalog !== 'object' || catalog === null || catalog.catalogVersion === undefined) return undefined;
  return Array.isArray(catalog.vulnerabilities) ? catalog.vulnerabilities : undefined;
}

function readEntry(entry: unknown): FeedItem | undefined {
  const { cveID, dateAdded, dueDate } = (entry ?? {}) as { cveID?: unknown; dateAdded?: unknown; dueDate?: unknown };
  const id = typeof cveID === 'string' ? normalizeId(cveID) : '';
  if (!isCve(id) || typeof dateAdded !== 'string' || !date.test(dateAdded)) return undefined;
  const due = typeof dueDate === 'string' && date.test(dueDate) ? { dueOn: dueDate } : {};
  return { kind: 'exploited', exploited: { id, addedOn: dateAdded, ...due } };
}
