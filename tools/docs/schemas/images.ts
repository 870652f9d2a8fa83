import { z } from 'zod';
import { tiers } from '../../../engine/model/inventory.ts';
import { certaintySchema, gapSchema, howSchema, resourceSchema } from './shared.ts';

const occurrence = z.strictObject({
  declared: z.string(),
  how: howSchema,
  certainty: certaintySchema,
  resource: resourceSchema.nullable(),
  path: z.string(),
  hook: z.boolean(),
  conditional: z.array(z.strictObject({ value: z.string(), equals: z.unknown() })),
  file: z.string(),
  line: z.int().positive(),
});

/** `plimsoll images --format json`. */
export const imagesSchema = z.strictObject({
  schema: z.literal('plimsoll.images/v1'),
  product: z.string(),
  version: z.string(),
  images: z.array(
    z.strictObject({
      reference: z.string(),
      digest: z.string().nullable(),
      components: z.array(z.string()),
      owners: z.array(z.string()),
      tier: z.enum(tiers),
      occurrences: z.array(occurrence).min(1),
    }),
  ),
  charts: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      source: z.string(),
      namespace: z.string(),
      file: z.string(),
      line: z.int().positive(),
    }),
  ),
  rejected: z.array(z.strictObject({ text: z.string(), reason: z.string(), file: z.string(), line: z.int().positive() })),
  gaps: z.array(gapSchema),
});
