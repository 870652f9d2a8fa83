import { z } from 'zod';

const counts = z.strictObject({
  packages: z.int().min(0),
  spdx: z.int().min(0),
  other: z.int().min(0).describe('State something that is no SPDX expression.'),
  none: z.int().min(0).describe('State no license.'),
});
const row = z.strictObject({ license: z.string(), kind: z.enum(['spdx', 'other', 'none']), packages: z.int().min(1) });

/** `plimsoll report --format licenses-json`. */
export const licensesSchema = z.strictObject({
  schema: z.literal('plimsoll.licenses/v1'),
  product: z.string(),
  version: z.string(),
  counts: counts.describe('Distinct packages with their license, whatever the image.'),
  rows: z.array(row.extend({ images: z.int().min(1) })),
  images: z.array(
    z.strictObject({
      reference: z.string(),
      platform: z.string(),
      status: z.enum(['read', 'failed', 'unsupported', 'empty']),
      counts: counts.describe('Packages of the image.'),
      rows: z.array(row),
    }),
  ),
});
