import { z } from 'zod';
import type { ImageConfiguration, Platform } from '../../model/image.ts';
import { digestSchema, textMapSchema } from './descriptor.ts';
import { parseJson } from './parse-json.ts';
import { toPlatform } from './platform.ts';
import { firstIssue } from './read-manifest.ts';

/** An image's configuration, read. */
export interface ConfigurationDocument {
  /** Normalized; absent where none is stated. */
  readonly platform?: Platform;
  /** Digests of the uncompressed layers, oldest first. */
  readonly diffIds: readonly string[];
  /** The instruction of each layer, in the order of `diffIds`; empty when the history does not fit the layers. */
  readonly createdBy: readonly string[];
  readonly configuration: ImageConfiguration;
  /** What of it could not be read and was left empty, a sentence each. */
  readonly troubles: readonly string[];
}

/** Limit of a configuration, bytes. */
export const maxConfigurationBytes = 16 * 1024 * 1024;

const words = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const word = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const keys = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((map) => Object.keys(map ?? {}).sort());

const essentials = z.looseObject({
  rootfs: z.object({ diff_ids: z.array(digestSchema).nullish() }),
  os: word,
  architecture: word,
  variant: word,
});

/** Each part is read for itself, so that one that is wrong does not take the others along. */
const parts = {
  User: word,
  Entrypoint: words,
  Cmd: words,
  WorkingDir: word,
  Volumes: keys,
  ExposedPorts: keys,
  Labels: textMapSchema,
} as const;

const history = z.array(z.object({ created_by: word, empty_layer: z.boolean().nullish() }));

/**
 * Reads an OCI image configuration, or Docker's.
 *
 * in      the bytes, whose digest the caller has verified
 * out     the document, or a sentence where its layers cannot be known
 * source  OCI image-spec 1.1, config.md
 */
export function readConfiguration(bytes: Uint8Array): ConfigurationDocument | string {
  const { value, trouble } = parseJson(bytes, maxConfigurationBytes);
  if (trouble !== undefined) return `the configuration ${trouble}`;
  const read = essentials.safeParse(value);
  if (!read.success) return `the configuration cannot be read: ${firstIssue(read.error)}`;
  const { rootfs, os, architecture } = read.data;
  const diffIds = rootfs.diff_ids ?? [];
  const { configuration, troubles } = readRun(read.data);
  return {
    ...(os && architecture && { platform: toPlatform(read.data) }),
    diffIds,
    createdBy: readHistory(read.data.history, diffIds.length),
    configuration,
    troubles,
  };
}

function readRun(document: Readonly<Record<string, unknown>>): Pick<ConfigurationDocument, 'configuration' | 'troubles'> {
  const run = z.record(z.string(), z.unknown()).nullish().safeParse(document.config);
  const values = run.data ?? {};
  const troubles: string[] = run.success ? [] : ['`config` of the configuration is not an object and was taken as empty'];
  const take = <Name extends keyof typeof parts>(name: Name): z.output<(typeof parts)[Name]> => {
    const read = parts[name].safeParse(Object.hasOwn(values, name) ? values[name] : undefined);
    if (!read.success) troubles.push(`\`config.${name}\` of the configuration cannot be read and was taken as empty`);
    return (read.success ? read.data : parts[name].parse(undefined)) as z.output<(typeof parts)[Name]>;
  };
  const createdAt = toInstant(document.created);
  // The environment may hold secrets: no more of it is taken, and what is wrong in the rest is nobody's trouble.
  const searchPath = words
    .safeParse(values.Env)
    .data?.findLast((text) => text.startsWith('PATH='))
    ?.slice('PATH='.length);
  const configuration = {
    user: take('User'),
    entrypoint: take('Entrypoint'),
    command: take('Cmd'),
    workingDirectory: take('WorkingDir'),
    ...(searchPath !== undefined && { searchPath }),
    volumes: take('Volumes'),
    exposedPorts: take('ExposedPorts'),
    labels: take('Labels'),
    ...(createdAt !== undefined && { createdAt }),
  };
  return { configuration, troubles };
}

function readHistory(value: unknown, layers: number): readonly string[] {
  const read = history.safeParse(value);
  const made = (read.data ?? []).filter((entry) => entry.empty_layer !== true).map((entry) => entry.created_by);
  return made.length === layers ? made : [];
}

function toInstant(value: unknown): string | undefined {
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
