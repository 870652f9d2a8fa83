import { z } from 'zod';
import { provenanceFacts, provenanceLabels } from '../../../engine/model/hardening.ts';
import { severities } from '../../../engine/model/severity.ts';
import { checkComparisonSchema } from './check-comparison.ts';
import { checkExceptionSchema, clusterCvesSchema, namespaceSchema } from './harden-site.ts';
import { gapSchema, resourceSchema } from './shared.ts';

const lifeStatusSchema = z.enum(['supported', 'ended', 'unknown']);

const provenanceSchema = z.strictObject({
  coverage: z.array(
    z.strictObject({
      fact: z.enum(provenanceFacts),
      present: z.int().min(0),
      absent: z.int().min(0),
      unknown: z.int().min(0),
    }),
  ),
  images: z.array(
    z.strictObject({
      image: z.string(),
      platform: z.string(),
      pin: z.enum(['digest', 'tag', 'mutable-tag']).nullable(),
      digest: z.string().optional(),
      mutableBecause: z.string().nullable(),
      labels: z.record(z.enum(provenanceLabels), z.string().nullable()).nullable(),
      createdAt: z.string().nullable(),
      ageDays: z.int().min(0).nullable(),
      attached: z.strictObject({ signatures: z.int().min(0), attestations: z.int().min(0), sboms: z.int().min(0) }).nullable(),
      rebuildFixes: z.int().min(0).optional(),
    }),
  ),
});

const number = z.int().min(0);
const nonRootCount = {
  containers: number,
  enforced: number,
  ready: number,
  'ready-with': number,
  blocked: number,
  unknown: number,
};
const nonRootShares = z.array(z.strictObject({ name: z.string().nullable(), ...nonRootCount }));

/** What to set so that a container does without root. */
const nonRootValuesSchema = z.strictObject({
  runAsNonRoot: z.literal(true).optional(),
  runAsUser: number.optional(),
  runAsGroup: number.optional(),
  allowPrivilegeEscalation: z.literal(false).optional(),
  capabilities: z.array(z.string()).optional(),
  fsGroup: number.optional(),
  supplementalGroups: z.array(number).optional(),
  sysctls: z.record(z.string(), z.string()).optional(),
});

/** `plimsoll harden --format json`. */
export const hardenSchema = z.strictObject({
  schema: z.literal('plimsoll.harden/v1'),
  product: z.string(),
  version: z.string(),
  checks: z.array(
    z.strictObject({
      check: z.string(),
      severity: z.enum(severities),
      resource: resourceSchema,
      path: z.string(),
      file: z.string(),
      line: z.int().min(1).nullable(),
      entry: z.string().optional(),
      value: z
        .strictObject({ value: z.string(), file: z.string(), line: z.int().min(1), entry: z.string().optional() })
        .optional(),
      remedy: z.string(),
      component: z.string().nullable(),
      owner: z.string().optional(),
      suppressedBy: z.string().nullable(),
      suppression: z
        .strictObject({
          by: z.string(),
          kind: z.enum(['annotation', 'exception']),
          owner: z.string().optional(),
          reason: z.string().optional(),
          expires: z.string().optional(),
        })
        .optional(),
    }),
  ),
  nonRoot: z.array(
    z.strictObject({
      resource: resourceSchema,
      container: z.string(),
      image: z.string(),
      verdict: z.enum(['enforced', 'ready', 'ready-with', 'blocked', 'unknown']),
      set: z.record(z.string(), z.union([z.boolean(), z.number()])),
      because: z.array(z.string()),
      values: nonRootValuesSchema.optional(),
      evidence: z
        .array(
          z.strictObject({
            about: z.enum(['manifest', 'user', 'program', 'script', 'port', 'directory', 'mount', 'rights']),
            at: z.string(),
            effect: z.enum(['allows', 'needs', 'blocks', 'unknown', 'note']),
            detail: z.string(),
          }),
        )
        .optional(),
      exposure: z.enum(['exposed', 'unknown', 'not-exposed']).optional(),
      component: z.string().optional(),
      source: z.string().optional(),
      owners: z.array(z.string()).optional(),
    }),
  ),
  nonRootTotals: z
    .strictObject({
      release: z.strictObject(nonRootCount),
      exposed: z.strictObject(nonRootCount),
      charts: nonRootShares,
      components: nonRootShares,
      owners: nonRootShares,
    })
    .optional(),
  podSecurity: z.array(
    z.strictObject({
      resource: resourceSchema,
      level: z.enum(['privileged', 'baseline', 'restricted']),
      version: z.string(),
      violations: z.array(
        z.strictObject({ control: z.string(), path: z.string(), level: z.enum(['baseline', 'restricted']), remedy: z.string() }),
      ),
    }),
  ),
  kubernetes: z.strictObject({ version: z.string(), endsOn: z.string().nullable(), status: lifeStatusSchema }).optional(),
  namespaces: z.array(namespaceSchema).optional(),
  exceptions: z.array(checkExceptionSchema).optional(),
  clusterCves: clusterCvesSchema.nullable().optional(),
  comparison: checkComparisonSchema.optional(),
  life: z
    .array(
      z.strictObject({
        image: z.string(),
        platform: z.string(),
        kind: z.enum(['distribution', 'runtime']),
        name: z.string().nullable(),
        version: z.string().nullable(),
        cycle: z.string().nullable(),
        endsOn: z.string().nullable(),
        status: lifeStatusSchema,
      }),
    )
    .optional(),
  provenance: provenanceSchema.optional(),
  gaps: z.array(gapSchema),
});
