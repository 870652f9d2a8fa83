import { isObject, memberAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import type { StatedSelector } from '../../model/reach.ts';

/** One condition on a label. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** Sorted. */
  readonly values: readonly string[];
}

/** A label selector: all of its requirements, none selects everything. `matchLabels` are requirements with one value. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  /** Equal for selectors that state the same. */
  readonly key: string;
  readonly stated: StatedSelector;
}

/** The label that Kubernetes gives every namespace: its name. */
export const nameLabel = 'kubernetes.io/metadata.name';

const operators: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** Selects everything. */
export const everything: Selector = toSelector({});

/** Selects the namespace of this name. */
export function namespaceNamed(name: string): Selector {
  return toSelector({ matchLabels: { [nameLabel]: name } });
}

/**
 * Reads a selector as the API server would accept it.
 *
 * in      the value and where it stands; a function that is told what is wrong, as a sentence
 * out     one that selects everything where something was wrong; whoever is told leaves the policy out
 */
export function readSelector(value: unknown, path: string, refuse: (fault: string) => void): Selector {
  if (value === undefined || value === null) return everything;
  if (!isObject(value)) {
    refuse(`${path} is no selector`);
    return everything;
  }
  for (const name of Object.keys(value))
    if (name !== 'matchLabels' && name !== 'matchExpressions') refuse(`${path} has ${name}, which selectors do not know`);
  const matchLabels = readLabels(value.matchLabels, `${path}.matchLabels`, refuse);
  const matchExpressions = readExpressions(value.matchExpressions, `${path}.matchExpressions`, refuse);
  return toSelector({
    ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
    ...(matchExpressions.length > 0 && { matchExpressions }),
  });
}

/** Whether labels fulfill every requirement. */
export function matches({ requirements }: Selector, labels: ReadonlyMap<string, string>): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels.get(key);
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    return (value !== undefined && values.includes(value)) === (operator === 'In');
  });
}

/** The labels that it asks for, where it asks for nothing else. */
export function labelsOnly({ stated }: Selector): ReadonlyMap<string, string> | undefined {
  return stated.matchExpressions === undefined ? new Map(Object.entries(stated.matchLabels ?? {})) : undefined;
}

function toSelector(stated: StatedSelector): Selector {
  const requirements: Requirement[] = [
    ...Object.entries(stated.matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In' as const, values: [value] })),
    ...(stated.matchExpressions ?? []).map(({ key, operator, values = [] }) => ({
      key,
      operator: operator as Requirement['operator'],
      values: [...new Set(values)].toSorted(),
    })),
  ];
  const keys = requirements.map((requirement) => JSON.stringify(Object.values(requirement))).toSorted();
  return { requirements, key: [...new Set(keys)].join(), stated };
}

function readLabels(value: unknown, path: string, refuse: (fault: string) => void): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const entries = isObject(value) ? Object.entries(value) : [];
  if (!isObject(value) || entries.some(([key, text]) => typeof text !== 'string' || !isKey(key) || !isValue(text)))
    refuse(`${path} holds something that is no label`);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function readExpressions(value: unknown, path: string, refuse: (fault: string) => void) {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) refuse(`${path} is no list`);
  return (Array.isArray(value) ? value : []).map((expression, at) => {
    const [key, operator] = [memberAt(expression, 'key'), memberAt(expression, 'operator')];
    const stated = memberAt(expression, 'values') ?? [];
    const values = Array.isArray(stated)
      ? stated.filter((each): each is string => typeof each === 'string' && isValue(each))
      : [];
    const isWanted = operator === 'In' || operator === 'NotIn';
    if (typeof key !== 'string' || !isKey(key)) refuse(`${path}[${at}].key is no label's key`);
    if (typeof operator !== 'string' || !operators.has(operator))
      refuse(`${path}[${at}].operator is ${JSON.stringify(operator) ?? 'missing'}; there are In, NotIn, Exists and DoesNotExist`);
    else if (!Array.isArray(stated) || values.length !== stated.length || values.length > 0 !== isWanted)
      refuse(`${path}[${at}].values do not go with ${operator}`);
    return { key: scalarText(key), operator: scalarText(operator), ...(values.length > 0 && { values }) };
  });
}

/** source  https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
function isKey(text: string): boolean {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const isNamed = name.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name);
  return isNamed && (parts.length === 1 || (parts.length === 2 && /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(parts[0] ?? '')));
}

function isValue(text: string): boolean {
  return text === '' || (text.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(text));
}
