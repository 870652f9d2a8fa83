import { z } from 'zod';
import { resourceSchema } from './shared.ts';

const count = z.int().min(0);
const side = z.strictObject({ product: z.string(), version: z.string(), images: count });
const place = z.strictObject({ file: z.string(), line: z.int().positive(), path: z.string() });

const image = z.strictObject({
  reference: z.string(),
  digest: z.string().nullable(),
  components: z.array(z.string()),
  owners: z.array(z.string()),
  logicalName: z.string(),
  occurrences: z.array(z.strictObject({ ...place.shape, resource: resourceSchema.nullable() })),
});

const moved = <Value extends z.ZodType>(value: Value) => ({ from: value, to: value });

/** `plimsoll images --against FILE --format json`. */
export const imagesDiffSchema = z.strictObject({
  schema: z.literal('plimsoll.images-diff/v1'),
  old: side,
  new: side,
  same: count,
  added: z.array(image),
  removed: z.array(image),
  moved: z.array(
    z.strictObject({
      reference: z.string(),
      was: z.string(),
      logicalName: z.string(),
      tag: z.strictObject(moved(z.string().nullable())).optional(),
      digest: z.strictObject({ ...moved(z.string().nullable()), underSameTag: z.boolean() }).optional(),
      registry: z.strictObject(moved(z.string())).optional(),
      components: z.strictObject(moved(z.array(z.string()))).optional(),
      places: z.strictObject(moved(z.array(place))).optional(),
    }),
  ),
  gaps: count,
});
