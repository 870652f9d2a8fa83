import { readFileSync } from 'node:fs';
import { compareInventories } from '../compare/releases/compare-inventories.ts';
import { type ComparedInventory, releaseToCompared, toCompared } from '../compare/releases/compared-inventory.ts';
import { readInventoryDocument } from '../compare/releases/read-inventory-document.ts';
import type { Inventory } from '../model/inventory.ts';
import { type DifferenceForm, renderDifference } from '../tell/reports/inventory/difference.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { findDigests } from './find-digests.ts';
import { readRecordFile } from './read-record-file.ts';

/** An older inventory, and the platforms that its images were read for. */
export interface OlderInventory extends ComparedInventory {
  readonly platforms: readonly string[];
}

/**
 * Reads what to compare with: a release record, or what `plimsoll images --format json` wrote.
 *
 * faults  file-unreadable, record-invalid, record-too-new
 */
export function readOlderInventory(file: string): OlderInventory {
  const document = readDocument(file);
  if (document !== undefined) return { ...readInventoryDocument(document, file), platforms: [] };
  const release = readRecordFile(file);
  return { ...releaseToCompared(release), platforms: release.platforms };
}

/** What is other than in the older inventory, as text. */
export async function describeDifference(
  old: OlderInventory,
  now: { readonly inventory: Inventory; readonly version: string; readonly found: FoundConfiguration },
  form: DifferenceForm,
): Promise<string> {
  const { inventory, version, found } = now;
  const subject = { product: found.configuration.product, version };
  const references = inventory.images.map(({ reference }) => reference);
  const digests = await findDigests(found, references, old.platforms);
  const difference = compareInventories(old, { ...toCompared(inventory, subject), digests });
  return renderDifference(
    difference,
    { old: { product: old.product, version: old.version }, new: subject, gaps: inventory.gaps.length },
    form,
  );
}

/** The text of a file that is JSON; undefined for everything else, which `readRecordFile` has words for. */
function readDocument(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    return bytes.subarray(0, 64).toString().trimStart().startsWith('{') ? bytes.toString() : undefined;
  } catch {
    return undefined;
  }
}
