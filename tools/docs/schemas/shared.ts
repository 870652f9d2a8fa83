import { z } from 'zod';
import { hows } from '../../../engine/model/occurrence.ts';
import { severities } from '../../../engine/model/severity.ts';

/** A gap, as every document lists them. */
export const gapSchema = z.strictObject({
  code: z.string(),
  unit: z.string(),
  path: z.string().optional(),
  line: z.int().positive().optional(),
  detail: z.string(),
  image: z.string().optional(),
  layer: z.string().optional(),
});

/** A count for each severity word. */
export const severityCountsSchema = z.strictObject(
  Object.fromEntries(severities.map((severity) => [severity, z.int().min(0)])) as Record<(typeof severities)[number], z.ZodInt>,
);

/** The figures of a release. */
export const totalsSchema = z.strictObject({
  findings: severityCountsSchema,
  fixable: severityCountsSchema,
  suppressed: severityCountsSchema,
  vulnerabilities: severityCountsSchema,
  images: z.strictObject({ total: z.int(), withCriticalOrHigh: z.int() }),
});

/** A Kubernetes object. */
export const resourceSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
});

/** A layer and a path in it. */
export const placeSchema = z.strictObject({ layer: z.string(), path: z.string() });

/** One of the words for the kind of place that an image stands in. */
export const howSchema = z.enum(hows);

/** `certain` or `likely`. */
export const certaintySchema = z.enum(['certain', 'likely']);
