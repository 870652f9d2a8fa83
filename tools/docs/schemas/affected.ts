import { z } from 'zod';
import { severities } from '../../../engine/model/severity.ts';
import { resourceSchema } from './shared.ts';

const place = z.strictObject({
  release: z.string(),
  image: z.string(),
  platform: z.string(),
  digest: z.string().nullable(),
  purl: z.string().nullable(),
  vulnerability: z.string().nullable(),
  severity: z.enum(severities).nullable(),
  state: z.enum(['fixed', 'not-fixed', 'wont-fix', 'unknown']).nullable(),
  fixedIn: z.array(z.string()),
  suppressedBy: z.string().nullable(),
  workloads: z.array(resourceSchema),
  owners: z.array(z.string()),
  since: z.string(),
  fixedInRelease: z.string().nullable(),
  digestOf: z.enum(['image', 'layer', 'file']).optional(),
  path: z.string().optional(),
  layer: z.string().optional(),
  from: z.enum(['record', 'database']),
});

/** `plimsoll affected --format json`. */
export const affectedSchema = z.strictObject({
  schema: z.literal('plimsoll.affected/v1'),
  query: z.string(),
  answer: z.enum(['yes', 'no', 'unknown']),
  places: z.array(place),
  evidence: z.strictObject({
    releases: z.array(z.string()),
    imagesRead: z.int().min(0),
    imagesTotal: z.int().min(0),
    layersRead: z.int().min(0),
    files: z.strictObject({ hashed: z.int().min(0), total: z.int().min(0), images: z.int().min(0) }).optional(),
    searched: z.array(z.string()),
    near: z.array(z.string()),
    open: z.array(z.string()),
  }),
});
