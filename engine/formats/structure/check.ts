import type { Flaw, ListRule, ObjectRule, Rule, TextRule } from './rule.ts';

/** How deep documents may nest before what lies deeper is left unread. */
export const deepest = 200;

/**
 * What of a value breaks a rule.
 *
 * in      any value that JSON can hold, however deep
 * out     flaws in the order of the document; a value that lies deeper than `deepest` is one, and is not looked into
 * cost    O(size)
 */
export function check(value: unknown, rule: Rule): readonly Flaw[] {
  const flaws: Flaw[] = [];
  checkValue(value, rule, { at: '', depth: 0, flaws });
  return flaws;
}

interface Position {
  readonly at: string;
  readonly depth: number;
  readonly within?: object;
  readonly flaws: Flaw[];
}

function checkValue(value: unknown, rule: Rule, position: Position): void {
  if (position.depth > deepest && typeof value === 'object')
    report(position, `lies deeper than ${deepest} levels, and was not read`);
  else if (rule.kind === 'list') checkList(value, rule, position);
  else if (rule.kind === 'object') checkObject(value, rule, position);
  else if (rule.kind === 'text') checkText(value, rule, position);
  else if (rule.kind === 'flag') {
    if (typeof value !== 'boolean' && value !== 'true' && value !== 'false') report(position, 'is neither true nor false');
  } else if (rule.kind === 'number') {
    if (!isWhole(value)) report(position, 'is no whole number');
  }
}

function checkText(value: unknown, rule: TextRule, position: Position): void {
  if (typeof value !== 'string') report(position, 'is no text');
  else if (rule.accepts && !rule.accepts(value)) report(position, `is ${show(value)}, which is not ${rule.expects}`);
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) || (typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value));
}

function checkList(value: unknown, rule: ListRule, position: Position): void {
  if (!Array.isArray(value)) {
    report(position, 'is no list');
    return;
  }
  const of = rule.of();
  for (const [index, entry] of value.entries())
    checkValue(entry, of, { ...position, at: `${position.at}[${index}]`, depth: position.depth + 1 });
}

function checkObject(value: unknown, rule: ObjectRule, outer: Position): void {
  if (!isObject(value)) {
    report(outer, 'is no object');
    return;
  }
  const position = { ...outer, within: value, depth: outer.depth + 1 };
  const has = (name: string) => Object.hasOwn(value, name);
  for (const name of rule.required) if (!has(name)) report(position, `has no ${name}`);
  for (const group of rule.oneOf) {
    const count = group.filter(has).length;
    if (count !== 1)
      report(position, count === 0 ? `has none of ${group.join(', ')}` : `has more than one of ${group.join(', ')}`);
  }
  for (const group of rule.anyOf) if (!group.some(has)) report(position, `has none of ${group.join(', ')}`);
  for (const [name, field] of Object.entries(rule.fields))
    if (has(name)) checkValue(value[name], field, { ...position, at: position.at === '' ? name : `${position.at}.${name}` });
}

function report({ at, within, flaws }: Position, detail: string): void {
  flaws.push({ at, detail, ...(within && { within }) });
}

function show(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
