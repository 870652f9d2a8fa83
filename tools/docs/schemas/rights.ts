import { z } from 'zod';
import { powerKinds } from '../../../engine/model/rights.ts';
import { gapSchema, resourceSchema } from './shared.ts';

const texts = z.array(z.string());
const place = { file: z.string().nullable(), line: z.int().positive().nullable() };
const subject = z.strictObject({
  kind: z.enum(['ServiceAccount', 'User', 'Group']),
  namespace: z.string().nullable(),
  name: z.string(),
});
const named = <Kind extends readonly [string, ...string[]]>(kinds: Kind) =>
  z.strictObject({ kind: z.enum(kinds), name: z.string() });

const grant = z.strictObject({
  role: named(['Role', 'ClusterRole']),
  binding: named(['RoleBinding', 'ClusterRoleBinding']),
  namespace: z.string().nullable(),
  ...place,
  rules: z.array(
    z.strictObject({ verbs: texts, apiGroups: texts, resources: texts, resourceNames: texts, nonResourceUrls: texts }),
  ),
});

const power = z.strictObject({
  kind: z.enum(powerKinds),
  namespace: z.string().nullable(),
  names: texts,
  sentence: z.string(),
  role: z.string(),
  binding: z.string(),
  ...place,
});

const step = z.strictObject({
  from: z.string(),
  to: z.string(),
  sentence: z.string(),
  ...place,
  doubt: z.string().nullable(),
});

const start = z.enum(['exposed', 'tenant', 'subject']);
const to = z.enum(['cluster-admin', 'tenant']);

/** `plimsoll rights --format json`. */
export const rightsSchema = z.strictObject({
  schema: z.literal('plimsoll.rights/v1'),
  product: z.string(),
  version: z.string().nullable(),
  tenants: texts,
  subjects: z.array(
    z.strictObject({ subject, grants: z.array(grant), powers: z.array(power), workloads: z.array(resourceSchema) }),
  ),
  workloads: z.array(
    z.strictObject({
      workload: resourceSchema,
      file: z.string(),
      line: z.int().positive().nullable(),
      account: subject,
      hasToken: z.boolean(),
      isExposed: z.boolean(),
      node: texts,
      powers: z.array(power),
    }),
  ),
  paths: z.array(z.strictObject({ from: z.string(), start, to, steps: z.array(step) })),
  cuts: z.array(z.strictObject({ start, from: texts, to, edges: z.array(step).nullable() })),
  sharing: z.array(
    z.strictObject({ namespace: z.string(), subject, kind: z.enum([...powerKinds, 'member']), sentence: z.string() }),
  ),
  unused: z.array(
    z.strictObject({ kind: z.enum(['account', 'role', 'token']), name: z.string(), sentence: z.string(), ...place }),
  ),
  issues: z.array(
    z.strictObject({
      code: z.enum(['wildcard-role', 'cluster-admin', 'pods-of-tenants', 'pods-everywhere', 'unknown-verb']),
      title: z.string(),
      sentence: z.string(),
      ...place,
    }),
  ),
  gaps: z.array(gapSchema),
});

const change = z.enum(['gained', 'lost']);
const sided = <Item extends z.ZodType>(item: Item) => z.array(z.strictObject({ change, item }));
const release = z.strictObject({ product: z.string(), version: z.string().nullable() });
const { tenants, paths, sharing, issues, unused } = rightsSchema.shape;

/** `plimsoll rights --against SUBJECT --format json`. */
export const rightsDiffSchema = z.strictObject({
  schema: z.literal('plimsoll.rights-diff/v1'),
  old: release,
  new: release,
  tenants: sided(tenants.element),
  powers: z.array(z.strictObject({ change, subject, isNewOrGone: z.boolean(), sentence: z.string(), power })),
  paths: z.array(
    z.strictObject({
      change: z.enum(['gained', 'lost', 'changed']),
      ...{ from: z.string(), start, to },
      before: z.int().positive().nullable(),
      after: z.int().positive().nullable(),
      path: paths.element,
    }),
  ),
  sharing: sided(sharing.element),
  issues: sided(issues.element),
  unused: sided(unused.element),
  gaps: z.array(gapSchema),
});
