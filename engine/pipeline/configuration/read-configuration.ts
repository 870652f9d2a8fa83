import { readPositionedYaml, type TextPosition } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { Fault } from '../../model/fault.ts';
import type { Configuration } from './configuration.ts';
import { explainIssues } from './explain-issues.ts';
import { configurationSchema } from './schema.ts';
import { toConfiguration } from './to-configuration.ts';

/**
 * Reads and checks a `plimsoll.yaml`.
 *
 * in      its text, bytes that are not UTF-8 as U+FFFD; `file` names it in messages
 * out     the configuration with defaults filled in and references canonical
 * faults  configuration-invalid: one line for each error, `file:line:column: what is wrong and what to write instead`
 */
export function readConfiguration(text: string, file: string): Configuration {
  const damaged = text.indexOf('\uFFFD');
  if (damaged >= 0)
    refuse(file, [{ ...placeOf(text, damaged), message: 'there are bytes here that are not UTF-8; save the file as UTF-8' }]);
  const yaml = readPositionedYaml(text);
  if (yaml.problems.length > 0) refuse(file, yaml.problems);
  const parsed = configurationSchema.safeParse(yaml.value ?? {});
  if (!parsed.success) {
    refuse(
      file,
      explainIssues(parsed.error.issues, configurationSchema, yaml.value).map(({ path, message }) => ({
        ...yaml.positionOf(path),
        message,
      })),
    );
  }
  const { configuration, problems } = toConfiguration(parsed.data, { file, yaml });
  if (problems.length > 0)
    refuse(
      file,
      problems.map(({ path, message }) => ({ ...yaml.positionOf(path), message })),
    );
  return configuration;
}

function placeOf(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function refuse(file: string, problems: readonly (TextPosition & { readonly message: string })[]): never {
  const lines = problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map((problem) => `${file}:${problem.line}:${problem.column}: ${problem.message}`);
  throw new Fault('configuration-invalid', lines.join('\n'));
}
