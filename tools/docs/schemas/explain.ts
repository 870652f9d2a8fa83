import { z } from 'zod';
import { findingSchema } from './report.ts';
import { gapSchema } from './shared.ts';

const reason = z.strictObject({
  code: z.string(),
  reason: z.string(),
  advisory: z.string().optional(),
  ecosystem: z.string().optional(),
  name: z.string().optional(),
  version: z.string().optional(),
  range: z.string().optional(),
});

/** `plimsoll explain --format json`. */
export const explainSchema = z.strictObject({
  schema: z.literal('plimsoll.explanation/v1'),
  image: z.string(),
  package: z.string(),
  vulnerability: z.string(),
  aliases: z.array(z.string()),
  verdict: z.enum(['finding', 'suppressed', 'not-affected', 'undecided', 'package-not-in-image', 'unknown']),
  packages: z.array(
    z.strictObject({
      purl: z.string(),
      verdict: z.enum(['affected', 'not-affected', 'undecided']),
      reasons: z.array(reason),
      finding: findingSchema.nullable(),
    }),
  ),
  nearest: z.array(z.string()),
  gaps: z.array(gapSchema),
  sentences: z.array(z.string()).min(1),
});
