import { createHash } from 'node:crypto';

/** The kinds of things that have a page of their own. */
export type PageKind = 'components' | 'owners' | 'images';

/**
 * The file of a thing's page: `components/harbor-4f2a91c0.html`. Safe for any file system whatever the name holds, and different for different
 * names.
 */
export function pageName(kind: PageKind, name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const end = words.length > 60 ? words.slice(-60).replace(/^[^-]*-/, '') : words;
  return `${kind}/${end || 'unnamed'}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}.html`;
}
