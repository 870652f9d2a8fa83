import type { JsonObject, JsonValue } from '../../../model/json.ts';
import { stepInto } from './evidence-path.ts';
import type { Field, Place } from './field.ts';
import { joinFields, type Neighbors } from './join-fields.ts';
import { judgeField } from './judge-field.ts';
import type { KeyRole } from './key-role.ts';
import { isObject, textOf } from './plain-values.ts';
import { readArguments } from './read-arguments.ts';
import { readText } from './read-text.ts';
import type { Search } from './search.ts';

const maxDepth = 100;
/** Lists of containers, in pods and in the steps that other systems run as containers. */
const containerLists = /(?:^|[a-z])[cC]ontainers$|^(?:steps|sidecars)$/;
const containerKeys = /^(?:container|script|stepTemplate)$/;
const argumentLists = /^(?:args|command|cmd|arguments)$|(?:Args|Arguments)$/;
/** What states no image: labels cannot hold one; schemas and copies of earlier configurations only repeat. */
const skipped = /^(?:labels|matchLabels|selector|managedFields|openAPIV3Schema|ownerReferences)$/;
const copies = /^kubectl\.kubernetes\.io\/last-applied-configuration$|(?:^|[-_.])examples$/;
/** What a text holds that is an image without its key saying so (a tag or digest), or that is more than one value. */
const telling = /[:@\s{[]/;
const none: KeyRole = { kind: 'none', qualifier: '', speaksOfImages: false };

/**
 * Looks at every scalar in a value, and at what stands in texts.
 *
 * in      any value; deeper than 100 levels it is a gap
 * gaps    nested-too-deep
 */
export function walkValue(search: Search, place: Place, value: JsonValue): void {
  if (typeof value !== 'object' || value === null) return;
  if (place.depth > maxDepth) search.miss(place, 'nested-too-deep', `values deeper than ${maxDepth} levels were not looked at`);
  else if (Array.isArray(value)) walkList(search, place, value);
  else if (isObject(value) && value.kind !== 'CustomResourceDefinition') walkObject(search, place, value);
}

/** What a list or object lies in, seen from inside one of its entries. */
export function enter(search: Search, place: Place, step: string | number, change: Partial<Place> = {}): Place {
  const key = typeof step === 'number' ? place.key : step;
  const own = typeof step === 'number' ? none : search.roleOf(step);
  const role = own.kind === 'none' && (typeof step === 'number' || own.isGeneric) ? place.role : own;
  return { ...place, path: stepInto(place.path, step), key, role, depth: place.depth + 1, ...change };
}

function walkObject(search: Search, place: Place, value: JsonObject): void {
  const isContainer = place.isContainer || containerKeys.test(place.key);
  const fields = fieldsOf(search, place, value);
  const scope = isContainer ? undefined : scopeIn(search, place, value, fields);
  if (fields.length > 0) {
    const isUnderImage = place.role.kind === 'image' && !isContainer;
    const here: Place = { ...place, isContainer, scope };
    const read = judgeFields(search, here, { fields, scope, isUnderImage, isContainer });
    for (const field of fields) if (!read.has(field)) readText(search, place, field);
  }
  walkChildren(search, place.isContainer || scope !== place.scope ? { ...place, isContainer: false, scope } : place, value);
}

/** What an object lends to those inside of it; that of the objects around it where it has nothing to lend. */
function scopeIn(search: Search, place: Place, value: JsonObject, fields: readonly Field[]): Place['scope'] {
  const shared = isObject(value.global) ? fieldsOf(search, enter(search, place, 'global'), value.global) : [];
  const all = shared.length > 0 ? [...fields, ...shared] : fields;
  const lent = all.filter(({ role, text }) => text !== '' && (role.kind === 'registry' || role.kind === 'tag'));
  return lent.length > 0 ? { fields: lent, above: place.scope } : place.scope;
}

function walkChildren(search: Search, place: Place, value: JsonObject): void {
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (typeof child !== 'object' || child === null || skipped.test(key)) continue;
    const how =
      key === 'annotations' && place.key === 'metadata' && place.how !== 'config-map' ? { how: 'annotation' as const } : {};
    walkValue(search, enter(search, place, key, how), child);
  }
}

/** Joins what belongs together, then judges the rest one by one; gives back the fields that are done with. */
export function judgeFields(search: Search, place: Place, neighbors: Neighbors): ReadonlySet<Field> {
  const done = new Set<Field>();
  for (const join of joinFields(neighbors)) {
    const parts = join.parts.map(({ role, field }) => ({ role, text: field.text, path: field.path }));
    const path = parts[0]?.path;
    const certainty = join.isCertain ? 'certain' : 'likely';
    search.find(place, { text: join.text, certainty, path, parts, ...(parts.length > 1 && { how: 'split-fields' as const }) });
    for (const { field } of join.parts) done.add(field);
  }
  for (const field of neighbors.fields) if (!done.has(field) && judgeField(search, place, field)) done.add(field);
  return done;
}

function fieldsOf(search: Search, place: Place, value: JsonObject): readonly Field[] {
  const fields: Field[] = [];
  for (const name of Object.keys(value)) {
    const child = value[name];
    if (Array.isArray(child)) {
      if (search.roleOf(name).kind === 'tag') fields.push(...tagsIn(search, place, name, child));
      continue;
    }
    if ((typeof child !== 'string' && typeof child !== 'number') || copies.test(name)) continue;
    const role = roleFor(search, place, name);
    const matters =
      typeof child === 'string' ? role.kind !== 'none' || telling.test(child) : role.kind === 'tag' || role.kind === 'version';
    if (matters) fields.push({ name, role, text: String(child), path: stepInto(place.path, name) });
  }
  return fields;
}

function roleFor(search: Search, place: Place, name: string): KeyRole {
  const own = search.roleOf(name);
  const isReference = /^(?:ref|reference)$/.test(name) && place.role.kind === 'image';
  if (isReference) return { ...own, kind: 'image' };
  if (own.kind !== 'none') return own;
  if (own.isGeneric) return place.role;
  return /^images$/i.test(place.key) ? { ...own, kind: 'mention' } : own;
}

function tagsIn(search: Search, place: Place, name: string, list: readonly JsonValue[]): readonly Field[] {
  const path = stepInto(place.path, name);
  return list.flatMap((item, index) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ name, role: search.roleOf(name), text, path: stepInto(path, index) }];
  });
}

