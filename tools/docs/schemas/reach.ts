import { z } from 'zod';
import { protocols } from '../../../engine/model/reach.ts';
import { gapSchema } from './shared.ts';

const workload = z.strictObject({
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  via: z.literal('custom resource').optional(),
});
const peer = z.union([workload, z.strictObject({ ipBlock: z.string() }), z.strictObject({ ingress: z.literal(true) })]);
const port = z.int().min(1).max(65_535);
const range = z.strictObject({ protocol: z.enum(protocols), from: port, to: port });
const named = z.strictObject({ protocol: z.enum(protocols).nullable(), name: z.string() });
const ports = z.union([z.literal('all'), z.array(range)]);
const conditions = z
  .array(z.strictObject({ ports, effect: z.enum(['only', 'not', 'asks']), by: z.string(), what: z.string() }))
  .optional();
const expression = z.strictObject({ key: z.string(), operator: z.string(), values: z.array(z.string()).optional() });
const selector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z.array(expression).optional(),
});
const release = z.strictObject({ product: z.string(), version: z.string() });

const beyond = z.array(
  z.strictObject({ resource: z.string(), file: z.string(), line: z.int().positive().optional(), why: z.string() }),
);

/** `plimsoll reach --format json`. */
export const reachSchema = z.strictObject({
  schema: z.literal('plimsoll.reach/v1'),
  ...release.shape,
  connections: z.array(z.strictObject({ from: peer, to: peer, ports, conditions })),
  exposure: z.array(
    z.strictObject({
      workload,
      direction: z.enum(['ingress', 'egress']),
      to: z.union([z.literal('entire-cluster'), z.strictObject({ namespaceSelector: selector, podSelector: selector })]),
      ports: z.union([z.literal('all'), z.array(z.union([range, named]))]),
      conditions,
    }),
  ),
  isolation: z.array(z.strictObject({ workload, ingress: z.boolean(), egress: z.boolean(), mesh: z.boolean().optional() })),
  beyond,
  gaps: z.array(gapSchema),
});

const change = z.strictObject({
  change: z.enum(['added', 'removed', 'changed']),
  from: peer,
  to: peer,
  before: ports,
  after: ports,
  conditionsBefore: conditions,
  conditionsAfter: conditions,
  newWorkloads: z.array(workload),
  goneWorkloads: z.array(workload),
});

/** `plimsoll reach --propose FILE --format json`. */
export const reachProposalSchema = z.strictObject({
  schema: z.literal('plimsoll.reach-proposal/v1'),
  policies: z.array(z.record(z.string(), z.unknown())),
  isProven: z.boolean(),
  differences: z.array(change),
  beyond: beyond.optional(),
  gaps: z.array(gapSchema),
});

/** `plimsoll reach --against SUBJECT --format json`. */
export const reachDiffSchema = z.strictObject({
  schema: z.literal('plimsoll.reach-diff/v1'),
  old: release,
  new: release,
  changes: z.array(change),
  gaps: z.array(gapSchema),
});
