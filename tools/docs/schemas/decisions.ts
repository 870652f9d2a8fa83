import { z } from 'zod';
import { decisionStates } from '../../../engine/model/decision-judgement.ts';
import { severities } from '../../../engine/model/severity.ts';
import { exceptionTypes, vexJustifications, vexStatuses } from '../../../engine/model/triage-decision.ts';
import { gapSchema, severityCountsSchema } from './shared.ts';

const texts = z.array(z.string());
const expiry = z.union([
  z.strictObject({ kind: z.literal('date'), on: z.string() }),
  z.strictObject({ kind: z.literal('fix-published') }),
  z.strictObject({ kind: z.literal('image-version'), image: z.string(), atLeast: z.string() }),
]);
const rested = z.strictObject({
  image: z.string(),
  user: z.string().optional(),
  entrypoint: texts.optional(),
  packages: z.array(z.strictObject({ package: z.string(), versions: texts.optional(), layers: texts.optional() })),
});

/** An exception or statement as it was read. */
export const decisionSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['exception', 'statement']),
  vulnerabilities: texts,
  packages: texts,
  images: texts,
  products: z.array(z.strictObject({ ids: texts, subcomponents: texts })).optional(),
  paths: texts.optional(),
  states: z.array(z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown'])).optional(),
  type: z.enum(exceptionTypes).optional(),
  status: z.enum(vexStatuses).optional(),
  justification: z.enum(vexJustifications).optional(),
  owner: z.string().optional(),
  reason: z.string().optional(),
  expires: expiry.optional(),
  statedAt: z.string().optional(),
  restsOn: z.array(rested).optional(),
  restedIn: z.string().optional().describe('Version of the release that `restsOn` was noted in.'),
  firstUsed: z.array(rested).optional().describe('What it rests on, as noted by the first release that uses it.'),
  file: z.string(),
  line: z.int().min(1).optional(),
});

const judged = decisionSchema.extend({
  state: z.enum(decisionStates),
  because: texts,
  concerns: z.int().min(0),
  suppresses: severityCountsSchema,
  daysLeft: z.int().optional(),
});

const common = {
  product: z.string(),
  version: z.string(),
  now: z.string(),
  byExceptions: severityCountsSchema,
  byStatements: severityCountsSchema,
  decisions: z.array(judged),
  trend: z.array(
    z.strictObject({
      version: z.string(),
      now: z.string(),
      byExceptions: severityCountsSchema,
      byStatements: severityCountsSchema,
      inForce: z.int().min(0),
    }),
  ),
  gaps: z.array(gapSchema),
};

/** `plimsoll exceptions list --format json`. */
export const exceptionsListSchema = z.strictObject({
  schema: z.literal('plimsoll.exceptions/v1'),
  ...common,
  expiring: texts,
  cliffs: z.array(z.strictObject({ on: z.string(), ids: texts })),
  budget: z.array(z.strictObject({ severity: z.enum(severities), allowed: z.int().min(0), used: z.int().min(0) })),
});

/** `plimsoll vex list --format json`. */
export const vexListSchema = z.strictObject({ schema: z.literal('plimsoll.vex/v1'), ...common });
