import type { JsonValue } from '../../model/json.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { splitYamlStream } from '../yaml/split-yaml-stream.ts';
import { readProperties } from './read-properties.ts';

/** A text that is a document of its own. */
export interface NestedDocument {
  readonly format: 'json' | 'yaml' | 'properties';
  /** Several YAML documents in one text are a list of them. */
  readonly value: JsonValue;
}

/** A text that has a form but no structure to walk. */
export interface NestedText {
  /** `template`: Go or Jinja expressions stand in it. `text`: anything else that has lines. */
  readonly format: 'template' | 'code' | 'text';
}

/** A text that was not looked into. */
export interface NestedUnread {
  readonly format: 'unread';
  /** One sentence. */
  readonly detail: string;
}

/** What a text inside a document turned out to be. */
export type Nested = NestedDocument | NestedText | NestedUnread;

/** A ConfigMap cannot be larger than a mebibyte (Kubernetes, core/v1 `MaxSecretSize`); source files that feed one may be. */
const maxCharacters = 4 * 1024 * 1024;
const code = /\.(?:py|sh|bash|js|mjs|cjs|ts|go|rb|lua|rego|java|pl|ps1|groovy|star|sql)$/i;
/** One line that reads `a: b` or `a=b` is prose or a command more often than a document. */
const settings = /\.(?:ya?ml|json|properties|ini|conf|cfg|toml|env)$/i;
const markup = /^\s*<[!?a-z]/i;
/** What begins so is no YAML, or none that anybody writes: an expression of a template, and one line with a bracket that it does not close. */
const template = /^\s*\{\{/;
const brace = /^\s*[[{][^#\n]*[^\]}\s][^\S\n]*$/;

/**
 * Says what a text inside another document is, and reads it where it has structure.
 *
 * in      the text; the name that it is stored under, whose extension is a hint; hostile text
 * out     JSON and YAML only where they give an object or a list, because every text is a YAML scalar
 * gaps    none; `unread` carries the sentence for one
 * faults  none
 * cost    one parse of each kind tried; texts over 4 Mi characters are not tried
 */
export function readNested(text: string, name = ''): Nested {
  if (text.length > maxCharacters) {
    return { format: 'unread', detail: `a text of ${text.length} characters was not looked into; the limit is ${maxCharacters}` };
  }
  if (code.test(name) || /^#!/.test(text)) return { format: 'code' };
  if (markup.test(text)) return { format: 'text' };
  const hasLines = text.includes('\n') || settings.test(name);
  const document = readJson(text) ?? (hasLines || /^\s*[[{]/.test(text) ? readYaml(text) : undefined);
  return document ?? readFlat(text, hasLines);
}

function readJson(text: string): NestedDocument | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return structured('json', JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readYaml(text: string): NestedDocument | undefined {
  if (template.test(text) || brace.test(text)) return undefined;
  if (!/^[ \t]*(?:[[{-]|["']?[^\s:#][^\n:]*:(?:\s|$))/m.test(text)) return undefined;
  const values: JsonValue[] = [];
  for (const document of splitYamlStream(text)) {
    const { value } = parseYaml(document.text);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return structured('yaml', values.length === 1 ? values[0] : values);
}

function readFlat(text: string, hasLines: boolean): Nested {
  if (text.includes('{{')) return { format: 'template' };
  const value = hasLines ? readProperties(text) : undefined;
  return value ? { format: 'properties', value } : { format: 'text' };
}

function structured(format: 'json' | 'yaml', value: unknown): NestedDocument | undefined {
  const plain = Array.isArray(value) ? value.every((item) => typeof item !== 'string' || format === 'json') : true;
  return typeof value === 'object' && value !== null && plain ? { format, value: value as JsonValue } : undefined;
}
