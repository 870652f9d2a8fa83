import { join, relative, resolve } from 'node:path';
import type { ScannerProgram } from '../adapters/scanners/find-scanner-programs.ts';
import { runScanner } from '../adapters/scanners/run-scanner.ts';
import { scannedImageSchema } from '../gather/scans/read-document.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { exitCodes } from './fail.ts';
import type { Progress } from './progress.ts';
import { watchInterrupts } from './watch-interrupts.ts';
import { writeOutput } from './write-output.ts';

/** What to scan, and how. */
export interface ScanWithRequest {
  readonly release: Release;
  /** The record; reports are written into a folder beside it. */
  readonly file: string;
  /** The configuration's, which stores are relative to. */
  readonly folder: string;
  /** Folder of pulled images, see `scan --keep`. */
  readonly keep?: string;
  readonly scannerNetwork?: boolean;
  /** Seconds. */
  readonly scannerTimeout: number;
  readonly quiet?: boolean;
}

/**
 * Runs scanners over the images of a release that lie in OCI layouts, one after another, and keeps their reports for `plimsoll reconcile`.
 * What could not be scanned is told on stderr, and the exit code says so.
 */
export async function scanWith(scanners: readonly ScannerProgram[], request: ScanWithRequest, progress: Progress): Promise<void> {
  const interrupts = watchInterrupts();
  const folder = `${request.file.replace(/\.plimsoll$/, '')}.scans`;
  const troubles: string[] = [];
  try {
    for (const scanner of scanners) {
      progress.stage(`Scanning with ${scanner.id}`);
      const { images } = request.release;
      for (const [index, image] of images.entries()) {
        progress.step(index, images.length, image.reference);
        const trouble = await scanImage(scanner, image, {
          ...request,
          folder: request.folder,
          to: folder,
          signal: interrupts.signal,
        });
        if (trouble !== undefined) troubles.push(`${image.reference}: ${trouble}`);
      }
      progress.end();
    }
  } finally {
    interrupts.stop();
  }
  report(troubles, { ...request, folder });
}

async function scanImage(
  scanner: ScannerProgram,
  image: ReleaseImage,
  {
    folder,
    keep,
    scannerNetwork = false,
    scannerTimeout,
    to,
    signal,
  }: ScanWithRequest & { readonly to: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const layout = layoutOf(image, folder, keep);
  if (layout === undefined || image.digest === null)
    return 'not scanned: it lies in no OCI layout; `--keep FOLDER` keeps what is pulled in one';
  signal.throwIfAborted();
  const result = await runScanner({
    scanner,
    layout,
    digest: image.digest,
    hasNetwork: scannerNetwork,
    timeoutMs: scannerTimeout * 1000,
    environment: process.env,
    signal,
  });
  if ('reason' in result) return `not scanned: ${result.reason}`;
  return writeReport(join(to, scanner.id, fileNameOf(image)), image, result.report);
}

/** Its own layout, or the one that pulled images are kept in. */
function layoutOf({ store }: ReleaseImage, folder: string, keep: string | undefined): string | undefined {
  const [, path] = /^oci-layout:(.+)$/s.exec(store ?? '') ?? [];
  if (path !== undefined) return resolve(folder, path);
  return keep !== undefined && store === 'registry' ? resolve(keep) : undefined;
}

function writeReport(file: string, { reference, digest }: ReleaseImage, bytes: Uint8Array): string | undefined {
  let report: unknown;
  try {
    report = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return 'not scanned: what the scanner wrote is no JSON';
  }
  writeOutput(file, `${JSON.stringify({ schema: scannedImageSchema, reference, digest, report })}\n`);
  return undefined;
}

function fileNameOf({ reference, platform }: ReleaseImage): string {
  return `${`${reference} ${platform}`.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '')}.json`;
}

function report(troubles: readonly string[], { file, folder, quiet }: Pick<ScanWithRequest, 'file' | 'folder' | 'quiet'>): void {
  for (const trouble of troubles) process.stderr.write(`${trouble}\n`);
  if (!quiet) process.stderr.write(`Compare them: plimsoll reconcile ${relative('.', file)} ${relative('.', folder)}\n`);
  if (troubles.length > 0) process.exitCode = exitCodes.incomplete;
}
