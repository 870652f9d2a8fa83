import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { createKeptLayout, type KeptLayout } from '../adapters/images/kept-layout.ts';
import { openOciLayout } from '../adapters/images/oci-layout.ts';
import type { ScannerProgram } from '../adapters/scanners/find-scanner-programs.ts';
import { layOutImage } from '../adapters/scanners/lay-out-image.ts';
import { runScanner } from '../adapters/scanners/run-scanner.ts';
import type { ImageStore } from '../gather/images/store.ts';
import { scannedImageSchema } from '../gather/scans/read-document.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { exitCodes } from './fail.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { openStores } from './open-stores.ts';
import type { Progress } from './progress.ts';
import { watchInterrupts } from './watch-interrupts.ts';
import { writeOutput } from './write-output.ts';

/** What to scan, and how. */
export interface ScanWithRequest {
  readonly release: Release;
  /** The record; reports are written into a folder beside it. */
  readonly file: string;
  /** Where the images are. */
  readonly found: FoundConfiguration;
  readonly offline?: boolean;
  /** Folder of pulled images, see `scan --keep`. */
  readonly keep?: string;
  readonly scannerNetwork?: boolean;
  /** Seconds. */
  readonly scannerTimeout: number;
  readonly quiet?: boolean;
}

/**
 * Runs scanners over the images of a release, one after another, and keeps their reports for `plimsoll reconcile`. What could not be
 * scanned is told on stderr and in the report's place, and the exit code says so.
 */
export async function scanWith(scanners: readonly ScannerProgram[], request: ScanWithRequest, progress: Progress): Promise<void> {
  const interrupts = watchInterrupts();
  const images = await openImages(request);
  const troubles: string[] = [];
  try {
    for (const scanner of scanners) {
      progress.stage(`Scanning with ${scanner.id}`);
      for (const [index, image] of request.release.images.entries()) {
        progress.step(index, request.release.images.length, image.reference);
        const trouble = await scanImage(scanner, image, { ...request, images, signal: interrupts.signal });
        if (trouble !== undefined) troubles.push(`${image.reference}: ${trouble}`);
      }
      progress.end();
    }
  } finally {
    interrupts.stop();
    await images.close();
  }
  report(troubles, request);
}

/** Where scanners get their images from. */
interface ScannerImages {
  readonly stores: readonly ImageStore[];
  readonly folder: string;
  readonly layout: KeptLayout;
  close(): Promise<void>;
}

/** A layout for all images of a run, so that what they share is there once; it goes when they are scanned, unless it is kept anyway. */
async function openImages({ found, offline = false, keep }: ScanWithRequest): Promise<ScannerImages> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-images-'));
  // What was kept comes before the registry that it was pulled from.
  const pulled = keep === undefined ? [] : [{ ...openOciLayout({ at: resolve(keep), folder }), id: 'registry' }];
  const stores = [...pulled, ...(await openStores(found, { offline }))];
  return {
    stores,
    folder,
    layout: createKeptLayout(folder),
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await Promise.all(stores.map((store) => store.close()));
    },
  };
}

type Scanning = ScanWithRequest & { readonly images: ScannerImages; readonly signal: AbortSignal };

async function scanImage(scanner: ScannerProgram, image: ReleaseImage, request: Scanning): Promise<string | undefined> {
  const { file, images, scannerNetwork = false, scannerTimeout, signal } = request;
  signal.throwIfAborted();
  const trouble = await layOutImage(image, images, signal);
  const result =
    trouble !== undefined || image.digest === null
      ? { reason: trouble ?? 'nothing is known of its manifest' }
      : await runScanner({
          scanner,
          layout: images.folder,
          digest: image.digest,
          hasNetwork: scannerNetwork,
          timeoutMs: scannerTimeout * 1000,
          environment: process.env,
          signal,
        });
  const said = 'reason' in result ? result : parseReport(result.report);
  const { reference, digest } = image;
  const outcome = 'reason' in said ? { scanner: scanner.id, failure: said.reason } : said;
  const place = join(scansFolder(file), scanner.id, fileNameOf(image));
  writeOutput(place, `${JSON.stringify({ schema: scannedImageSchema, reference, digest, ...outcome })}\n`);
  return 'reason' in said ? `not scanned: ${said.reason}` : undefined;
}

function parseReport(bytes: Uint8Array): { readonly report: unknown } | { readonly reason: string } {
  try {
    return { report: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return { reason: 'what the scanner wrote is no JSON' };
  }
}

/** Beside the record. */
function scansFolder(file: string): string {
  return `${file.replace(/\.plimsoll$/, '')}.scans`;
}

function fileNameOf({ reference, platform }: ReleaseImage): string {
  return `${`${reference} ${platform}`.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '')}.json`;
}

function report(troubles: readonly string[], { file, quiet }: Pick<ScanWithRequest, 'file' | 'quiet'>): void {
  for (const trouble of troubles) process.stderr.write(`${trouble}\n`);
  if (!quiet)
    process.stderr.write(`Compare them: plimsoll reconcile ${relative('.', file)} ${relative('.', scansFolder(file))}\n`);
  if (troubles.length > 0) process.exitCode = exitCodes.incomplete;
}
