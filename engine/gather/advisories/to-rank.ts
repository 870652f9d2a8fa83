import { hash } from 'node:crypto';
import { undatedMark } from './rank.ts';

/**
 * What decides between two records with one id: when it was last changed, then a digest over all of it. A function of the content alone.
 *
 * in      of an undated record the date of its file
 */
export function toRank(date: string, undated: boolean, text: string): string {
  const digest = hash('sha256', undated ? text : `${date}\n${text}`, 'base64url').slice(0, 22);
  return `${date} ${undated ? undatedMark : ''}${digest}`;
}
