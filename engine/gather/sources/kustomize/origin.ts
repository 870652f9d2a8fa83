import type { JsonObject, JsonValue } from '../../../model/json.ts';

/** Where kustomize says that a resource comes from. Exactly one of `path` and `configuredIn` is there. */
export interface Origin {
  /** The resource file. */
  readonly path?: string;
  /** The kustomization or generator file of a generated resource. */
  readonly configuredIn?: string;
  /** Set when it was fetched from elsewhere; paths are then relative to that repository. */
  readonly repo?: string;
}

const annotation = 'config.kubernetes.io/origin';
const fields = [/^path: *["']?(.+?)["']?$/m, /^configuredIn: *["']?(.+?)["']?$/m, /^repo: *["']?(.+?)["']?$/m];

/**
 * The origin that `buildMetadata: [originAnnotations]` leaves on a resource.
 *
 * out     undefined where there is none
 */
export function readOrigin(value: JsonObject): Origin | undefined {
  const text = annotationsOf(value)?.[annotation];
  if (typeof text !== 'string') return undefined;
  const [path, configuredIn, repo] = fields.map((field) => field.exec(text)?.[1]);
  return { ...(path && { path }), ...(configuredIn && { configuredIn }), ...(repo && { repo }) };
}

/**
 * The resource as it would be installed: without kustomize's origin annotation, and without `annotations` when nothing else is in it.
 */
export function withoutOrigin(value: JsonObject): JsonObject {
  const annotations = annotationsOf(value);
  if (!annotations || !(annotation in annotations)) return value;
  const others = Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== annotation));
  const { annotations: _, ...metadata } = value.metadata as JsonObject;
  return { ...value, metadata: Object.keys(others).length > 0 ? { ...metadata, annotations: others } : metadata };
}

function annotationsOf(value: JsonObject): JsonObject | undefined {
  const metadata = asObject(value.metadata);
  return metadata && asObject(metadata.annotations);
}

function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
