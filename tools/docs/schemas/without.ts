import { z } from 'zod';
import { removalKinds } from '../../../engine/model/removal.ts';
import { powerKinds } from '../../../engine/model/rights.ts';
import { severities } from '../../../engine/model/severity.ts';
import { certaintySchema, gapSchema, howSchema, resourceSchema, severityCountsSchema } from './shared.ts';

const texts = z.array(z.string());
const count = z.int().min(0);
const line = z.int().positive().nullable();
const signedCounts = z.strictObject(
  Object.fromEntries(severities.map((severity) => [severity, z.int()])) as Record<(typeof severities)[number], z.ZodInt>,
);
const counts = z.strictObject({ before: severityCountsSchema, gone: signedCounts, after: severityCountsSchema });
const numbers = z.strictObject({ before: count, after: count });

const power = z.strictObject({
  kind: z.enum(powerKinds),
  namespace: z.string().nullable(),
  names: texts,
  sentence: z.string(),
  role: z.string(),
  binding: z.string(),
  file: z.string().nullable(),
  line,
});

/** `plimsoll without RECORD SUBJECT… --format json`. */
export const withoutSchema = z.strictObject({
  schema: z.literal('plimsoll.without/v1'),
  product: z.string(),
  version: z.string(),
  subjects: z.array(z.strictObject({ kind: z.enum(removalKinds), name: z.string() })),
  findings: counts,
  vulnerabilities: counts,
  removedVulnerabilities: z.array(
    z.strictObject({ vulnerability: z.string(), severity: z.enum(severities), kev: z.boolean(), otherImages: count }),
  ),
  content: z.strictObject({
    images: texts,
    layers: count,
    sharedLayers: count,
    storedBytes: count,
    uncompressedBytes: count,
    packageBytes: count,
    unweighedPackages: count,
    packages: texts,
  }),
  resources: z.array(
    z.strictObject({
      resource: resourceSchema,
      file: z.string(),
      line,
      why: z.enum(['subject', 'only-for-it']),
      because: z.string(),
    }),
  ),
  rights: z.strictObject({
    lost: z.array(
      z.strictObject({
        subject: z.strictObject({
          kind: z.enum(['ServiceAccount', 'User', 'Group']),
          namespace: z.string().nullable(),
          name: z.string(),
        }),
        isGone: z.boolean(),
        grants: count,
        powers: z.array(power),
      }),
    ),
    ways: numbers,
  }),
  network: z.strictObject({
    services: z.array(z.strictObject({ service: resourceSchema, ports: texts })),
    entrances: z.array(z.strictObject({ workload: resourceSchema, steps: texts, doubt: z.string().nullable() })),
    connections: numbers,
  }),
  references: z.array(
    z.strictObject({
      manner: z.enum(['image', 'object', 'selector', 'address']),
      to: z.string(),
      from: resourceSchema.nullable(),
      path: z.string(),
      file: z.string(),
      line,
      certainty: certaintySchema,
      how: howSchema.optional(),
    }),
  ),
  gaps: z.array(gapSchema),
});

const program = z.strictObject({
  image: z.string(),
  platform: z.string(),
  kind: z.enum(['shells', 'packageManagers', 'compilers']),
  paths: texts,
  omitted: count,
  neededBy: z.string().nullable(),
  packages: texts,
  sizeBytes: count.nullable(),
  findings: severityCountsSchema,
});

/** `plimsoll without RECORD --format json`, where no subject is named. */
export const spareSchema = z.strictObject({
  schema: z.literal('plimsoll.spare/v1'),
  product: z.string(),
  version: z.string(),
  idle: z.array(
    z.strictObject({
      reference: z.string(),
      reason: z.enum(['listed', 'configured', 'configured-unread']),
      places: z.array(z.strictObject({ file: z.string(), line: z.int().positive(), how: howSchema })),
      findings: severityCountsSchema,
      storedBytes: count,
    }),
  ),
  programs: z.array(program),
  rebuilds: z.array(
    z.strictObject({
      layer: z.string(),
      base: z.string().nullable(),
      fromBase: z.boolean(),
      images: texts,
      packages: texts,
      sizeBytes: count,
      findings: severityCountsSchema,
    }),
  ),
  images: z.strictObject({ total: count, withPrograms: count, unknown: count }),
  sizeBytes: count,
  findings: severityCountsSchema,
  gaps: z.array(gapSchema),
});
