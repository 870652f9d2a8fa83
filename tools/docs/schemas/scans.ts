import { z } from 'zod';
import { scanKinds } from '../../../engine/model/scan.ts';
import { gapSchema, severityCountsSchema } from './shared.ts';

const count = z.int().min(0);

/** An image as a report names it. */
export const scannedImageSchema = z.strictObject({
  name: z.string(),
  references: z.array(z.string()),
  digests: z.array(z.string()),
});

/** `plimsoll scans --format json`. */
export const scansSchema = z.strictObject({
  schema: z.literal('plimsoll.scans/v1'),
  reports: z.array(
    z.strictObject({
      file: z.string(),
      tool: z.string().nullable(),
      version: z.string().nullable(),
      images: z.array(scannedImageSchema),
      findings: severityCountsSchema,
      gaps: z.array(gapSchema),
      engine: z.string().nullable(),
      format: z.string().nullable(),
      kind: z.enum(scanKinds).nullable(),
      total: count,
      suppressed: count,
      ignored: count,
      packages: count.nullable(),
      checks: count,
      statements: count,
      endOfLife: count,
      databaseAt: z.string().nullable(),
    }),
  ),
});
