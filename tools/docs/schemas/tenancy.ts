import { z } from 'zod';
import { severities } from '../../../engine/model/severity.ts';
import { tenancyCodes } from '../../../engine/model/tenancy.ts';
import { gapSchema, resourceSchema } from './shared.ts';

const texts = z.array(z.string());
const place = { file: z.string().nullable(), line: z.int().positive().nullable() };

const secretUse = z.strictObject({ namespace: z.string(), secret: z.string(), key: z.string().nullable(), as: z.string() });

const store = z.strictObject({
  product: z.string(),
  title: z.string(),
  workload: resourceSchema,
  image: z.string(),
  access: z.enum(['open', 'one-credential', 'per-user', 'unknown']),
  because: texts,
  secrets: z.array(secretUse),
  users: texts,
  reachedBy: texts,
  doubts: texts,
  ways: texts,
  file: z.string(),
  line: z.int().positive().nullable(),
});

const parameter = z.strictObject({
  service: z.string(),
  parameter: z.string(),
  verdict: z.enum(['open', 'tied', 'restricted', 'checked', 'unknown']),
  ways: texts,
  strangers: texts,
  because: texts,
  file: z.string(),
  line: z.int().positive(),
});

const finding = z.strictObject({
  code: z.enum(tenancyCodes),
  severity: z.enum(severities),
  certainty: z.enum(['certain', 'likely']),
  title: z.string(),
  sentence: z.string(),
  remedy: z.string(),
  tenants: texts,
  evidence: z.array(z.strictObject({ sentence: z.string(), resource: resourceSchema.nullable(), ...place })),
  ...place,
});

/** `plimsoll tenancy --format json`. */
export const tenancySchema = z.strictObject({
  schema: z.literal('plimsoll.tenancy/v1'),
  product: z.string(),
  version: z.string().nullable(),
  tenants: z.array(
    z.strictObject({
      namespace: z.string(),
      name: z.string(),
      by: z.enum(['object', 'label', 'pattern']),
      labels: z.record(z.string(), z.string()),
      accounts: texts,
      ...place,
    }),
  ),
  stores: z.array(store),
  parameters: z.array(parameter),
  findings: z.array(finding),
  gaps: z.array(gapSchema),
});
