import { z } from 'zod';
import { severities } from '../../../engine/model/severity.ts';
import { hardeningFiguresSchema } from './harden-diff.ts';
import { totalsSchema } from './shared.ts';

/** `plimsoll history --format json`. */
export const historySchema = z.strictObject({
  schema: z.literal('plimsoll.history/v1'),
  product: z.string(),
  knownAsOf: z.string().optional(),
  points: z.array(
    z.strictObject({
      version: z.string(),
      now: z.string(),
      asOf: z.string().nullable(),
      asKnownThen: totalsSchema,
      asKnownNow: totalsSchema,
      unread: z.int().min(0),
      hardening: hardeningFiguresSchema.optional(),
      breaks: z.array(z.string()),
    }),
  ),
  vulnerabilities: z.array(
    z.strictObject({
      vulnerability: z.string(),
      severity: z.enum(severities),
      publishedAt: z.string().nullable(),
      introducedIn: z.string(),
      firstSeen: z.string().nullable(),
      fixedIn: z.string().nullable(),
      reopenedIn: z.array(z.string()),
      daysToFix: z.int().min(0).nullable(),
    }),
  ),
});
