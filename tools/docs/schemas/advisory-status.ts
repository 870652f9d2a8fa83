import { z } from 'zod';

const fetchedSchema = z.strictObject({ name: z.string(), address: z.string(), fetchedAt: z.string(), sha256: z.string() });

/** `plimsoll advisories status --format json`. */
export const advisoryStatusSchema = z.strictObject({
  schema: z.literal('plimsoll.advisory-status/v1'),
  snapshot: z.strictObject({ id: z.string(), asOf: z.string() }),
  advisories: z.record(z.string(), z.int().min(0)),
  exploited: z.int().min(0),
  predictions: z.int().min(0),
  ecosystems: z.array(z.string()),
  sizeBytes: z.int().min(0),
  sources: z.array(z.strictObject({ source: z.string(), records: z.int().min(0), newest: z.string().optional() })),
  fetched: z.array(fetchedSchema),
  kept: z.int().min(0),
  ageDays: z.int().min(0),
  old: z.array(z.string()),
});
