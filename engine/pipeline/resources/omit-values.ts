import { type EvidencePath, stepInto, writePath } from '../../gather/sources/references/evidence-path.ts';
import { isObject } from '../../gather/sources/references/plain-values.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { OmittedValue } from '../../model/resource.ts';

/** Longer texts are configuration of programs, certificates and images as text; what is judged are settings. */
const maxTextBytes = 4096;
const secretParts = new Set(['data', 'stringData']);
/** A Secret in YAML or JSON, as a text or annotation holds it. */
const secretText = /\bkind[\\"']*[ \t]*:[ \t]*[\\"']*Secret(?:List)?\b/;

/** A number for a value of a Secret, equal for equal ones. */
export type NumberSecret = (value: string) => number;

/** A resource without what no record may or should hold. */
export interface TrimmedValue {
  readonly value: JsonObject;
  readonly omitted: readonly OmittedValue[];
}

/**
 * A resource's value without secrets, large texts, binary data, and what only a cluster writes.
 *
 * in      as parsed, which bounds depth and size; who numbers the values of Secrets, where equal ones are to be told
 * out     `null` where something was; `status` and `metadata.managedFields` are gone and not listed
 */
export function omitValues(object: JsonObject, numberOf?: NumberSecret): TrimmedValue {
  const omitted: OmittedValue[] = [];
  const { status: _, ...stated } = object;
  const walk: Walk = { path: undefined, omitted, ...(numberOf && { numberOf }) };
  return { value: walkObject(withoutManagedFields(stated), walk), omitted };
}

function withoutManagedFields(object: JsonObject): JsonObject {
  if (!isObject(object.metadata)) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

interface Walk {
  readonly path: EvidencePath | undefined;
  readonly omitted: OmittedValue[];
  readonly numberOf?: NumberSecret;
}

function walkObject(object: JsonObject, walk: Walk): JsonObject {
  const entries = Object.entries(object).map(([key, value]) => {
    const inner = { ...walk, path: stepInto(walk.path, key) };
    if (object.kind === 'Secret' && secretParts.has(key)) return [key, hide(value, inner, 'secret', key === 'data')];
    if (object.kind === 'SecretList' && key === 'items') return [key, omit(inner, { why: 'secret' })];
    if (object.kind === 'ConfigMap' && key === 'binaryData') return [key, hide(value, inner, 'binary')];
    return [key, walkValue(value, inner)];
  });
  return Object.fromEntries(entries) as JsonObject;
}

function walkValue(value: JsonValue, walk: Walk): JsonValue {
  if (typeof value === 'string') return walkText(value, walk);
  if (typeof value !== 'object' || value === null) return value;
  if (isObject(value)) return walkObject(value, walk);
  return value.map((item, index) => walkValue(item, { ...walk, path: stepInto(walk.path, index) }));
}

function walkText(text: string, walk: Walk): JsonValue {
  if (secretText.test(text)) return omit(walk, { why: 'secret' });
  const sizeBytes = text.length * 3 > maxTextBytes ? Buffer.byteLength(text) : text.length;
  return sizeBytes > maxTextBytes ? omit(walk, { why: 'large', sizeBytes }) : text;
}

/** The values of a Secret or of binary data; whatever they are, only their keys stay. */
function hide(value: JsonValue, walk: Walk, why: 'secret' | 'binary', isEncoded = true): JsonValue {
  if (!isObject(value)) return omit(walk, { why });
  const entries = Object.entries(value).map(([key, held]) => {
    const inner = { ...walk, path: stepInto(walk.path, key) };
    const text = typeof held === 'string' ? held : '';
    if (why === 'binary')
      return [key, omit(inner, { why, ...(typeof held === 'string' && { sizeBytes: Buffer.byteLength(text, 'base64') }) })];
    const plain = Buffer.from(text, isEncoded ? 'base64' : 'utf8').toString('latin1');
    return [key, omit(inner, { why, ...(plain !== '' && walk.numberOf && { same: walk.numberOf(plain) }) })];
  });
  return Object.fromEntries(entries) as JsonObject;
}

function omit({ path, omitted }: Walk, what: Omit<OmittedValue, 'path'>): null {
  omitted.push({ path: writePath(path), ...what });
  return null;
}
