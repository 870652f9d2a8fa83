import { hash } from 'node:crypto';

/** Stands before the digest of a record that states no date: it is the same record whatever file brought it. */
const undatedMark = '~';

/**
 * What decides between two records with one id: when it was last changed, then a digest over all of it. A function of the content alone.
 *
 * in      of an undated record the date of its file
 */
export function toRank(date: string, undated: boolean, text: string): string {
  const digest = hash('sha256', undated ? text : `${date}\n${text}`, 'base64url').slice(0, 22);
  return `${date} ${undated ? undatedMark : ''}${digest}`;
}

/** What of a rank is content. */
export function contentOfRank(rank: string): string {
  const digest = rank.slice(rank.indexOf(' ') + 1);
  return digest.startsWith(undatedMark) ? digest : rank;
}

/** The date that a rank begins with. */
export function dateOfRank(rank: string): string {
  return rank.slice(0, rank.indexOf(' '));
}
