import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { JsonObject, JsonValue } from '../../../model/json.ts';
import type { How } from '../../../model/occurrence.ts';
import type { Resource } from '../../../model/resource.ts';
import { linkConfiguration } from './configuration-links.ts';
import { stepInto } from './evidence-path.ts';
import type { Field, Place } from './field.ts';
import type { FoundReferences } from './found-reference.ts';
import { keyReader } from './key-role.ts';
import { isObject } from './plain-values.ts';
import { readText } from './read-text.ts';
import { type Search, type SearchResults, startSearch } from './search.ts';
import { enter, judgeFields, walkValue } from './walk-values.ts';

/** Definitions describe what others may state; what stands in their schemas, descriptions and examples is not installed. */
const definitions = new Set(['CustomResourceDefinition', 'APIService']);
/** A key that documents a ConfigMap to people, and that no program reads (Knative's convention). */
const exampleKey = '_example';
/** A mebibyte, which is the most that a Secret holds, as base64 with room for line ends. */
const maxEncoded = 2 * 1024 * 1024;

/**
 * Every container image that the resources of a release state, wherever it stands, and every text that looked like one and is none.
 *
 * Each scalar is judged by its form and by where it stands; texts that are documents are read as such, to any sensible depth;
 * registry, name, tag and digest are joined where they stand apart. No list of known images, products or kinds decides.
 *
 * in      parsed resources, definitions too (they are passed over)
 * out     in the order of the resources, and of the places in each; the same image at the same place once
 * gaps    nested-too-deep, nested-too-large, reference-incomplete
 * faults  none
 * cost    one walk over the values, one parse of each text that may be a document
 */
export function findReferences(resources: readonly Resource[]): FoundReferences {
  const results: SearchResults = { places: 0, found: [], rejected: [], gaps: [] };
  const search = startSearch(keyReader(), linkConfiguration(resources), results);
  const searched = resources.filter(({ identity }) => !definitions.has(identity.kind));
  for (const resource of searched) searchResource(search, resource);
  const { places, ...found } = results;
  return { ...found, searched: { resources: searched.length, definitions: resources.length - searched.length, places } };
}

function searchResource(search: Search, from: Resource): void {
  const { kind, apiVersion } = from.identity;
  const isMap = kind === 'ConfigMap' || kind === 'Secret';
  const how: How = isMap ? 'config-map' : /^[^/]*\./.test(apiVersion) ? 'custom-resource' : 'pod-spec';
  const role = { kind: 'none' as const, qualifier: '', speaksOfImages: false };
  const root: Place = { from, how, path: undefined, key: '', role, isContainer: false, scope: undefined, depth: 0, documents: 0 };
  if (isMap) searchMap(search, root);
  else walkValue(search, root, declaredIn(from.value));
}

function searchMap(search: Search, root: Place): void {
  const { value } = root.from;
  walkValue(search, { ...root, how: 'annotation' }, { metadata: value.metadata ?? null });
  for (const part of ['data', 'stringData', 'binaryData']) {
    const data = value[part];
    if (!isObject(data)) continue;
    const isEncoded = part === 'binaryData' || (part === 'data' && root.from.identity.kind === 'Secret');
    searchData(search, enter(search, root, part), data, isEncoded);
  }
}

function searchData(search: Search, place: Place, data: JsonObject, isEncoded: boolean): void {
  const fields: Field[] = [];
  for (const [name, value] of Object.entries(data)) {
    if (name === exampleKey) {
      if (/image/i.test(scalarText(value)))
        search.reject(place, name, 'A block of examples for people, which no program reads.', stepInto(place.path, name));
      continue;
    }
    const path = stepInto(place.path, name);
    const text = isEncoded ? decode(value) : typeof value === 'string' ? value : undefined;
    if (text !== undefined)
      fields.push({
        name,
        role: roleOf(search, place.from, name),
        text,
        path: isEncoded ? stepInto(path, { reading: 'base64' }) : path,
      });
  }
  const done = judgeFields(search, place, { fields, scope: undefined, isUnderImage: false, isContainer: false });
  for (const field of fields) if (!done.has(field)) readText(search, place, field);
}

/** What the key says or, where it says nothing, the variable that containers know it by. */
function roleOf(search: Search, from: Resource, name: string): Field['role'] {
  const own = search.roleOf(name);
  const variable = own.kind === 'none' || own.kind === 'mention' ? search.links.variableOf(from, name) : undefined;
  const lent = variable === undefined ? own : search.roleOf(variable);
  return lent.kind === 'none' ? own : lent;
}

/** Base64 of UTF-8 text; anything else holds no image that could be read. */
function decode(value: JsonValue): string | undefined {
  if (typeof value !== 'string' || value.length > maxEncoded) return undefined;
  const encoded = value.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return text.includes('\ufffd') ? undefined : text;
}

/** What a controller writes back is no declaration. */
function declaredIn({ status: _status, apiVersion: _apiVersion, kind: _kind, ...declared }: JsonObject): JsonObject {
  return declared;
}
