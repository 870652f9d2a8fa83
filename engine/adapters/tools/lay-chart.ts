import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ChartLayout } from '../../gather/sources/ports.ts';

/** Folders that a chart is laid out from and to; absolute. */
export interface LaidFolders {
  readonly empty: string;
  readonly chart: string;
  /** What charts elsewhere are relative to. */
  readonly home: string;
}

/**
 * Makes an empty folder the same chart with other texts, and with subcharts that lie elsewhere: what the chart holds is linked and not
 * copied, as Helm follows links.
 */
export function layChart({ empty, chart, home }: LaidFolders, { texts, charts }: ChartLayout): void {
  const own = charts.size > 0 ? new Set([...texts.keys(), 'charts']) : texts;
  link(chart, empty, own);
  for (const [name, text] of texts) writeFileSync(join(empty, name), text);
  if (charts.size === 0) return;
  const inside = join(empty, 'charts');
  mkdirSync(inside);
  link(join(chart, 'charts'), inside, charts);
  for (const [name, { at, layout }] of charts) {
    mkdirSync(join(inside, name));
    layChart({ empty: join(inside, name), chart: resolve(home, at), home }, layout);
  }
}

function link(from: string, to: string, but: { has(name: string): boolean }): void {
  if (!existsSync(from)) return;
  for (const name of readdirSync(from)) if (!but.has(name)) symlinkSync(join(from, name), join(to, name));
}
