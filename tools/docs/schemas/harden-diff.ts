import { z } from 'zod';
import { provenanceFacts } from '../../../engine/model/hardening.ts';
import { severities } from '../../../engine/model/severity.ts';
import { gapSchema, resourceSchema } from './shared.ts';

const count = z.int().min(0);
const level = z.enum(['privileged', 'baseline', 'restricted']);
const verdict = z.enum(['enforced', 'ready', 'ready-with', 'blocked', 'unknown']);
const direction = z.enum(['worse', 'new', 'other', 'better', 'gone']);
const release = z.strictObject({ product: z.string(), version: z.string() });
const known = z.strictObject({ present: count, absent: count, unknown: count });

/** What a release comes to. */
export const hardeningFiguresSchema = z.strictObject({
  podSecurity: z.strictObject({ privileged: count, baseline: count, restricted: count }),
  nonRoot: z.strictObject({
    containers: count,
    enforced: count,
    ready: count,
    'ready-with': count,
    blocked: count,
    unknown: count,
  }),
  checks: z.strictObject(
    Object.fromEntries(severities.map((severity) => [severity, count])) as Record<(typeof severities)[number], typeof count>,
  ),
});

/** `plimsoll harden --against SUBJECT --format json`. */
export const hardenDiffSchema = z.strictObject({
  schema: z.literal('plimsoll.harden-diff/v1'),
  old: release,
  new: release,
  before: hardeningFiguresSchema,
  after: hardeningFiguresSchema,
  podSecurity: z.array(
    z.strictObject({ resource: resourceSchema, direction, before: level.nullable(), after: level.nullable() }),
  ),
  nonRoot: z.array(
    z.strictObject({
      ...{ resource: resourceSchema, container: z.string(), image: z.string(), direction },
      before: verdict.nullable(),
      after: verdict.nullable(),
    }),
  ),
  checks: z.array(
    z.strictObject({
      check: z.string(),
      severity: z.enum(severities),
      change: z.enum(['gained', 'lost']),
      because: z.enum(['resource', 'content', 'suppression']),
      resource: resourceSchema,
      path: z.string(),
      file: z.string(),
      line: z.int().positive().nullable(),
      remedy: z.string(),
    }),
  ),
  provenance: z.array(z.strictObject({ fact: z.enum(provenanceFacts), before: known, after: known })).optional(),
  movedTags: z
    .array(z.strictObject({ image: z.string(), platform: z.string(), before: z.string(), after: z.string() }))
    .optional(),
  gaps: z.array(gapSchema),
});
