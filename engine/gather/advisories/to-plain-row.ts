import type { FeedItem } from './feed.ts';
import { toRank } from './to-rank.ts';

/** What is kept of a CVE in one of the tables that hold an id, a rank and a text. */
export interface PlainRow {
  readonly table: 'exploited' | 'prediction' | 'metadata';
  readonly id: string;
  /** Of metadata; empty for the others. */
  readonly publisher: string;
  readonly rank: string;
  readonly content: string;
}

/** What a feed states of a CVE, as it is stored. */
export function toPlainRow(item: Exclude<FeedItem, { kind: 'advisory' }>): PlainRow {
  if (item.kind === 'metadata') {
    const { modifiedAt = '', ...rest } = item.metadata;
    const content = JSON.stringify(item.undated ? rest : item.metadata);
    const rank = toRank(modifiedAt, item.undated === true, content);
    return { table: 'metadata', id: rest.id, publisher: item.publisher, rank, content };
  }
  const stated = item.kind === 'exploited' ? item.exploited : item.prediction;
  const content = JSON.stringify(stated);
  const date = item.kind === 'prediction' ? (item.prediction.asOf ?? '') : '';
  return { table: item.kind, id: stated.id, publisher: '', rank: `${date} ${content}`, content };
}
