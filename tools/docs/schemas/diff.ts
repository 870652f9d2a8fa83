import { z } from 'zod';
import { causeKinds } from '../../../engine/model/difference.ts';
import { severities } from '../../../engine/model/severity.ts';
import { severityCountsSchema } from './shared.ts';

const side = z.strictObject({
  product: z.string(),
  version: z.string(),
  engine: z.string(),
  snapshot: z.string().nullable(),
  asOf: z.string().nullable(),
  findings: severityCountsSchema,
});

const signedCounts = z.strictObject(
  Object.fromEntries(severities.map((severity) => [severity, z.int()])) as Record<(typeof severities)[number], z.ZodInt>,
);

const sideOfChange = z.strictObject({ image: z.string(), purl: z.string(), severity: z.enum(severities) }).nullable();
const change = z.strictObject({ vulnerability: z.string(), platform: z.string(), before: sideOfChange, after: sideOfChange });

/** `plimsoll diff --format json`. */
export const diffSchema = z.strictObject({
  schema: z.literal('plimsoll.diff/v1'),
  old: side,
  new: side,
  difference: signedCounts,
  byOrigin: z.strictObject({ ours: signedCounts, world: signedCounts, decisions: signedCounts, measuring: signedCounts }),
  causes: z.array(
    z.strictObject({
      cause: z.enum(causeKinds),
      via: z.enum(['base-image', 'application', 'image-tag']).optional(),
      subject: z.string(),
      images: z.int().min(0),
      bases: z.int().min(1).optional().describe('Distinct base images under them, where these brought it and are known.'),
      contribution: signedCounts,
      findings: z.array(change),
      standIn: z.literal(true).optional(),
    }),
  ),
  moved: z
    .array(z.strictObject({ reference: z.string(), platform: z.string(), from: z.string(), to: z.string() }))
    .optional()
    .describe('Images that hold something else under the same reference, with the digests of both manifests.'),
});
