import { z } from 'zod';
import { priorities } from '../../../engine/model/priority.ts';
import { severities } from '../../../engine/model/severity.ts';
import { baseSchema, imageFactsSchema, layerSchema } from './image-content.ts';
import { knowledgeSchema } from './match.ts';
import { certaintySchema, gapSchema, placeSchema, severityCountsSchema, totalsSchema } from './shared.ts';
import { statisticsSchema } from './statistics.ts';

const severityStatement = z.strictObject({
  source: z.string(),
  vector: z.string().optional(),
  score: z.number().optional(),
  word: z.enum(severities).optional(),
});

/** One vulnerability in one package of one image. */
export const findingSchema = z.strictObject({
  vulnerability: z.string(),
  aliases: z.array(z.string()),
  image: z.string(),
  platform: z.string(),
  purl: z.string(),
  severity: z.enum(severities),
  severities: z.array(severityStatement),
  state: z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']),
  fixedIn: z.array(z.string()),
  places: z.array(placeSchema),
  fromBase: z.boolean(),
  kev: z.boolean(),
  epss: z.number().min(0).max(1).nullable(),
  priority: z.enum(priorities).optional(),
  why: z.array(z.string()).optional(),
  severityBy: z.string().optional(),
  exploited: z.strictObject({ addedOn: z.string(), dueOn: z.string().optional() }).optional(),
  prediction: z.strictObject({ percentile: z.number().min(0).max(1).optional(), asOf: z.string().optional() }).optional(),
  cwes: z.array(z.string()).optional(),
  ssvc: z
    .strictObject({
      exploitation: z.enum(['none', 'poc', 'active']).optional(),
      automatable: z.boolean().optional(),
      technicalImpact: z.enum(['partial', 'total']).optional(),
    })
    .optional(),
  publishedAt: z.string().optional(),
  sources: z.array(z.string()),
  evidence: z.array(
    z.strictObject({
      advisory: z.string(),
      ecosystem: z.string(),
      name: z.string(),
      version: z.string(),
      scheme: z.string(),
      range: z.string(),
      comparison: z.string(),
    }),
  ),
  suppressedBy: z.string().nullable(),
});

const image = z.strictObject({
  reference: z.string(),
  digest: z.string().nullable(),
  platform: z.string(),
  index: z
    .strictObject({ digest: z.string(), variants: z.array(z.strictObject({ platform: z.string(), digest: z.string() })) })
    .nullable(),
  status: z.enum(['read', 'failed', 'unsupported', 'empty']),
  distribution: z.strictObject({ id: z.string(), versionId: z.string().nullable() }).nullable(),
  base: baseSchema.nullable(),
  layers: z.array(layerSchema),
  packages: z.array(
    z.strictObject({
      purl: z.string(),
      fromBase: z.boolean(),
      ownedBy: z.string().nullable(),
      certainty: certaintySchema,
      license: z.string().nullable(),
      sizeBytes: z.int().min(0).nullable(),
      places: z.array(placeSchema).min(1),
      lockFiles: z.array(placeSchema).min(1).optional(),
    }),
  ),
  removed: z.array(z.strictObject({ purl: z.string(), broughtBy: z.string(), removedBy: z.string() })),
  facts: imageFactsSchema.nullable(),
});

const snapshot = z.strictObject({ id: z.string(), asOf: z.string(), evaluatedAsOf: z.string().optional() });
const evaluatedState = z.strictObject({
  snapshot: snapshot.nullable(),
  engine: z.string(),
  now: z.string(),
  findings: severityCountsSchema,
  undecided: z.int().min(0),
});
const moved = z.strictObject({ vulnerability: z.string(), severity: z.enum(severities), images: z.int().positive() });
const reevaluation = z.strictObject({
  before: evaluatedState,
  after: evaluatedState,
  appeared: z.array(moved),
  gone: z.array(moved),
});

/** `plimsoll report --format json`. */
export const reportSchema = z.strictObject({
  schema: z.literal('plimsoll.report/v1'),
  product: z.string(),
  version: z.string(),
  engine: z.string(),
  now: z.string(),
  platforms: z.array(z.string()),
  advisories: knowledgeSchema,
  reevaluation: reevaluation.optional(),
  coverage: z.strictObject({ expected: z.int(), read: z.int(), failed: z.int(), unsupported: z.int(), empty: z.int() }),
  totals: totalsSchema,
  statistics: statisticsSchema,
  images: z.array(image),
  findings: z.array(findingSchema),
  undecided: z.array(z.strictObject({ purl: z.string(), reason: z.string(), code: z.string(), advisory: z.string().optional() })),
  gaps: z.array(gapSchema),
});
