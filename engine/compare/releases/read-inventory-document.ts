import { z } from 'zod';
import { Fault } from '../../model/fault.ts';
import { type ComparedInventory, toCompared } from './compared-inventory.ts';

const resource = z.object({ apiVersion: z.string(), kind: z.string(), namespace: z.string().nullable(), name: z.string() });

/** The part of docs/reference/schemas/images.json that comparing needs. */
const documentSchema = z.object({
  schema: z.literal('plimsoll.images/v1'),
  product: z.string(),
  version: z.string(),
  images: z.array(
    z.object({
      reference: z.string(),
      digest: z.string().nullable(),
      components: z.array(z.string()),
      owners: z.array(z.string()),
      occurrences: z.array(z.object({ file: z.string(), line: z.number(), path: z.string(), resource: resource.nullable() })),
      identity: z
        .object({
          logicalName: z.string(),
          by: z.enum(['reference', 'nested-host', 'mirror']),
          pin: z.enum(['digest', 'tag', 'mutable-tag']),
        })
        .optional(),
    }),
  ),
});

/**
 * What `plimsoll images --format json` wrote, as one side of a comparison.
 *
 * in      any text; `name` says in messages which file it is
 * faults  record-invalid: it is no such document
 */
export function readInventoryDocument(text: string, name: string): ComparedInventory {
  const read = documentSchema.safeParse(parse(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : '';
    throw new Fault(
      'record-invalid',
      `${name} is neither a release record nor what \`plimsoll images --format json\` writes${where}`,
    );
  }
  const { images, ...subject } = read.data;
  const known = images.map(({ identity, ...image }) => ({ ...image, ...(identity && { identity }) }));
  return toCompared({ images: known }, subject);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
