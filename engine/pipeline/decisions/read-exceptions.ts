import { type PositionedYaml, readPositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { decisionsUnit } from '../../judge/triage/decisions/decision-gaps.ts';
import { parseExpiry } from '../../judge/triage/decisions/expiry.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import { explainIssues } from '../configuration/explain-issues.ts';
import { type ExceptionDocument, exceptionSchema, exceptionsSchema } from './exceptions-schema.ts';

/**
 * A file of exceptions.
 *
 * in      YAML; `file` names it in gaps
 * out     every exception that is right; one that is not is left out, and takes nothing out of totals
 * gaps    exception-invalid: with line and column, and what to write instead
 */
export function readExceptions(text: string, file: string): Reading<TriageDecision> {
  const yaml = readPositionedYaml(text);
  const gap = (path: readonly PropertyKey[], message: string, at = yaml.positionOf(path)): Gap => ({
    code: 'exception-invalid',
    unit: decisionsUnit,
    path: file,
    line: at.line,
    detail: `column ${at.column}: ${message}`,
  });
  if (yaml.problems.length > 0) return { items: [], gaps: yaml.problems.map((problem) => gap([], problem.message, problem)) };
  const { exceptions: entries = [] } = Object(yaml.value) as Record<string, unknown>;
  const whole = exceptionsSchema.safeParse(withoutEntries(yaml.value ?? {}));
  if (!whole.success)
    return {
      items: [],
      gaps: explainIssues(whole.error.issues, exceptionsSchema, yaml.value ?? {}).map(({ path, message }) => gap(path, message)),
    };
  const items: TriageDecision[] = [];
  const gaps: Gap[] = [];
  for (const [index, entry] of (entries as readonly unknown[]).entries()) {
    const parsed = exceptionSchema.safeParse(entry);
    if (parsed.success) items.push(toDecision(parsed.data, { file, line: lineOf(yaml, index) }));
    else
      for (const { path, message } of explainIssues(parsed.error.issues, exceptionSchema, entry))
        gaps.push(gap(['exceptions', index, ...path], `${message}; the exception is left out`));
  }
  return { items, gaps };
}

/** The file as it is but for the entries of its lists, which are looked at one by one. */
function withoutEntries(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, list]) => [
      name,
      (name === 'exceptions' || name === 'checks') && Array.isArray(list) ? [] : list,
    ]),
  );
}

function lineOf(yaml: PositionedYaml, index: number): number {
  return yaml.positionOf(['exceptions', index]).line;
}

function toDecision(entry: ExceptionDocument, place: { readonly file: string; readonly line: number }): TriageDecision {
  const { id, type, owner, reason, justification, paths, states } = entry;
  const expires = parseExpiry(entry.expires);
  return {
    id,
    kind: 'exception',
    vulnerabilities: listOf(entry.vulnerability),
    packages: listOf(entry.package),
    images: listOf(entry.images),
    type,
    owner,
    reason,
    ...(justification && { justification }),
    ...(expires && { expires }),
    ...(states && { states }),
    ...(paths !== undefined && { paths: listOf(paths) }),
    ...(entry.restsOn && { restsOn: entry.restsOn as NonNullable<TriageDecision['restsOn']> }),
    ...place,
  };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
