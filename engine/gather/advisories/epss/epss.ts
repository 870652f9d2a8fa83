import { isCve, normalizeId } from '../../../formats/vulnerability-id/vulnerability-id.ts';
import type { ExploitPrediction } from '../../../model/advisory.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Feed, FeedDocument, FeedItem } from '../feed.ts';

const unit = 'gather/advisories/epss';
const mostGaps = 100;

/**
 * FIRST's Exploit Prediction Scoring System.
 *
 * in      CSV with a header; before it a comment may state `score_date`; the percentile may be missing, and a column `date`
 *         may date each score
 * out     one prediction for each CVE
 * gaps    entry-unread (a row without a CVE, or whose score is not between 0 and 1); after 100 of them one for the rest
 */
export const epss = Object.freeze<Feed>({
  id: 'epss',
  about: {
    title: 'EPSS scores',
    source: 'https://www.first.org/epss/data_stats',
    limits: ['the JSON of its API'],
  },
  recognizes: ({ text }: FeedDocument) => text !== undefined && headerOf(text.slice(0, 4096).split('\n')) >= 0,
  read({ text = '', path }: FeedDocument) {
    const lines = text.split('\n');
    const header = headerOf(lines.slice(0, 20));
    const columns = toColumns(lines[header] ?? '');
    const stated = scoreDateOf(lines.slice(0, header).join('\n'));
    const items: FeedItem[] = [];
    const bad: number[] = [];
    for (let index = header + 1; index < lines.length; index += 1) {
      const line = lines[index]?.trim() ?? '';
      if (line === '' || line.startsWith('#')) continue;
      const prediction = readRow(line.split(','), columns, stated);
      if (prediction) items.push({ kind: 'prediction', prediction });
      else bad.push(index + 1);
    }
    return { items, gaps: toGaps(path, bad) };
  },
});

interface Columns {
  readonly cve: number;
  readonly epss: number;
  readonly percentile: number;
  readonly date: number;
}

function headerOf(lines: readonly string[]): number {
  const at = lines.findIndex((line) => !line.startsWith('#'));
  const { cve, epss: score } = toColumns(lines[at] ?? '');
  return cve >= 0 && score >= 0 ? at : -1;
}

function toColumns(line: string): Columns {
  const names = line.trim().toLowerCase().split(',');
  return {
    cve: names.indexOf('cve'),
    epss: names.indexOf('epss'),
    percentile: names.indexOf('percentile'),
    date: names.indexOf('date'),
  };
}

function scoreDateOf(comment: string): string | undefined {
  return /score_date:(\d{4}-\d\d-\d\d)/.exec(comment)?.[1];
}

function readRow(cells: readonly string[], columns: Columns, stated: string | undefined): ExploitPrediction | undefined {
  const id = normalizeId(cells[columns.cve] ?? '');
  const score = toShare(cells[columns.epss]);
  if (!isCve(id) || score === undefined) return undefined;
  const percentile = toShare(cells[columns.percentile]);
  const own = /^\d{4}-\d\d-\d\d/.exec(cells[columns.date] ?? '')?.[0];
  const asOf = own ?? stated;
  return { id, score, ...(percentile !== undefined && { percentile }), ...(asOf && { asOf }) };
}

function toShare(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d/.test(text)) return undefined;
  const value = Number(text);
  return value >= 0 && value <= 1 ? value : undefined;
}

function toGaps(path: string, lines: readonly number[]): Gap[] {
  const gaps: Gap[] = lines
    .slice(0, mostGaps)
    .map((line) => ({ code: 'entry-unread', unit, path, line, detail: 'no CVE with a score between 0 and 1' }));
  const rest = lines.length - mostGaps;
  if (rest > 0) gaps.push({ code: 'entry-unread', unit, path, detail: `${rest} more rows are no CVE with a score` });
  return gaps;
}
