import { isObject, membersOf, textOf, textsOf } from '../../../formats/json/members.ts';
import { databaseOfId, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { Feed, FeedDocument } from '../feed.ts';
import { toInstant } from '../to-instant.ts';

const unit = 'gather/advisories/not-affected';
const ecosystem = 'Wolfi';

/**
 * Wolfi's statements that a package does not have a vulnerability, which OSV has no words for: one a line.
 *
 * gaps    entry-unread (no package, or no id)
 */
export const notAffected = Object.freeze<Feed>({
  id: 'not-affected',
  about: {
    title: "Wolfi's not-affected statements",
    source: 'https://github.com/wolfi-dev/advisories',
    limits: ['statements of other distributions in this form', 'notes'],
  },
  recognizes({ json }: FeedDocument) {
    if (!isObject(json) || !Object.hasOwn(json, 'package')) return false;
    return textOf(json, 'status') === 'not_affected' && (textOf(json, 'id') ?? 'CGA-').startsWith('CGA-');
  },
  read({ json, path, line }: FeedDocument) {
    const entry = membersOf(json);
    const id = textOf(entry, 'id')?.trim() ?? '';
    const name = textOf(entry, 'package')?.trim() ?? '';
    if (!/^CGA-[\w-]{1,100}$/.test(id) || name === '' || name.length > 512) {
      const detail = 'the statement names no package, or has no id';
      return { items: [], gaps: [{ code: 'entry-unread', unit, path, ...(line !== undefined && { line }), detail }] };
    }
    const stated = toInstant(textOf(entry, 'timestamp'));
    const because = textOf(entry, 'justification')?.slice(0, 100);
    return {
      items: [
        {
          kind: 'advisory',
          advisory: {
            id,
            aliases: [],
            upstream: textsOf(entry, 'aliases').map(normalizeId).toSorted(),
            ...(stated && { publishedAt: stated }),
            modifiedAt: stated ?? '1970-01-01T00:00:00Z',
            severities: [],
            affected: [
              {
                ecosystem,
                name,
                scheme: 'apk',
                ranges: [],
                versions: [],
                severities: [],
                state: 'not-affected',
                ...(because && { stateReason: because }),
                architectures: [],
              },
            ],
            database: databaseOfId(id),
          },
        },
      ],
      gaps: [],
    };
  },
});
