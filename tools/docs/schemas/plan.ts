import { z } from 'zod';
import { severities } from '../../../engine/model/severity.ts';
import { gapSchema, severityCountsSchema } from './shared.ts';

const signedCounts = z.strictObject(
  Object.fromEntries(severities.map((severity) => [severity, z.int()])) as Record<(typeof severities)[number], z.ZodInt>,
);

/** `plimsoll plan --format json`. */
export const planSchema = z.strictObject({
  schema: z.literal('plimsoll.plan/v1'),
  product: z.string(),
  version: z.string(),
  actions: z.array(
    z.strictObject({
      kind: z.enum(['base-image', 'package', 'image-tag', 'rebuild', 'remove', 'remove-package']),
      subject: z.string(),
      images: z.array(z.string()),
      removes: signedCounts,
      cumulative: signedCounts,
      brings: severityCountsSchema,
      cost: z.strictObject({
        imagesRebuilt: z.int().min(0),
        components: z.array(z.string()),
        planes: z.array(z.string()),
        locksBroken: z.array(z.string()),
      }),
      edit: z.strictObject({ file: z.string(), line: z.int().min(1) }).nullable(),
      owner: z.string().nullable(),
    }),
  ),
  bound: z.number().min(0).max(1),
  exact: z.boolean(),
  before: severityCountsSchema,
  after: severityCountsSchema,
  unfixable: severityCountsSchema,
  gaps: z.array(gapSchema).optional(),
});
