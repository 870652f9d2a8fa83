import type { z } from 'zod';
import {
  type PositionedYaml,
  readPositionedYaml,
  type TextPosition,
} from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { Fault } from '../../model/fault.ts';
import { explainIssues } from './explain-issues.ts';

/** A file that a person wrote, read and checked. */
export interface CheckedDocument<Value> {
  readonly value: Value;
  readonly yaml: PositionedYaml;
}

/**
 * Reads and checks a YAML file that people write by hand.
 *
 * in      its text, bytes that are not UTF-8 as U+FFFD; `file` names it in messages
 * faults  configuration-invalid: one line for each error, `file:line:column: what is wrong and what to write instead`
 */
export function checkDocument<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): CheckedDocument<z.infer<Schema>> {
  const damaged = text.indexOf('\uFFFD');
  if (damaged >= 0)
    refuse(file, [{ ...placeOf(text, damaged), message: 'there are bytes here that are not UTF-8; save the file as UTF-8' }]);
  const yaml = readPositionedYaml(text);
  if (yaml.problems.length > 0) refuse(file, yaml.problems);
  const parsed = schema.safeParse(yaml.value ?? {});
  if (parsed.success) return { value: parsed.data, yaml };
  const issues = explainIssues(parsed.error.issues, schema, yaml.value);
  return refuse(
    file,
    issues.map(({ path, message }) => ({ ...yaml.positionOf(path), message })),
  );
}

function placeOf(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The fault that a file is wrong, in the order of its lines. */
export function refuse(file: string, problems: readonly (TextPosition & { readonly message: string })[]): never {
  const lines = problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map((problem) => `${file}:${problem.line}:${problem.column}: ${problem.message}`);
  throw new Fault('configuration-invalid', lines.join('\n'));
}
