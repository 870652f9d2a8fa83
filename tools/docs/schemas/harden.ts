import { z } from 'zod';
import { severities } from '../../../engine/model/severity.ts';
import { gapSchema, resourceSchema } from './shared.ts';

/** `plimsoll harden --format json`. */
export const hardenSchema = z.strictObject({
  schema: z.literal('plimsoll.harden/v1'),
  product: z.string(),
  version: z.string(),
  checks: z.array(
    z.strictObject({
      check: z.string(),
      severity: z.enum(severities),
      resource: resourceSchema,
      path: z.string(),
      file: z.string(),
      line: z.int().min(1).nullable(),
      remedy: z.string(),
      component: z.string().nullable(),
      suppressedBy: z.string().nullable(),
    }),
  ),
  nonRoot: z.array(
    z.strictObject({
      resource: resourceSchema,
      container: z.string(),
      image: z.string(),
      verdict: z.enum(['enforced', 'ready', 'ready-with', 'blocked', 'unknown']),
      set: z.record(z.string(), z.union([z.boolean(), z.number()])),
      because: z.array(z.string()),
    }),
  ),
  podSecurity: z.array(
    z.strictObject({
      resource: resourceSchema,
      level: z.enum(['privileged', 'baseline', 'restricted']),
      version: z.string(),
      violations: z.array(
        z.strictObject({ control: z.string(), path: z.string(), level: z.enum(['baseline', 'restricted']), remedy: z.string() }),
      ),
    }),
  ),
  gaps: z.array(gapSchema),
});
