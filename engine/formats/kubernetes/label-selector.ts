import { entriesAt, isObject, listAt, memberAt, textAt } from '../json/members.ts';

/**
 * What a label selector asks for, with `matchLabels` and `matchExpressions`.
 *
 * out     undefined where it cannot be read
 * source  https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/, "Resources that support set-based requirements"
 */
export function selectsByLabels(selector: unknown): ((labels: ReadonlyMap<string, string>) => boolean) | undefined {
  if (!isObject(selector)) return undefined;
  const equal = entriesAt(selector, 'matchLabels');
  if (equal.some(([, value]) => typeof value !== 'string')) return undefined;
  const tests = listAt(selector, 'matchExpressions').map(toTest);
  if (tests.includes(undefined)) return undefined;
  return (labels) => equal.every(([key, value]) => labels.get(key) === value) && tests.every((test) => test?.(labels));
}

function toTest(expression: unknown): ((labels: ReadonlyMap<string, string>) => boolean) | undefined {
  const key = textAt(expression, 'key');
  const values = listAt(expression, 'values');
  if (key === undefined) return undefined;
  const among = (labels: ReadonlyMap<string, string>) => values.includes(labels.get(key));
  switch (memberAt(expression, 'operator')) {
    case 'In':
      return (labels) => labels.has(key) && among(labels);
    case 'NotIn':
      return (labels) => !among(labels);
    case 'Exists':
      return (labels) => labels.has(key);
    case 'DoesNotExist':
      return (labels) => !labels.has(key);
    default:
      return undefined;
  }
}
