/** Stands before the digest of a record that states no date: it is the same record whatever file brought it. */
export const undatedMark = '~';

/** What of a rank is content. */
export function contentOfRank(rank: string): string {
  const digest = rank.slice(rank.indexOf(' ') + 1);
  return digest.startsWith(undatedMark) ? digest : rank;
}

/** The date that a rank begins with. */
export function dateOfRank(rank: string): string {
  return rank.slice(0, rank.indexOf(' '));
}
