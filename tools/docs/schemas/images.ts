import { z } from 'zod';
import { ownershipSources, tiers } from '../../../engine/model/inventory.ts';
import { imageParts } from '../../../engine/model/occurrence.ts';
import { certaintySchema, gapSchema, howSchema, resourceSchema } from './shared.ts';

const condition = z.strictObject({ value: z.string(), equals: z.unknown() });

const decision = z.strictObject({
  part: z.enum(imageParts),
  value: z.string().optional(),
  file: z.string(),
  line: z.int().positive(),
  entry: z.string().optional(),
});

const switches = z.strictObject({
  renderings: z.int().min(0),
  tried: z.int().min(0),
  failed: z.array(condition.extend({ detail: z.string() })),
  untried: z.array(condition),
});

const occurrence = z.strictObject({
  declared: z.string(),
  how: howSchema,
  certainty: certaintySchema,
  resource: resourceSchema.nullable(),
  path: z.string(),
  hook: z.boolean(),
  conditional: z.array(condition),
  file: z.string(),
  line: z.int().positive(),
  decidedBy: z.array(decision).optional(),
});

const ownership = z.strictObject({
  owner: z.string(),
  from: z.enum(ownershipSources),
  file: z.string(),
  line: z.int().positive(),
});

const identity = z.strictObject({
  logicalName: z.string(),
  by: z.enum(['reference', 'nested-host', 'mirror']),
  pin: z.enum(['digest', 'tag', 'mutable-tag']),
  reason: z.string().optional(),
});

const reasons = z.array(z.strictObject({ reason: z.string(), count: z.int().positive() }));
const count = z.int().min(0);
const row = z.strictObject({
  expected: count,
  read: count,
  rejected: count,
  failed: count,
  rejectedFor: reasons,
  failedFor: reasons,
});

const running = z.strictObject({
  reference: z.string(),
  digest: z.string().nullable(),
  resource: resourceSchema,
  containers: z.int().positive(),
  file: z.string(),
  line: z.int().positive(),
});
const drift = z.strictObject({
  running: count,
  notDeclared: z.array(running),
  notRunning: z.array(z.strictObject({ reference: z.string(), file: z.string(), line: z.int().positive() })),
  otherDigest: z.array(
    z.strictObject({ reference: z.string(), declared: z.string().nullable(), running: z.array(running).min(1) }),
  ),
});

/** `plimsoll images --format json`. */
export const imagesSchema = z.strictObject({
  schema: z.literal('plimsoll.images/v1'),
  product: z.string(),
  version: z.string(),
  images: z.array(
    z.strictObject({
      reference: z.string(),
      digest: z.string().nullable(),
      components: z.array(z.string()),
      owners: z.array(z.string()),
      tier: z.enum(tiers),
      plane: z.string().optional(),
      party: z.enum(['own', 'third-party']).optional(),
      ownership: z.array(ownership).optional(),
      componentsFrom: z.enum(['configuration', 'label']).optional(),
      identity: identity.optional(),
      occurrences: z.array(occurrence).min(1),
    }),
  ),
  charts: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      source: z.string(),
      namespace: z.string(),
      file: z.string(),
      line: z.int().positive(),
      switches: switches.optional(),
    }),
  ),
  rejected: z.array(z.strictObject({ text: z.string(), reason: z.string(), file: z.string(), line: z.int().positive() })),
  gaps: z.array(gapSchema),
  sameImages: z.array(z.strictObject({ identity: z.string(), references: z.array(z.string()).min(2) })).optional(),
  coverage: z.strictObject({ sources: row, resources: row, references: row, images: row }).optional(),
  drift: drift.optional(),
});
