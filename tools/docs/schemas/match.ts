import { z } from 'zod';
import { severities } from '../../../engine/model/severity.ts';
import { gapSchema } from './shared.ts';

const severityStatement = z.strictObject({
  source: z.string(),
  vector: z.string().optional(),
  score: z.number().optional(),
  word: z.enum(severities).optional(),
});

/** One advisory that applies to a package, and the comparison that decided. */
export const evidenceSchema = z.strictObject({
  advisory: z.string(),
  ecosystem: z.string(),
  name: z.string(),
  version: z.string(),
  scheme: z.string(),
  range: z.string(),
  comparison: z.string(),
});

/** Which advisories an answer rests on; null where there is no database. */
export const knowledgeSchema = z.strictObject({
  snapshot: z.string().nullable(),
  asOf: z.string().nullable(),
  evaluatedAsOf: z.string().optional(),
});

const match = z.strictObject({
  purl: z.string(),
  vulnerability: z.string(),
  aliases: z.array(z.string()),
  advisory: z.string(),
  severity: z.enum(severities),
  severityBy: z.string().optional(),
  state: z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']),
  fixedIn: z.array(z.string()),
  severities: z.array(severityStatement),
  cwes: z.array(z.string()).optional(),
  kev: z.boolean(),
  exploited: z.strictObject({ addedOn: z.string(), dueOn: z.string().optional() }).optional(),
  epss: z.number().min(0).max(1).nullable(),
  prediction: z.strictObject({ percentile: z.number().min(0).max(1).optional(), asOf: z.string().optional() }).optional(),
  evidence: z.array(evidenceSchema).min(1),
  sboms: z.array(z.string()).optional(),
});

const undecided = z.strictObject({
  purl: z.string(),
  reason: z.string(),
  code: z.string(),
  advisory: z.string().optional(),
  sboms: z.array(z.string()).optional(),
});

/** `plimsoll match --format json`. */
export const matchSchema = z.strictObject({
  schema: z.literal('plimsoll.matches/v1'),
  advisories: knowledgeSchema,
  packages: z.int().min(0),
  matches: z.array(match),
  undecided: z.array(undecided),
  gaps: z.array(gapSchema),
});
