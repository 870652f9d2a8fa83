import { severities } from '../../../model/severity.ts';
import { baseLives, type FigureTable, type Share, type Statistics } from '../../../model/statistics.ts';

/**
 * Proves that parts sum to wholes before anything is shown.
 *
 * in      how many images the release has
 * faults  throws a bug that names the first cell which does not close
 */
export function checkFigures({ tables, shares, histogram, ages, lives }: Statistics, images: number): void {
  for (const table of tables) checkTable(table);
  for (const [name, share] of Object.entries(shares)) checkShare(name, share);
  const binned = histogram.reduce((sum, bin) => sum + bin.images, 0);
  const aged = ages.bins.reduce((sum, bin) => sum + bin.images, ages.unknown);
  if (aged !== images) throw new Error(`ages: they hold ${aged} images, the release has ${images}`);
  if (binned !== images) throw new Error(`histogram: its bins hold ${binned} images, the release has ${images}`);
  const living = baseLives.reduce((sum, life) => sum + lives.counts[life], 0);
  if (living !== images) throw new Error(`life: its groups hold ${living} images, the release has ${images}`);
}

function checkTable({ metric, by, rows, whole, addsUp }: FigureTable): void {
  for (const { group, counts, total } of [...rows, whole]) {
    const sum = severities.reduce((all, severity) => all + counts[severity], 0);
    if (sum !== total) throw new Error(`${metric} by ${by}, ${group}: severities sum to ${sum}, its total is ${total}`);
  }
  for (const severity of severities) {
    const sum = rows.reduce((all, { counts }) => all + counts[severity], 0);
    const stated = whole.counts[severity];
    // What is in several groups is counted in each, so that their sum can only be more.
    if (addsUp ? sum !== stated : sum < stated)
      throw new Error(`${metric} by ${by}, ${severity}: the groups sum to ${sum}, the whole is ${stated}`);
  }
}

function checkShare(name: string, { part, whole, percent }: Share): void {
  const wrong =
    whole === 0 ? percent !== null : percent === null || part > whole || Math.abs(percent - (100 * part) / whole) > 0.05 + 1e-9;
  if (wrong) throw new Error(`${name}: ${percent} % is not ${part} of ${whole}`);
}
