import { z } from 'zod';

/** `plimsoll advisories status --format json`. */
export const advisoryStatusSchema = z.strictObject({
  schema: z.literal('plimsoll.advisory-status/v1'),
  snapshot: z.strictObject({ id: z.string(), asOf: z.string() }),
  advisories: z.record(z.string(), z.int().min(0)),
  exploited: z.int().min(0),
  predictions: z.int().min(0),
  ecosystems: z.array(z.string()),
  sizeBytes: z.int().min(0),
});
