import { Fault } from '../../model/fault.ts';
import { findOnPath } from '../tools/find-tool.ts';
import { type ScannerId, scannerIds } from './scanner-runs.ts';

/** An installed scanner. */
export interface ScannerProgram {
  readonly id: ScannerId;
  readonly path: string;
}

/**
 * The scanners of some names, on the PATH.
 *
 * in      names, several in one text with commas between them
 * faults  usage-wrong: a name that is none of a scanner that Plimsoll can run; tool-missing: it is not installed
 */
export function findScannerPrograms(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly ScannerProgram[] {
  const wanted = [...new Set(names.flatMap((text) => text.split(',')).map((text) => text.trim()))];
  return wanted.map((name) => {
    const id = scannerIds.find((known) => known === name);
    if (!id)
      throw new Fault('usage-wrong', `\`${name}\` is no scanner that Plimsoll can run; there are ${scannerIds.join(', ')}`);
    const path = findOnPath(id, environment.PATH ?? '');
    if (path === undefined)
      throw new Fault('tool-missing', `${id} is not on the PATH`, {
        help: 'Install it, or scan without `--with`: nothing needs it.',
      });
    return { id, path };
  });
}
