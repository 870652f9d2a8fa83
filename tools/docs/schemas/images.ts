import { z } from 'zod';
import { tiers } from '../../../engine/model/inventory.ts';
import { imageParts } from '../../../engine/model/occurrence.ts';
import { certaintySchema, gapSchema, howSchema, resourceSchema } from './shared.ts';

const condition = z.strictObject({ value: z.string(), equals: z.unknown() });

const decision = z.strictObject({
  part: z.enum(imageParts),
  value: z.string().optional(),
  file: z.string(),
  line: z.int().positive(),
  entry: z.string().optional(),
});

const switches = z.strictObject({
  renderings: z.int().min(0),
  tried: z.int().min(0),
  failed: z.array(condition.extend({ detail: z.string() })),
  untried: z.array(condition),
});

const occurrence = z.strictObject({
  declared: z.string(),
  how: howSchema,
  certainty: certaintySchema,
  resource: resourceSchema.nullable(),
  path: z.string(),
  hook: z.boolean(),
  conditional: z.array(condition),
  file: z.string(),
  line: z.int().positive(),
  decidedBy: z.array(decision).optional(),
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
      switches: switches.optional(),
    }),
  ),
  rejected: z.array(z.strictObject({ text: z.string(), reason: z.string(), file: z.string(), line: z.int().positive() })),
  gaps: z.array(gapSchema),
});
