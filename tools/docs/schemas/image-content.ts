import { z } from 'zod';

const candidate = {
  name: z.string().nullable(),
  digest: z.string().nullable(),
  layers: z.int().min(0),
  how: z.enum(['annotation', 'known', 'shared']),
  list: z.enum(['project', 'plimsoll']).optional(),
};

/** What an image was built on. */
export const baseSchema = z.strictObject({ ...candidate, rivals: z.array(z.strictObject(candidate)) });

const bytes = z.int().min(0).nullable();

/** A layer of an image, with what it takes. */
export const layerSchema = z.strictObject({
  digest: z.string(),
  sizeBytes: z.int(),
  uncompressedBytes: bytes,
  contentBytes: bytes,
  hiddenBytes: bytes,
  hidden: z.array(z.strictObject({ path: z.string(), sizeBytes: z.int().positive(), by: z.string() })),
  fromBase: z.boolean(),
  createdBy: z.string().nullable(),
});

const owner = { mode: z.int().min(0), uid: z.int().min(0), gid: z.int().min(0) };
const modes = z.array(z.strictObject({ path: z.string(), ...owner }));
const fileFact = z.union([
  z.strictObject({
    state: z.literal('found'),
    path: z.string(),
    resolved: z.string().optional(),
    closed: modes.optional(),
    kind: z.enum(['file', 'directory', 'symlink', 'hardlink', 'other']),
    ...owner,
  }),
  z.strictObject({ state: z.enum(['missing', 'unknown']), path: z.string() }),
]);
const paths = z.array(z.string());

/** What the file system of an image says about how it can run. */
export const imageFactsSchema = z.strictObject({
  complete: z.boolean(),
  users: z.array(z.strictObject({ name: z.string(), uid: z.int(), gid: z.int() })).nullable(),
  groups: z.array(z.strictObject({ name: z.string(), gid: z.int(), members: z.array(z.string()).optional() })).nullable(),
  program: fileFact.nullable(),
  interpreter: fileFact.optional(),
  acts: z
    .array(
      z.strictObject({
        line: z.int().min(1),
        command: z.string(),
        target: z.string().optional(),
        decides: z.boolean(),
        place: fileFact.optional(),
      }),
    )
    .optional(),
  workingDirectory: fileFact.nullable(),
  volumes: z.array(fileFact),
  setuid: modes,
  capabilities: z.array(z.strictObject({ path: z.string(), capabilities: z.string() })),
  worldWritable: modes,
  shells: paths,
  packageManagers: paths,
  compilers: paths,
  interpreters: paths,
  credentials: z.array(z.strictObject({ path: z.string(), what: z.string(), by: z.enum(['name', 'header']) })),
  omitted: z.record(z.string(), z.int().positive()).optional(),
});
