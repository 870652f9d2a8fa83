import { z } from 'zod';
import { changeForms, targetLevels } from '../../../engine/model/hardening-change.ts';
import { gapSchema, resourceSchema } from './shared.ts';

const levelSchema = z.enum(['privileged', 'baseline', 'restricted']);

/** `plimsoll harden --as FORM --format json`. */
export const hardenChangeSchema = z.strictObject({
  schema: z.literal('plimsoll.harden-change/v1'),
  product: z.string(),
  version: z.string(),
  form: z.enum(changeForms),
  target: z.enum(targetLevels),
  podSecurityVersion: z.string(),
  workloads: z.array(
    z.strictObject({
      resource: resourceSchema,
      file: z.string(),
      component: z.string().nullable(),
      before: levelSchema,
      after: levelSchema,
      settings: z.array(z.strictObject({ container: z.string().nullable(), name: z.string(), value: z.json() })),
      remains: z.array(z.strictObject({ control: z.string(), path: z.string(), because: z.string() })),
      back: z.string().optional(),
    }),
  ),
  notes: z.array(z.string()),
  gaps: z.array(gapSchema),
  files: z.array(z.strictObject({ file: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
});
