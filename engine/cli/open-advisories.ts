import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { AdvisorySource } from '../judge/matches/advisory-source.ts';
import { type AdvisoryDatabase, openAdvisoryDatabase } from '../store/advisories/open-advisory-database.ts';

/** Where the advisory database is when nobody says. */
export function defaultDatabase(): string {
  const { XDG_DATA_HOME: stated } = process.env;
  return join(stated && isAbsolute(stated) ? stated : join(homedir(), '.local/share'), 'plimsoll/advisories.db');
}

/**
 * The advisory database of this run.
 *
 * in      from the command line, relative to this folder; from the configuration (`default` or a path), relative to its folder
 * out     undefined when none is named and the default one is not there
 * faults  database-missing (one that is named), database-invalid
 */
export function openAdvisories(named: string | undefined, configured: string, folder: string): AdvisoryDatabase | undefined {
  if (named !== undefined) return openAdvisoryDatabase(resolve(named));
  if (configured !== 'default') return openAdvisoryDatabase(resolve(folder, configured));
  return existsSync(defaultDatabase()) ? openAdvisoryDatabase(defaultDatabase()) : undefined;
}

/** The same source, with the order that the configuration shows severities by. */
export function inOrder(source: AdvisorySource | undefined, order: readonly string[] | undefined): AdvisorySource | undefined {
  return source && order ? { ...source, severityOrder: order } : source;
}
