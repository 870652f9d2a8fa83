import { decodeUtf8 } from '../../formats/text/decode-utf8.ts';

/** A JSON object as a map, so that no key of a file reaches a prototype. */
export type JsonMap = ReadonlyMap<string, unknown>;

/** Any JSON value as such a map; undefined for one that is no object. */
export function toJsonMap(value: unknown): JsonMap | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value)) : undefined;
}

/**
 * Reads JSON text.
 *
 * out     undefined when the bytes are not UTF-8 or not JSON
 */
export function readJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The list under a key; empty where there is none. */
export function listAt(map: JsonMap, key: string): readonly unknown[] {
  const value = map.get(key);
  return Array.isArray(value) ? value : [];
}

/** The text under a key, without white space around it; undefined where there is none. */
export function textAt(map: JsonMap, key: string): string | undefined {
  const value = map.get(key);
  return typeof value === 'string' ? value.trim() : undefined;
}
