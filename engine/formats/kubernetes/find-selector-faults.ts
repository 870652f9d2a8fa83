import { isObject, memberAt } from '../json/members.ts';
import { scalarText } from '../json/scalar-text.ts';
import type { FieldFault } from './field-fault.ts';

/** The operators of a label selector. */
export type SelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

const operators: ReadonlySet<string> = new Set<SelectorOperator>(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/**
 * What Kubernetes would refuse in a label selector; null and nothing are none.
 *
 * in      the selector, and the path that it stands at
 * cost    O(size of the selector)
 * source  kubernetes/apimachinery, pkg/apis/meta/v1/validation, `ValidateLabelSelector`
 */
export function findSelectorFaults(value: unknown, path: string): readonly FieldFault[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) return [{ path, says: 'is no selector' }];
  const { matchLabels, matchExpressions, ...unknown } = value;
  return [
    ...Object.keys(unknown).map((name) => ({ path: `${path}.${name}`, says: 'is nothing that selectors know' })),
    ...findLabelFaults(matchLabels ?? {}, `${path}.matchLabels`),
    ...findExpressionFaults(matchExpressions ?? [], `${path}.matchExpressions`),
  ];
}

function findLabelFaults(labels: unknown, path: string): readonly FieldFault[] {
  const isLabels = isObject(labels) && Object.entries(labels).every(([key, value]) => isLabelKey(key) && isLabelValue(value));
  return isLabels ? [] : [{ path, says: 'holds something that is no label' }];
}

function findExpressionFaults(list: unknown, path: string): readonly FieldFault[] {
  if (!Array.isArray(list)) return [{ path, says: 'is no list' }];
  return list.flatMap((expression, at) => findExpressionFault(expression, `${path}[${at}]`) ?? []);
}

function findExpressionFault(expression: unknown, path: string): FieldFault | undefined {
  const [key, operator] = [memberAt(expression, 'key'), memberAt(expression, 'operator')];
  const values = memberAt(expression, 'values') ?? [];
  if (!isLabelKey(key)) return { path: `${path}.key`, says: "is no label's key" };
  if (typeof operator !== 'string' || !operators.has(operator))
    return {
      path: `${path}.operator`,
      says: `is ${scalarText(operator) || 'missing'}; there are In, NotIn, Exists and DoesNotExist`,
    };
  const isWanted = operator === 'In' || operator === 'NotIn';
  if (!Array.isArray(values) || !values.every(isLabelValue) || values.length > 0 !== isWanted)
    return { path: `${path}.values`, says: `does not go with ${operator}` };
  return undefined;
}

const word = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const domainPart = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** source  https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
function isLabelKey(key: unknown): key is string {
  if (typeof key !== 'string') return false;
  const [name = '', domain, ...rest] = key.split('/').toReversed();
  const isInDomain = domain === undefined || (domain.length <= 253 && domain.split('.').every((part) => domainPart.test(part)));
  return rest.length === 0 && name.length <= 63 && word.test(name) && isInDomain;
}

function isLabelValue(value: unknown): value is string {
  return value === '' || (typeof value === 'string' && value.length <= 63 && word.test(value));
}
