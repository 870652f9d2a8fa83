import { z } from 'zod';
import { gapSchema } from './shared.ts';

const snapshot = z.strictObject({ id: z.string(), asOf: z.string() });
const count = z.int().min(0);

const imported = z.strictObject({
  snapshot: snapshot.nullable(),
  before: snapshot.nullable(),
  itemsRead: count,
  files: z.array(z.strictObject({ path: z.string(), read: z.record(z.string(), count) })),
  changes: z.record(z.string(), z.strictObject({ added: count, changed: count, withdrawn: count, removed: count })),
  gaps: z.array(gapSchema),
});

/** `plimsoll advisories import --format json`. */
export const advisoryImportSchema = z.strictObject({
  schema: z.literal('plimsoll.advisory-import/v1'),
  dryRun: z.boolean(),
  ...imported.shape,
});

/** `plimsoll advisories update --format json`. */
export const advisoryUpdateSchema = z.strictObject({
  schema: z.literal('plimsoll.advisory-update/v1'),
  files: z.array(
    z.strictObject({
      name: z.string(),
      address: z.string(),
      state: z.enum(['fetched', 'unchanged']),
      sha256: z.string(),
      sizeBytes: count,
      receivedBytes: count,
    }),
  ),
  import: imported.nullable(),
  gaps: z.array(gapSchema),
});
