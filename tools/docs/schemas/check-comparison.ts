import { z } from 'zod';
import { benchmarkChanges, checkClasses } from '../../../engine/model/check-comparison.ts';

const count = z.int().min(0);

/** What other tools say of a release's hardening: `comparison` of `plimsoll harden --with-report`. */
export const checkComparisonSchema = z.strictObject({
  reports: z.array(
    z.strictObject({
      file: z.string(),
      tool: z.string(),
      version: z.string().nullable(),
      counts: z.record(z.enum(checkClasses), count),
      outside: z.int().min(1).optional(),
    }),
  ),
  rows: z.array(
    z.strictObject({
      resource: z.strictObject({
        apiVersion: z.string().optional(),
        kind: z.string(),
        namespace: z.string().nullable(),
        name: z.string(),
      }),
      check: z.string().nullable(),
      ours: z.enum(['failed', 'suppressed', 'passed', 'nothing']),
      theirs: z.array(
        z.strictObject({
          report: count,
          id: z.string().nullable(),
          title: z.string(),
          says: z.enum(['failed', 'passed', 'not-checked', 'nothing']),
          class: z.enum(checkClasses),
        }),
      ),
    }),
  ),
  benchmarks: z.array(
    z.strictObject({
      report: count,
      passed: count,
      failed: count,
      notChecked: count,
      failures: z.array(z.strictObject({ id: z.string(), title: z.string(), subject: z.string() })),
    }),
  ),
  changes: z.array(
    z.strictObject({
      before: count,
      after: count,
      unchanged: count,
      changes: z.array(
        z.strictObject({
          change: z.enum(benchmarkChanges),
          id: z.string(),
          title: z.string(),
          subject: z.string(),
          words: z.tuple([z.string().nullable(), z.string().nullable()]),
        }),
      ),
    }),
  ),
});
