import { listAt, memberAt, textAt } from '../../../formats/json/members.ts';
import { groupOf } from '../../../formats/kubernetes/cluster.ts';
import type { ContextSetting } from '../../../model/hardening-change.ts';
import type { JsonObject } from '../../../model/json.ts';
import { applyStrategicMerge, invertPatch, type PodPlace, toPatchBody } from './strategic-merge.ts';

/** A workload with what is to be set in it. */
export interface MutatedWorkload extends PodPlace {
  readonly value: JsonObject;
  /** Where it is installed; undefined where nothing says it: it is then matched by name alone. */
  readonly namespace: string | undefined;
  readonly settings: readonly ContextSetting[];
}

/** Kinds whose pods cannot be changed once they are there. */
const fixed = new Set(['Job', 'Pod']);

/** Longest name of a rule that Kyverno takes. */
const maxRuleName = 63;

/**
 * A Kyverno ClusterPolicy that makes settings when workloads are created or updated: one rule for each, by kind, namespace and name.
 *
 * Containers are found by Kyverno's conditional anchor, so that one that is not there anymore is not added.
 *
 * in      workloads that have settings; a name for the policy
 * source  https://kyverno.io/docs/policy-types/cluster-policy/mutate/
 */
export function toMutatePolicy(name: string, workloads: readonly MutatedWorkload[]): JsonObject {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name, annotations: { 'pod-policies.kyverno.io/autogen-controllers': 'none' } },
    spec: { background: false, rules: workloads.map(toRule) },
  };
}

function toRule(workload: MutatedWorkload, index: number): JsonObject {
  const { identity, namespace } = workload;
  const number = `-${index + 1}`;
  const name = `${identity.kind.toLowerCase()}-${identity.name.replaceAll('.', '-')}`.slice(0, maxRuleName - number.length);
  return {
    name: name + number,
    match: {
      any: [
        {
          resources: {
            kinds: [`${groupOf(identity) === '' ? '' : `${groupOf(identity)}/`}*/${identity.kind}`],
            names: [identity.name],
            ...(namespace !== undefined && { namespaces: [namespace] }),
            operations: fixed.has(identity.kind) ? ['CREATE'] : ['CREATE', 'UPDATE'],
          },
        },
      ],
    },
    mutate: { patchStrategicMerge: toPatchBody(workload, workload.settings, '(name)') },
  };
}

/**
 * What an object is after a policy of `toMutatePolicy` has seen it being created.
 *
 * in      the policy, as written or as read back; an object with its namespace, undefined where nothing says it
 */
export function applyMutatePolicy(
  policy: JsonObject,
  { identity, value, namespace }: Pick<MutatedWorkload, 'identity' | 'value' | 'namespace'>,
): JsonObject {
  const kind = `${groupOf(identity) === '' ? '' : `${groupOf(identity)}/`}*/${identity.kind}`;
  return listAt(policy, 'spec', 'rules').reduce<JsonObject>((object, rule) => {
    const isMatch = listAt(rule, 'match', 'any').some((one) => {
      const namespaces = listAt(one, 'resources', 'namespaces');
      return (
        listAt(one, 'resources', 'kinds').includes(kind) &&
        listAt(one, 'resources', 'names').includes(identity.name) &&
        (namespaces.length === 0 || namespaces.includes(namespace))
      );
    });
    const patch = memberAt(rule, 'mutate', 'patchStrategicMerge') as JsonObject | undefined;
    return isMatch && patch ? applyStrategicMerge(object, patch) : object;
  }, value);
}

/**
 * The command that gives an installed object back what it said before the policy changed it; undefined for those that cannot be changed
 * once they are there, and have to be created anew.
 *
 * in      names as Kubernetes allows them
 */
export function toBackCommand({ identity, value, namespace, settings, ...place }: MutatedWorkload): string | undefined {
  if (fixed.has(identity.kind)) return undefined;
  const group = groupOf(identity);
  const type = `${identity.kind.toLowerCase()}${group === '' ? '' : `.${group}`}`;
  const patch = invertPatch(value, toPatchBody({ identity, ...place }, settings));
  const where = namespace === undefined ? '' : ` --namespace ${namespace}`;
  const text = JSON.stringify(patch).replaceAll("'", `'\\''`);
  return `kubectl patch ${type} ${identity.name}${where} --type strategic --patch '${text}'`;
}

/** `plimsoll-harden-tide`: the name of the policy for a product. */
export function policyName(product: string): string {
  const words = product
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return `plimsoll-harden-${words}`.replace(/-+$/, '');
}

/** The name that a policy carries. */
export function nameOfPolicy(policy: JsonObject): string {
  return textAt(policy, 'metadata', 'name') ?? '';
}
