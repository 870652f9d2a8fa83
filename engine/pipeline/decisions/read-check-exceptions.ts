import { readPositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { findFiles } from '../../gather/sources/find-files.ts';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import { decisionsUnit } from '../../judge/triage/decisions/decision-gaps.ts';
import type { CheckException } from '../../model/hardening.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import { explainIssues } from '../configuration/explain-issues.ts';
import { type CheckExceptionDocument, checkExceptionSchema } from './exceptions-schema.ts';
import { isIgnoreFile } from './ignore-files/read-ignore-file.ts';

/**
 * The exceptions of checks in a file of exceptions: its list `checks`.
 *
 * in      YAML; `file` names it in gaps
 * out     every exception that is right; one that is not is left out, and takes nothing out
 * gaps    exception-invalid: with line and column, and what to write instead. What is wrong with the rest of the file `readExceptions` says
 */
export function readCheckExceptions(text: string, file: string): Reading<CheckException> {
  const yaml = readPositionedYaml(text);
  const entries: unknown = yaml.problems.length > 0 ? undefined : Object(yaml.value).checks;
  const items: CheckException[] = [];
  const gaps: Gap[] = [];
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    const parsed = checkExceptionSchema.safeParse(entry);
    if (parsed.success) items.push(toException(parsed.data, file, yaml.positionOf(['checks', index]).line));
    else
      for (const { path, message } of explainIssues(parsed.error.issues, checkExceptionSchema, entry)) {
        const at = yaml.positionOf(['checks', index, ...path]);
        const detail = `column ${at.column}: ${message}; the exception is left out`;
        gaps.push({ code: 'exception-invalid', unit: decisionsUnit, path: file, line: at.line, detail });
      }
  }
  return { items, gaps };
}

/**
 * Those of every file of exceptions that some patterns lead to, in their order.
 *
 * gaps    those of each file; a pattern that leads to none is told by `readDecisions`
 */
export function findCheckExceptions(patterns: readonly string[], files: SourceFiles): Reading<CheckException> {
  const readings = patterns.map((pattern): Reading<CheckException> => {
    const found = findFiles(pattern, files, /\.ya?ml$/i).files.filter((path) => !isIgnoreFile(path));
    const read = found.map((path) => readCheckExceptions(files.readText(path) ?? '', path));
    return { items: read.flatMap(({ items }) => items), gaps: read.flatMap(({ gaps }) => gaps) };
  });
  return { items: readings.flatMap(({ items }) => items), gaps: readings.flatMap(({ gaps }) => gaps) };
}

function toException(entry: CheckExceptionDocument, file: string, line: number): CheckException {
  const { id, check, resources, paths, owner, reason, expires } = entry;
  return {
    id,
    checks: listOf(check),
    resources: listOf(resources),
    paths: listOf(paths ?? []),
    owner,
    reason,
    expires,
    file,
    line,
  };
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
