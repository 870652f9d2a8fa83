import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where everything that can be made again is kept.
 *
 * in      the environment; `XDG_CACHE_HOME` counts only when it is absolute
 * source  XDG Base Directory Specification 0.8
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: stated } = environment;
  return join(stated && isAbsolute(stated) ? stated : join(homedir(), '.cache'), 'plimsoll');
}

/** Where the images of earlier scans are kept, a file for each product. */
export function contentsFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return join(cacheFolder(environment), 'contents');
}
