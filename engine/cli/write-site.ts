import { join } from 'node:path';
import { Fault } from '../model/fault.ts';
import { renderers } from '../tell/reports/all.ts';
import type { Report } from '../tell/reports/report.ts';
import { toSite } from '../tell/reports/site/site.ts';
import { writeOutput } from './write-output.ts';

/**
 * Writes a release as a folder of pages, with every other form beside them.
 *
 * in      the folder; older files in it that are not of this release stay
 * faults  usage-wrong: no folder is named; file-unwritable
 */
export async function writeSite(folder: string | undefined, report: Report): Promise<void> {
  if (folder === undefined) throw new Fault('usage-wrong', 'site is a folder of files: name one with --output-dir');
  for await (const { path, content } of toSite(report, renderers)) writeOutput(join(folder, path), content);
}
