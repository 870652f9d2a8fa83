import { z } from 'zod';
import { gateUnits } from '../../../engine/model/gate.ts';
import { tiers } from '../../../engine/model/inventory.ts';
import { priorities } from '../../../engine/model/priority.ts';
import { severities } from '../../../engine/model/severity.ts';

const count = z.int().min(0);
const place = { file: z.string(), line: z.int().min(1), column: z.int().min(1) };
const declared = z
  .strictObject({ file: z.string(), line: z.int().min(1) })
  .nullable()
  .describe('The text to edit.');

const rule = z.strictObject({
  name: z.string().optional(),
  severity: z.enum(severities).optional(),
  fixable: z.boolean().optional(),
  tiers: z.array(z.enum(tiers)).optional(),
  components: z.array(z.string()).optional(),
  owners: z.array(z.string()).optional(),
  priority: z.enum(priorities).optional(),
  kev: z.boolean().optional(),
  publishedDays: count.optional(),
  seenDays: count.optional(),
  since: z.literal('previous').optional(),
  unit: z.enum(gateUnits),
  max: count,
});

const finding = z.strictObject({
  vulnerability: z.string(),
  image: z.string(),
  platform: z.string(),
  purl: z.string(),
  severity: z.enum(severities),
  state: z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']),
  fixedIn: z.array(z.string()),
  priority: z.enum(priorities).nullable(),
  publishedAt: z.string().nullable(),
  declared,
});

const licenses = z.strictObject({
  policy: z.strictObject({
    allow: z.array(z.string()).optional(),
    deny: z.array(z.string()),
    unknown: z.enum(['allow', 'deny']),
  }),
  ...place,
  says: z.string(),
  passed: z.boolean(),
  of: count.describe('Packages in images.'),
  unknown: count,
  rows: z.array(
    z.strictObject({
      image: z.string(),
      platform: z.string(),
      purl: z.string(),
      license: z.string().nullable(),
      reason: z.string(),
      declared,
    }),
  ),
});

/** `plimsoll gate --format json`. */
export const gateSchema = z.strictObject({
  schema: z.literal('plimsoll.gate/v1'),
  product: z.string(),
  version: z.string(),
  now: z.string(),
  against: z.string().nullable(),
  demands: z.boolean().describe('Whether the policy demands anything beside coverage.'),
  passed: z.boolean(),
  rules: z.array(
    z.strictObject({
      rule,
      ...place,
      says: z.string(),
      passed: z.boolean(),
      counted: count.describe("In the rule's unit."),
      of: count.describe('Findings that no decision takes out.'),
      suppressed: count,
      remarks: z.array(z.string()),
      rows: z.array(finding),
    }),
  ),
  licenses: licenses.nullable(),
  coverage: z.strictObject({ accepted: z.boolean(), unread: count, allow: z.array(z.string()), open: z.array(z.string()) }),
});
