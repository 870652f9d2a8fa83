import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes an empty folder the same chart with other texts: what the chart holds is linked and not copied, as Helm follows links.
 *
 * in      the chart's folder, absolute; texts of files at its top, by name
 */
export function layChart(empty: string, chart: string, texts: ReadonlyMap<string, string>): void {
  for (const name of readdirSync(chart)) if (!texts.has(name)) symlinkSync(join(chart, name), join(empty, name));
  for (const [name, text] of texts) writeFileSync(join(empty, name), text);
}
