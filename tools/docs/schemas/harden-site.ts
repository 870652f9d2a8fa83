import { z } from 'zod';
import { severities } from '../../../engine/model/severity.ts';
import { resourceSchema } from './shared.ts';

/** A namespace and what it admits. */
export const namespaceSchema = z.strictObject({
  namespace: z.string(),
  file: z.string().nullable(),
  line: z.int().min(1).nullable(),
  workloads: z.int().min(0),
  policies: z.array(
    z.strictObject({
      mode: z.enum(['enforce', 'audit', 'warn']),
      level: z.enum(['privileged', 'baseline', 'restricted']).nullable(),
      version: z.string().nullable(),
      stated: z.boolean(),
      refuses: z.array(z.strictObject({ resource: resourceSchema, controls: z.array(z.string()) })),
    }),
  ),
});

/** An exception of checks, and what became of it. */
export const checkExceptionSchema = z.strictObject({
  id: z.string(),
  checks: z.array(z.string()),
  resources: z.array(z.string()),
  paths: z.array(z.string()),
  owner: z.string(),
  reason: z.string(),
  expires: z.string(),
  file: z.string(),
  line: z.int().min(1),
  state: z.enum(['in-force', 'expired', 'unused']),
  places: z.int().min(0),
});

/** The known CVEs of the stated version of Kubernetes. */
export const clusterCvesSchema = z.strictObject({
  version: z.string(),
  judged: z.int().min(0),
  newestAt: z.string().nullable(),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      component: z.string(),
      severity: z.enum(severities),
      verdict: z.enum(['affected', 'unknown']),
      fixedIn: z.array(z.string()),
      because: z.string(),
    }),
  ),
});
