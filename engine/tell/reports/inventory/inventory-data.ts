import type { Inventory } from '../../../model/inventory.ts';

/** What `plimsoll images` is about. */
export interface InventorySubject {
  readonly product: string;
  readonly version: string;
}

/** A way to show an inventory; each gives text with a line end. */
export type InventoryForm = 'terminal' | 'json' | 'list';

/** The forms of `plimsoll images`, the default first. */
export const inventoryForms: readonly InventoryForm[] = ['terminal', 'json', 'list'];

/**
 * An inventory for programs; without the tables for people, which take as long to load as everything else here.
 *
 * out     `json`: the document of docs/reference/schemas/images.json; `list`: one canonical reference a line
 */
export function renderInventoryData(inventory: Inventory, subject: InventorySubject, form: 'json' | 'list'): string {
  if (form === 'list') return inventory.images.map(({ reference }) => `${reference}\n`).join('');
  return `${JSON.stringify({ schema: 'plimsoll.images/v1', ...subject, ...toDocument(inventory) }, null, 2)}\n`;
}

function toDocument({ images, charts, rejected, gaps, sameImages, coverage, drift }: Inventory) {
  return {
    images: images.map((image) => ({
      ...image,
      occurrences: image.occurrences.map(({ reference: _, component: __, ...occurrence }) => occurrence),
    })),
    charts,
    rejected,
    gaps,
    ...(sameImages && { sameImages }),
    ...(coverage && { coverage }),
    ...(drift && { drift }),
  };
}
