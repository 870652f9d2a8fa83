import { type Place, writePlace } from './place.ts';
import { type Flaw, type ListRule, mostFlaws, type ObjectRule, type Rule, type TextRule } from './rule.ts';

/** How deep documents may nest before what lies deeper is left unread. */
export const deepest = 200;

/**
 * What of a value breaks a rule.
 *
 * in      any value that JSON can hold, however deep
 * out     the first `mostFlaws` flaws in the order of the document; a list or object that lies deeper than `deepest` is one, and is not looked into
 * cost    O(size); places are only put together where there is a flaw
 */
export function check(value: unknown, rule: Rule): readonly Flaw[] {
  const context: Context = { flaws: [] };
  checkValue(value, rule, { above: undefined, step: '', depth: 0 }, context);
  return context.flaws;
}

interface Context {
  readonly flaws: Flaw[];
  /** The innermost object. */
  within?: object;
}

interface DeepPlace extends Place {
  readonly depth: number;
}

function checkValue(value: unknown, rule: Rule, place: DeepPlace, context: Context): void {
  if (place.depth > deepest) report(place, context, `lies deeper than ${deepest} levels, and was not read`);
  else if (rule.kind === 'list') checkList(value, rule, place, context);
  else if (rule.kind === 'object') checkObject(value, rule, place, context);
  else checkField(value, rule, place, context);
}

/** What is no list and no object; undefined where nothing is wrong. */
function troubleOf(value: unknown, rule: Rule): string | undefined {
  if (rule.kind === 'text') return textTrouble(value, rule);
  if (rule.kind === 'flag')
    return typeof value === 'boolean' || value === 'true' || value === 'false' ? undefined : 'is neither true nor false';
  return rule.kind === 'any' || isWhole(value) ? undefined : 'is no whole number';
}

function checkField(value: unknown, rule: Rule, place: Place, context: Context): void {
  const trouble = troubleOf(value, rule);
  if (trouble !== undefined) report(place, context, trouble);
}

function textTrouble(value: unknown, rule: TextRule): string | undefined {
  if (typeof value !== 'string') return 'is no text';
  return rule.accepts && !rule.accepts(value) ? `is ${show(value)}, which is not ${rule.expects}` : undefined;
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) || (typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value));
}

function checkList(value: unknown, rule: ListRule, place: DeepPlace, context: Context): void {
  if (!Array.isArray(value)) {
    report(place, context, 'is no list');
    return;
  }
  const of = rule.of();
  for (let index = 0; index < value.length && context.flaws.length < mostFlaws; index += 1)
    checkValue(value[index], of, { above: place, step: index, depth: place.depth + 1 }, context);
}

function checkObject(value: unknown, rule: ObjectRule, place: DeepPlace, context: Context): void {
  if (!isObject(value)) {
    report(place, context, 'is no object');
    return;
  }
  const outer = context.within;
  context.within = value;
  checkPresence(value, rule, place, context);
  for (const name of Object.keys(value)) {
    const field = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
    if (field?.kind === 'list' || field?.kind === 'object')
      checkValue(value[name], field, { above: place, step: name, depth: place.depth + 1 }, context);
    else if (field && troubleOf(value[name], field) !== undefined)
      checkField(value[name], field, { above: place, step: name }, context);
    else if (!field && rule.closed) report({ above: place, step: name }, context, 'is no field of the specification');
  }
  if (outer) context.within = outer;
  else delete context.within;
}

function checkPresence(value: object, rule: ObjectRule, place: Place, context: Context): void {
  const has = (name: string) => Object.hasOwn(value, name);
  for (const name of rule.required) if (!has(name)) report(place, context, `has no ${name}`);
  for (const group of rule.oneOf) {
    const count = group.filter(has).length;
    if (count !== 1)
      report(place, context, count === 0 ? `has none of ${group.join(', ')}` : `has more than one of ${group.join(', ')}`);
  }
  for (const group of rule.anyOf) if (!group.some(has)) report(place, context, `has none of ${group.join(', ')}`);
}

function report(place: Place, { within, flaws }: Context, detail: string): void {
  if (flaws.length < mostFlaws) flaws.push({ at: writePlace(place), detail, ...(within && { within }) });
}

function show(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
