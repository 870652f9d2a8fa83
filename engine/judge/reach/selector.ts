import { entriesAt, listAt, memberAt, textsAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { findSelectorFaults, type SelectorOperator } from '../../formats/kubernetes/find-selector-faults.ts';
import type { StatedSelector } from '../../model/reach.ts';

/** One condition on a label. */
export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
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
  const faults = findSelectorFaults(value, path);
  for (const { path: where, says } of faults) refuse(`${where} ${says}`);
  return faults.length > 0 ? everything : toSelector(toStated(value));
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

/** A selector without faults, in one form. */
function toStated(value: unknown): StatedSelector {
  const matchLabels = entriesAt(value, 'matchLabels').map(([key, text]) => [key, scalarText(text)] as const);
  const matchExpressions = listAt(value, 'matchExpressions').map((expression) => {
    const values = textsAt(expression, 'values');
    const [key, operator] = [memberAt(expression, 'key'), memberAt(expression, 'operator')];
    return { key: scalarText(key), operator: scalarText(operator), ...(values.length > 0 && { values }) };
  });
  return {
    ...(matchLabels.length > 0 && { matchLabels: Object.fromEntries(matchLabels) }),
    ...(matchExpressions.length > 0 && { matchExpressions }),
  };
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
