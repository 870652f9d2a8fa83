import { isObject, memberAt, textAt, textsAt } from '../../../formats/json/members.ts';
import type { Cluster } from '../../../formats/kubernetes/cluster.ts';
import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { namespaceOrDefault } from '../namespace-of.ts';

/** What a mesh is set to, as far as its policies depend on it. */
export interface MeshSettings {
  /** Its policies hold in every namespace. */
  readonly rootNamespace: string;
  /** How principals may begin. */
  readonly trustDomains: readonly string[];
}

const standard = { rootNamespace: 'istio-system', trustDomain: 'cluster.local' } as const;

/**
 * The settings of Istio: from its ConfigMap, `istio` or `istio-REVISION`, or its operator's resource; Istio's own where there is neither.
 *
 * source  https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/, rootNamespace, trustDomain, trustDomainAliases
 */
export function readMeshSettings(cluster: Cluster): MeshSettings {
  const stated = [...ofConfigMaps(cluster), ...ofOperators(cluster)];
  const [first] = stated;
  const domains = stated.flatMap((mesh) => [textAt(mesh, 'trustDomain') ?? '', ...textsAt(mesh, 'trustDomainAliases')]);
  return {
    rootNamespace: textAt(first, 'rootNamespace') || standard.rootNamespace,
    trustDomains: [...new Set([standard.trustDomain, ...domains.filter(Boolean)])],
  };
}

/** Where the ConfigMap says no root namespace, it is the one of the ConfigMap. */
function ofConfigMaps(cluster: Cluster): readonly unknown[] {
  return cluster
    .ofKind('', 'ConfigMap')
    .filter(({ identity }) => identity.name === 'istio' || identity.name.startsWith('istio-'))
    .flatMap((each) => {
      const text = textAt(each.value, 'data', 'mesh');
      const mesh = text === undefined ? undefined : parseYaml(text).value;
      return isObject(mesh) ? [{ rootNamespace: namespaceOrDefault(each), ...mesh }] : [];
    });
}

function ofOperators(cluster: Cluster): readonly unknown[] {
  const operators = cluster.ofKind('install.istio.io', 'IstioOperator').map(({ value }) => memberAt(value, 'spec', 'meshConfig'));
  const newer = cluster.ofKind('sailoperator.io', 'Istio').map(({ value }) => memberAt(value, 'spec', 'values', 'meshConfig'));
  return [...operators, ...newer].filter(isObject);
}
