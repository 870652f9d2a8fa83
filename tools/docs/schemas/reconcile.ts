import { z } from 'zod';
import { disagreementClasses } from '../../../engine/model/reconciliation.ts';
import { severities } from '../../../engine/model/severity.ts';
import { gapSchema } from './shared.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1).nullable();
const state = z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']);
const severity = z.enum(severities);

const item = z.strictObject({
  type: z.string().optional(),
  name: z.string(),
  version: z.string().optional(),
  source: z.string().optional(),
  isOwned: z.boolean().optional(),
});

const claim = z.strictObject({
  vulnerability: z.string(),
  ids: z.array(z.string()),
  package: item,
  severity,
  state,
  fixedIn: z.array(z.string()),
  suppressed: z.string().optional(),
});

const agreement = z.strictObject({
  both: count,
  onlyBase: count,
  onlyOther: count,
  agreed: count,
  disagreement: count,
  jaccard: share,
});

const engine = z.strictObject({
  engine: z.string(),
  version: z.string().nullable(),
  databaseAt: z.string().nullable(),
  reports: z.array(z.string()),
  images: z.array(z.string()),
  ...agreement.shape,
  ecosystems: z.array(z.strictObject({ ecosystem: z.string(), ...agreement.shape })),
  classes: z.strictObject(
    Object.fromEntries(disagreementClasses.map((word) => [word, count])) as Record<
      (typeof disagreementClasses)[number],
      z.ZodInt
    >,
  ),
  claims: z.array(
    z.strictObject({
      image: z.string(),
      ecosystem: z.string(),
      package: item,
      vulnerability: z.string(),
      base: claim.nullable(),
      other: claim.nullable(),
      class: z.enum(disagreementClasses).nullable(),
      why: z.string(),
    }),
  ),
});

const score = z.strictObject({
  engine: z.string(),
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
  precision: share,
  recall: share,
  f1: share,
});

/** `plimsoll reconcile --format json`. */
export const reconcileSchema = z.strictObject({
  schema: z.literal('plimsoll.reconciliation/v1'),
  base: z.strictObject({
    engine: z.string(),
    version: z.string().nullable(),
    databaseAt: z.string().nullable(),
    file: z.string(),
    images: count,
  }),
  engines: z.array(engine),
  reported: z.array(
    z.strictObject({
      image: z.string(),
      package: item,
      vulnerability: z.string(),
      by: z.array(z.strictObject({ engine: z.string(), severity, state })),
    }),
  ),
  unjoined: z.array(
    z.strictObject({
      file: z.string(),
      engine: z.string().nullable(),
      image: z.string().nullable(),
      rows: count,
      reason: z.string(),
    }),
  ),
  scorecard: z.strictObject({ labels: count, applicable: count, scores: z.array(score), hard: z.array(score) }).nullable(),
  gaps: z.array(gapSchema),
});
