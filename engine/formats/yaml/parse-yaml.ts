import { CORE_SCHEMA, defineScalarTag, load, mergeTag, NOT_RESOLVED, YAMLException } from 'js-yaml';
import type { JsonValue } from '../../model/json.ts';
import { readDeeper } from './read-deeper.ts';
import { readPlainYaml } from './read-plain-yaml.ts';

/** Something wrong with a document. */
export interface YamlFault {
  /** 1-based line in the text that was given. */
  readonly line: number;
  /** One phrase, as the parser says it. */
  readonly message: string;
}

/** What a document says, and what is wrong with it. */
export interface ParsedYaml {
  /** Undefined where the text is no YAML, or is too much. */
  readonly value: JsonValue | undefined;
  readonly faults: readonly YamlFault[];
}

/** A document without aliases holds fewer nodes than characters; one with aliases may hold this many. */
const limits = { depth: 200, aliases: 10_000, nodes: 1_000_000 };

const digits = [...'-0123456789'];
const int = 'tag:yaml.org,2002:int';
const float = 'tag:yaml.org,2002:float';

/** A number is one only where its text says nothing more: `1.10` and `007` are not 1.1 and 7 when they are tags. */
const toNumber = (source: string, isExplicit: boolean): number | typeof NOT_RESOLVED => {
  const value = Number(source);
  return Number.isFinite(value) && (isExplicit || String(value) === source) ? value : NOT_RESOLVED;
};
const isNumber = (value: unknown): boolean => typeof value === 'number';
const schema = CORE_SCHEMA.withTags(
  defineScalarTag(int, { implicit: true, implicitFirstChars: digits, resolve: toNumber, identify: isNumber }),
  defineScalarTag(float, { implicit: true, implicitFirstChars: digits, resolve: toNumber, identify: isNumber }),
  mergeTag,
);

/**
 * Parses one YAML document into plain values.
 *
 * Scalars are YAML 1.2 core, but numbers whose text would change (`1.10`, `0644`, `1e3`, 20 digits) stay text; dates are text;
 * merge keys are merged. A key that stands twice is a fault, and the last one counts, as in JSON.
 *
 * in      one document, for example from `splitYamlStream`; hostile text
 * out     its value; undefined with at least one fault when it cannot be read
 * faults  none: every failure is in `faults`
 * cost    a fifth of what a parser that keeps positions costs; of documents as programs write them, a thirtieth
 */
export function parseYaml(text: string): ParsedYaml {
  const value = readPlainYaml(text);
  return value === undefined ? parseAnyYaml(text) : { value, faults: [] };
}

/**
 * `parseYaml` without its short way for plain documents, which it is the truth for.
 */
export function parseAnyYaml(text: string): ParsedYaml {
  try {
    const value = readDeeper(text, (each) => load(each, { schema, maxDepth: limits.depth, maxAliases: limits.aliases }));
    return bounded(text, value, []);
  } catch (error) {
    const fault = toFault(error);
    const spaced = spaceLists(text);
    if (spaced !== text) return parseAnyYaml(spaced);
    return fault.message.startsWith('duplicated mapping key')
      ? parseLeniently(text, fault)
      : { value: undefined, faults: [fault] };
  }
}

/** Between brackets, Kubernetes' own parser takes tabs before an item for space, although YAML 1.2 does not. */
function spaceLists(text: string): string {
  return text.replace(/(?<=[[{,] *\r?\n) *\t[ \t]*/g, (indent) => indent.replaceAll('\t', ' '.repeat(8)));
}

function parseLeniently(text: string, fault: YamlFault): ParsedYaml {
  try {
    return bounded(text, load(text, { schema, json: true, maxDepth: limits.depth, maxAliases: limits.aliases }), [fault]);
  } catch (error) {
    return { value: undefined, faults: [fault, toFault(error)] };
  }
}

function bounded(text: string, value: unknown, faults: readonly YamlFault[]): ParsedYaml {
  if (text.includes('*') && text.includes('&') && explodes(value))
    return { value: undefined, faults: [...faults, { line: 1, message: `aliases expand to more than ${limits.nodes} values` }] };
  return { value: value as JsonValue, faults };
}

/** Counts what a walk over the value would meet; shared and circular parts count each time. */
function explodes(root: unknown): boolean {
  const open = [root];
  let count = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const part of Object.values(value)) {
      count += 1;
      if (count > limits.nodes) return true;
      open.push(part);
    }
  }
  return false;
}

function toFault(error: unknown): YamlFault {
  if (error instanceof YAMLException) return { line: (error.mark?.line ?? 0) + 1, message: error.reason };
  return { line: 1, message: error instanceof Error ? error.message : String(error) };
}
