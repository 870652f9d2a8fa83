import { z } from 'zod';
import { gapSchema } from './shared.ts';

/** `plimsoll check-table --format json`. */
export const tableCheckSchema = z.strictObject({
  schema: z.literal('plimsoll.table-check/v1'),
  file: z.string(),
  numbers: z.int().min(0),
  checked: z.int().min(0),
  contradictions: z.array(
    z.strictObject({
      kind: z.enum(['severities', 'rows', 'difference', 'percentages', 'share']),
      stated: z.number(),
      computed: z.number(),
      cells: z.array(z.strictObject({ row: z.array(z.string()), column: z.string(), value: z.number(), line: z.int().min(1) })),
    }),
  ),
  gaps: z.array(gapSchema),
});
