import { z } from 'zod';
import { gateUnits } from '../../model/gate.ts';
import { tiers } from '../../model/inventory.ts';
import { priorities } from '../../model/priority.ts';
import { severities } from '../../model/severity.ts';

const coverage = z.union([
  z.literal('complete'),
  z.strictObject({
    unread: z.int().min(0).default(0).describe('How many images may be unread or undecided.'),
    allow: z.array(z.string().min(1)).default([]).describe('Images whose gaps are accepted.'),
  }),
]);

const day = z.int('write a whole number of days').min(0, 'write 0 days or more');
const names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const rule = z.strictObject({
  name: z.string().min(1).optional().describe('What reports call the rule.'),
  severity: z.enum(severities).optional().describe('This or worse; UNKNOWN means every one.'),
  fixable: z.boolean().optional().describe('Whether a version without the vulnerability is published.'),
  tier: z.union([z.enum(tiers), z.array(z.enum(tiers)).min(1)]).optional(),
  component: names.optional().describe('Of images that belong to one of them.'),
  owner: names.optional().describe('Of images that one of them owns.'),
  priority: z.enum(priorities).optional().describe('This or more urgent.'),
  kev: z.boolean().optional().describe("In CISA's catalog of known exploited vulnerabilities."),
  publishedDays: day.optional().describe('Known to the public for so many days or longer.'),
  seenDays: day.optional().describe('In our releases for so many days or longer; asks for `--against`.'),
  since: z.literal('previous').optional().describe('Only what the release before does not have; asks for `--against`.'),
  unit: z.enum(gateUnits).default('finding').describe('What is counted.'),
  max: z
    .int('write a whole number')
    .min(0, 'write 0 or more: there cannot be fewer than none')
    .describe('How many there may be.'),
});

const license = z.string().min(1).describe('An SPDX license, with an exception where it has one; `A OR B` stands for both.');

const licenses = z.strictObject({
  allow: z
    .array(license)
    .min(1, 'write at least one license, or leave `allow` out')
    .optional()
    .describe('Nothing else is allowed.'),
  deny: z.array(license).default([]).describe('Denied even where it is allowed.'),
  unknown: z.enum(['allow', 'deny']).default('allow').describe('What becomes of packages that state no SPDX license.'),
});

/** `policy`: what a release may be published with. */
export const policySchema = z
  .strictObject({
    coverage: coverage.default('complete'),
    gate: z.array(rule).default([]).describe('How many findings of a kind there may be; every rule has to hold.'),
    licenses: licenses.optional().describe('Which licenses packages may have.'),
  })
  .default({ coverage: 'complete', gate: [] })
  .describe('What a release may be published with; `plimsoll gate --explain` says what applied.');

/** `policy` as people write it, with defaults filled in. */
export type PolicyDocument = z.infer<typeof policySchema>;
