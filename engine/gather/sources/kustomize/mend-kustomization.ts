import { parseYaml, type YamlFault } from '../../../formats/yaml/parse-yaml.ts';
import { splitYamlStream } from '../../../formats/yaml/split-yaml-stream.ts';
import type { JsonObject } from '../../../model/json.ts';
import { type KustomizationField, kustomizationFields, type LineRange, withoutLines } from './kustomization-fields.ts';

/** What of a kustomization can be read. */
export interface MendedKustomization {
  /** Lines that cannot be read are empty. */
  readonly text: string;
  readonly value: JsonObject;
  /** What was left out, or is passed over by the tool; lines of the file. */
  readonly faults: readonly YamlFault[];
}

/**
 * Reads a kustomization as far as it goes: where the file is no YAML, it is read without the fields, or the entries of a list, that are to blame.
 */
export function mendKustomization(text: string): MendedKustomization {
  const [first, second] = splitYamlStream(text);
  const mended = mendDocument('\n'.repeat((first?.line ?? 1) - 1) + (first?.text ?? ''));
  if (!second) return mended;
  const fault = { line: second.line, message: 'kustomize reads the first document alone' };
  return { ...mended, faults: [...mended.faults, fault] };
}

function mendDocument(text: string): MendedKustomization {
  const { value, faults } = parseYaml(text);
  if (isObject(value) && !tabbed.test(text)) return { text, value, faults: faults.map(passedOver) };
  const fields = kustomizationFields(text);
  if (fields.length === 0) return { text: '', value: {}, faults: [{ line: 1, message: nothing(text) }] };
  const parts = fields.flatMap((field) => unreadable(text, field));
  const mended = withoutLines(text, parts);
  const again = parseYaml(mended);
  const left = isObject(again.value) ? again.value : {};
  const said = parts.map(({ fault }) => ({ ...fault, message: `${fault.message}; the rest was read without it` }));
  return { text: mended, value: left, faults: [...said, ...again.faults.map(passedOver)] };
}

/** The parser of kustomize takes no tab there, although YAML 1.2 does. */
const tabbed = /^ *- *\t/m;

function nothing(text: string): string {
  return text.trim() === '' ? 'the kustomization is empty' : 'the kustomization has no fields';
}

function passedOver({ line, message }: YamlFault): YamlFault {
  return { line, message: `${message}: kustomize reads the last one alone, and what the others list is not installed` };
}

interface UnreadablePart extends LineRange {
  readonly fault: YamlFault;
}

/** Entries of a list where it can be read without them, else the whole field. */
function unreadable(text: string, field: KustomizationField): readonly UnreadablePart[] {
  const whole = faultIn(text, [field]);
  if (whole === undefined) return [];
  const head = { from: field.from, to: field.entries[0]?.from ?? field.to };
  const entries = field.entries.flatMap((entry) => {
    const fault = faultIn(text, [head, entry]);
    return fault ? [{ ...entry, fault: named(fault, text, entry) }] : [];
  });
  const isEnough = entries.length > 0 && faultIn(withoutLines(text, entries), [field]) === undefined;
  return isEnough ? entries : [{ from: field.from, to: field.to, fault: named(whole, text, field) }];
}

function faultIn(text: string, ranges: readonly LineRange[]): YamlFault | undefined {
  const lines = text.split('\n');
  const kept = lines.map((line, index) => (ranges.some(({ from, to }) => index >= from && index < to) ? line : ''));
  const { value, faults } = parseYaml(kept.join('\n'));
  const tab = kept.findIndex((line) => tabbed.test(line));
  if (value === undefined) return faults[0];
  return tab < 0 ? undefined : { line: tab + 1, message: 'a tab must not stand after the dash of a list' };
}

/** With the line where the part begins, which may be far above the one that the parser complains of. */
function named({ message }: YamlFault, text: string, { from }: LineRange): YamlFault {
  const line = text.split('\n')[from] ?? '';
  return { line: from + 1, message: `\`${line.trim().slice(0, 80)}\` cannot be read: ${message}` };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
