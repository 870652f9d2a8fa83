import { severityOfScore } from '../../../formats/cvss/severity-of-score.ts';
import { type Members, numberAt, textAt } from '../../../formats/json/members.ts';
import { readSeverityWord } from '../../../formats/severity-word/read-severity-word.ts';
import type { Severity, SeverityStatement } from '../../../model/severity.ts';
import { rateStatements, state } from '../rate.ts';
import { propertyOf } from './rules.ts';

const vectors = ['cvssv4_vector', 'cvssv3_vector', 'cvssV3', 'cvssV4', 'cvss', 'vector', 'cvssv2_vector'];
const scores = ['cvssv4_score', 'cvssv3_baseScore', 'cvssv3_score', 'cvssv2_score'];
const words = [
  'security-severity',
  'severity',
  'securityRisk',
  'cvssV3_severity',
  'cvssv3_baseSeverity',
  'problem.severity',
  'issue_severity',
];
const levels: ReadonlyMap<string, Severity> = new Map([
  ['error', 'HIGH'],
  ['warning', 'MEDIUM'],
  ['note', 'LOW'],
]);

/**
 * How bad a result is.
 *
 * out     by `security-severity`, else by a CVSS vector or score, else by a word, else by the level; UNKNOWN for level `none`
 * source  GitHub, "SARIF support for code scanning", `security-severity`; SARIF 2.1.0, 3.27.10 level
 */
export function rateResult(
  result: Members,
  rule: Members | undefined,
): { readonly severity: Severity; readonly severities: readonly SeverityStatement[] } {
  const read = (name: string) => ({ value: propertyOf(result, rule, name) });
  const stated = numberAt(read('security-severity'), 'value');
  const statements = [
    ...vectors.flatMap((name) => state('sarif', { vector: textAt(read(name), 'value') })),
    ...scores.flatMap((name) => state('sarif', { score: numberAt(read(name), 'value') })),
  ];
  const word = words.map((name) => readSeverityWord(textAt(read(name), 'value') ?? '')).find((found) => found !== undefined);
  const level = textAt(result, 'level') ?? textAt(rule, 'defaultConfiguration', 'level') ?? 'warning';
  const own = stated === undefined || stated <= 0 || stated > 10 ? undefined : severityOfScore(stated);
  const rated = rateStatements(statements);
  return {
    severity: own ?? (rated === 'UNKNOWN' ? undefined : rated) ?? word ?? levels.get(level) ?? 'UNKNOWN',
    severities: [...state('sarif', { score: stated }), ...statements],
  };
}
