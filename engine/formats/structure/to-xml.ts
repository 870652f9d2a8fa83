import { isObject } from './check.ts';
import type { ListRule, ObjectRule, Rule } from './rule.ts';

/**
 * One element of a format's XML form, from a value of its JSON form, by the format's rules; undoes `fromXml`.
 *
 * in      a value that keeps to the rule; how deep the element stands
 * out     lines of two spaces a level, each with its end; attributes and elements in the order that the rule states them. Characters that
 *         XML cannot hold are replaced
 */
export function toXml(name: string, value: unknown, rule: Rule, depth: number): string {
  const indent = '  '.repeat(depth);
  if (rule.kind === 'list' && Array.isArray(value)) return listToXml(name, value, rule, depth);
  if (rule.kind === 'object' && isObject(value)) return objectToXml(name, value, rule, depth);
  if (rule.kind === 'any' && rule.written) return toXml(name, value, rule.written, depth);
  if (rule.kind === 'text' && rule.attribute) return `${indent}<${name} ${rule.attribute}="${escapeXml(String(value))}"/>\n`;
  return `${indent}<${name}>${escapeXml(String(value))}</${name}>\n`;
}

function listToXml(name: string, entries: readonly unknown[], rule: ListRule, depth: number): string {
  const of = rule.of();
  const [item = name] = rule.items;
  const inner = rule.bare ? depth : depth + 1;
  const children = entries.map((entry) => (rule.wraps ? wrappedToXml(entry, of, inner) : toXml(item, entry, of, inner))).join('');
  const indent = '  '.repeat(depth);
  return rule.bare ? children : `${indent}<${name}>\n${children}${indent}</${name}>\n`;
}

/** `{ expression: 'MIT OR ISC' }` stands as `<expression>`; its other fields are that element's attributes. */
function wrappedToXml(entry: unknown, rule: Rule, depth: number): string {
  if (rule.kind !== 'object' || !isObject(entry)) return '';
  const [name] = Object.keys(rule.fields).filter((field) => !rule.attributes.has(field) && Object.hasOwn(entry, field));
  const field = name === undefined ? undefined : rule.fields[name];
  if (name === undefined || !field) return '';
  if (name !== rule.carrier) return toXml(name, entry[name], field, depth);
  return `${'  '.repeat(depth)}<${name}${attributesOf(entry, rule)}>${escapeXml(String(entry[name]))}</${name}>\n`;
}

function objectToXml(name: string, value: Readonly<Record<string, unknown>>, rule: ObjectRule, depth: number): string {
  const indent = '  '.repeat(depth);
  const opening = `${indent}<${name}${attributesOf(value, rule)}`;
  if (rule.content !== undefined) {
    const text = value[rule.content];
    return text === undefined ? `${opening}/>\n` : `${opening}>${escapeXml(String(text))}</${name}>\n`;
  }
  let inner = '';
  for (const [field, of] of Object.entries(rule.fields))
    if (!rule.attributes.has(field) && value[field] !== undefined) inner += toXml(field, value[field], of, depth + 1);
  return inner === '' ? `${opening}/>\n` : `${opening}>\n${inner}${indent}</${name}>\n`;
}

/** The attributes of an element, each behind a space. */
function attributesOf(value: Readonly<Record<string, unknown>>, rule: ObjectRule): string {
  let attributes = '';
  for (const name of rule.attributes) if (value[name] !== undefined) attributes += ` ${name}="${escapeXml(String(value[name]))}"`;
  return attributes;
}

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Text as it stands in an element or between double quotes. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"\n\r\t]/g, (character) => replacements[character] ?? character);
}
