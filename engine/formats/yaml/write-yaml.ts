import { dump } from 'js-yaml';
import type { JsonValue } from '../../model/json.ts';

/**
 * A value as YAML in block style: one document, keys in their order, texts that other readers take for something else in quotes.
 *
 * out     ends with a line end
 */
export function writeYaml(value: JsonValue): string {
  return dump(value, { lineWidth: -1, noRefs: true, seqNoIndent: true });
}
