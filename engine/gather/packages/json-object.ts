import { isTooMuchJson } from '../../formats/json/is-too-much-json.ts';
import { decodeUtf8 } from '../../formats/text/decode-utf8.ts';

/** A JSON object as a map, so that no key of a file reaches a prototype. */
export type JsonMap = ReadonlyMap<string, unknown>;

/** Any JSON value as such a map; undefined for one that is no object. */
export function toJsonMap(value: unknown): JsonMap | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value)) : undefined;
}

/**
 * Reads JSON.
 *
 * out     undefined when the bytes are not UTF-8, not JSON, or nested so deep or of so many values that nobody wrote them to be read
 */
export function readJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  const text = decodeUtf8(bytes);
  return text === undefined ? undefined : parseJson(text);
}

/** The same for text. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return isTooMuchJson(text) ? undefined : { value: JSON.parse(text) };
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
