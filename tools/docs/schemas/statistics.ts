import { z } from 'zod';
import { baseLives, dimensions } from '../../../engine/model/statistics.ts';
import { severityCountsSchema } from './shared.ts';

const row = z.strictObject({ group: z.string(), counts: severityCountsSchema, total: z.int().min(0) });
const share = z.strictObject({ part: z.int().min(0), whole: z.int().min(0), percent: z.number().min(0).max(100).nullable() });
const bin = z.strictObject({ from: z.int().min(0), to: z.int().min(0).nullable(), images: z.int().min(0) });

/** The figures of a release; docs/concepts/metrics.md defines them. */
export const statisticsSchema = z.strictObject({
  tables: z.array(
    z.strictObject({
      metric: z.string(),
      version: z.int().min(1),
      unit: z.enum(['finding', 'vulnerability', 'image', 'package']),
      by: z.enum(dimensions),
      addsUp: z.boolean(),
      rows: z.array(row),
      whole: row,
    }),
  ),
  shares: z.strictObject({
    critical: share,
    high: share,
    criticalFixable: share,
    highFixable: share,
    imagesWithCriticalOrHigh: share,
  }),
  histogram: z.array(bin),
  ages: z.strictObject({ version: z.int().min(1), bins: z.array(bin), unknown: z.int().min(0) }),
  lives: z.strictObject({
    version: z.int().min(1),
    images: z
      .array(
        z.strictObject({
          reference: z.string(),
          life: z.enum(baseLives),
          distribution: z.string().nullable(),
          endsOn: z.string().nullable().describe('Last day with security updates.'),
          endedRuntimes: z.array(z.string()),
        }),
      )
      .describe('Each image once: the rows that the counts are of.'),
    counts: z.strictObject({
      ended: z.int().min(0),
      supported: z.int().min(0),
      unknown: z.int().min(0),
      none: z.int().min(0),
      unread: z.int().min(0),
    }),
    withEndedRuntime: z.int().min(0),
  }),
});