function walkList(search: Search, place: Place, list: readonly JsonValue[]): void {
  const isNamed = place.role.kind !== 'none' || argumentLists.test(place.key);
  if (list.some((item) => typeof item === 'string' && (isNamed || telling.test(item)))) walkTexts(search, place, list);
  if (list.every((item) => typeof item !== 'object' || item === null)) return;
  const variables = list.map((item, index) => (isObject(item) ? readVariable(search, place, item, index) : undefined));
  const fields = variables.filter((field) => field !== undefined);
  if (fields.length > 0) walkVariables(search, place, fields);
  const isContainer = containerLists.test(place.key);
  for (const [index, item] of list.entries()) {
    if (typeof item !== 'object' || item === null) continue;
    const inside = enter(search, place, index, { isContainer });
    if (variables[index] && isObject(item)) walkChildren(search, { ...inside, isContainer: false }, item);
    else walkValue(search, inside, item);
  }
}

function walkTexts(search: Search, place: Place, list: readonly JsonValue[]): void {
  const texts = list.flatMap((item, index) =>
    typeof item === 'string' ? [{ text: item, path: stepInto(place.path, index) }] : [],
  );
  const isArguments = argumentLists.test(place.key);
  const how = isArguments && place.how !== 'config-map' && place.how !== 'annotation' ? 'argument' : place.how;
  const fields = isArguments
    ? readArguments(search, texts)
    : texts.map(({ text, path }) => ({ name: place.key, role: place.role, text, path }));
  const here: Place = { ...place, how, isContainer: false, scope: undefined };
  const done = judgeFields(search, here, {
    fields: isArguments ? fields : [],
    scope: undefined,
    isUnderImage: false,
    isContainer: true,
  });
  for (const field of fields)
    if (!done.has(field) && (isArguments || !judgeField(search, here, field))) readText(search, here, field);
}

/** `{name, value}`: an environment variable, or a parameter of a task or template. */
function readVariable(search: Search, place: Place, item: JsonObject, index: number): Field | undefined {
  const name = textOf(item.name) ?? textOf(item.key);
  const key = ['value', 'default'].find((each) => textOf(item[each]) !== undefined);
  if (name === undefined || key === undefined) return undefined;
  return { name, role: search.roleOf(name), text: textOf(item[key]) ?? '', path: stepInto(stepInto(place.path, index), key) };
}

function walkVariables(search: Search, place: Place, fields: readonly Field[]): void {
  const isEnvironment = /env$|^envs?$|environment/i.test(place.key);
  const how = isEnvironment && place.how !== 'config-map' && place.how !== 'annotation' ? 'environment' : place.how;
  const here: Place = { ...place, how, isContainer: false, scope: undefined };
  const done = judgeFields(search, here, { fields, scope: undefined, isUnderImage: false, isContainer: true });
  for (const field of fields) if (!done.has(field)) readText(search, here, field);
}
