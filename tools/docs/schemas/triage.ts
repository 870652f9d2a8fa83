import { z } from 'zod';
import { accountReaches } from '../../../engine/model/exposure.ts';
import { priorities } from '../../../engine/model/priority.ts';
import { severities } from '../../../engine/model/severity.ts';

const counts = z.strictObject(
  Object.fromEntries(priorities.map((priority) => [priority, z.int().min(0)])) as Record<(typeof priorities)[number], z.ZodInt>,
);

const item = z.strictObject({
  priority: z.enum(priorities),
  vulnerability: z.string(),
  aliases: z.array(z.string()),
  purl: z.string(),
  severity: z.enum(severities),
  kev: z.boolean(),
  epss: z.number().min(0).max(1).nullable(),
  exposure: z.enum(['exposed', 'unknown', 'not-exposed']),
  privilege: z.enum(['host', 'root', 'unknown', 'limited']).optional(),
  rights: z.enum(accountReaches).optional(),
  state: z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']),
  fixedIn: z.array(z.string()),
  images: z.array(z.string()).min(1),
  findings: z.int().positive(),
  owners: z.array(z.string()),
  components: z.array(z.string()),
  why: z.array(z.string()).min(1),
});

/** `plimsoll triage --format json`. */
export const triageSchema = z.strictObject({
  schema: z.literal('plimsoll.triage/v1'),
  product: z.string(),
  version: z.string(),
  now: z.string(),
  table: z.strictObject({ title: z.string(), source: z.string() }),
  counts,
  suppressed: z.int().min(0),
  total: z.int().min(0),
  items: z.array(item),
  agenda: z.array(z.strictObject({ owner: z.string(), counts, items: z.array(item) })),
});
