import { entriesAt, isObject, listAt, memberAt, textAt } from '../json/members.ts';
import { type Answer, allOf, type LabelLookUp } from './answer.ts';

/** What a selector asks of one label. */
interface LabelTest {
  readonly key: string;
  /** Of the label's value; undefined where there is no such label. */
  readonly holds: (value: string | undefined) => boolean;
}

/**
 * What a label selector asks for, with `matchLabels` and `matchExpressions`.
 *
 * out     undefined where it cannot be read
 * source  https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/, "Resources that support set-based requirements"
 */
export function selectsByLabels(selector: unknown): ((labels: ReadonlyMap<string, string>) => boolean) | undefined {
  const tests = readTests(selector);
  return tests && ((labels) => tests.every(({ key, holds }) => holds(labels.get(key))));
}

/** The same of labels that are known in part; of a selector that cannot be read nobody knows. */
export function asksLabels(selector: unknown): (label: LabelLookUp) => Answer {
  const tests = readTests(selector);
  if (!tests) return () => 'maybe';
  return (label) =>
    allOf(tests, ({ key, holds }) => {
      const value = label(key);
      return value === undefined ? 'maybe' : holds(value ?? undefined) ? 'yes' : 'no';
    });
}

function readTests(selector: unknown): readonly LabelTest[] | undefined {
  if (!isObject(selector)) return undefined;
  const { matchLabels, matchExpressions, ...unknown } = selector;
  if (Object.keys(unknown).length > 0 || !isObject(matchLabels ?? {}) || !Array.isArray(matchExpressions ?? [])) return undefined;
  const equal = entriesAt(selector, 'matchLabels');
  if (equal.some(([, value]) => typeof value !== 'string')) return undefined;
  const tests = listAt(selector, 'matchExpressions').map(toTest);
  const readable = tests.filter((test) => test !== undefined);
  if (readable.length < tests.length) return undefined;
  return [...equal.map(([key, wanted]) => ({ key, holds: (value: string | undefined) => value === wanted })), ...readable];
}

function toTest(expression: unknown): LabelTest | undefined {
  const key = textAt(expression, 'key');
  const values = listAt(expression, 'values');
  const operator = memberAt(expression, 'operator');
  const isOfValues = operator === 'In' || operator === 'NotIn';
  if (key === undefined || values.length > 0 !== isOfValues || !values.every((value) => typeof value === 'string'))
    return undefined;
  switch (operator) {
    case 'In':
      return { key, holds: (value) => value !== undefined && values.includes(value) };
    case 'NotIn':
      return { key, holds: (value) => value === undefined || !values.includes(value) };
    case 'Exists':
      return { key, holds: (value) => value !== undefined };
    case 'DoesNotExist':
      return { key, holds: (value) => value === undefined };
    default:
      return undefined;
  }
}
