import { listAt, memberAt, objectsAt, textAt, textsAt } from '../../formats/json/members.ts';
import { type Cluster, labelsAt, selects } from '../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { ParameterRule, TenancyEvidence } from '../../model/tenancy.ts';
import { evidenceOf, homeOf, nameOf } from './workload-words.ts';

/** What policies of a mesh do about a parameter. */
export interface Ties {
  /** Policies with a rule that holds for one value of the parameter and one caller alone. */
  readonly tied: readonly TenancyEvidence[];
  /** Policies that ask somebody else. */
  readonly asked: readonly TenancyEvidence[];
}

/** Namespace in which policies hold for every other, where Istio is not set otherwise. */
const rootNamespace = 'istio-system';

/**
 * Policies that tie a parameter to who calls; of pods whose proxy holds them, which the caller knows. No policy sees a query or a body: its paths are compared without their query.
 *
 * source  https://istio.io/latest/docs/reference/config/security/authorization-policy/ and …/conditions/;
 *         https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/rbac/v3/rbac.proto, `url_path`
 */
export function findTies(rule: ParameterRule, workload: Workload, cluster: Cluster): Ties {
  const holding = cluster
    .ofKind('security.istio.io', 'AuthorizationPolicy')
    .filter((policy) => isAbout(homeOf(policy), labelsAt(policy.value, 'spec', 'selector', 'matchLabels'), workload));
  const asked = holding
    .filter(({ value }) => textAt(value, 'spec', 'action') === 'CUSTOM')
    .map((policy) =>
      evidenceOf(
        policy,
        `${nameOf(policy)} asks ${textAt(policy.value, 'spec', 'provider', 'name') ?? 'somebody'}, who may tie them.`,
      ),
    );
  // One that lets callers in is enough for them, so that all have to tie.
  const letting = holding.filter(
    ({ value }) => (textAt(value, 'spec', 'action') ?? 'ALLOW') === 'ALLOW' && listAt(value, 'spec', 'rules').length > 0,
  );
  const isTied = letting.every(({ value }) => listAt(value, 'spec', 'rules').every((each) => isTie(each, rule)));
  const tied = letting
    .filter(() => isTied)
    .map((policy) => evidenceOf(policy, `${nameOf(policy)} lets each value of ${rule.parameter} in for its callers alone.`));
  return { tied, asked };
}

function isAbout(home: string, selector: ReadonlyMap<string, string> | undefined, { resource, labels }: Workload): boolean {
  const isNear = home === homeOf(resource) || home === rootNamespace;
  return isNear && selector !== undefined && labels !== undefined && selects(selector, labels);
}

const identities = ['principals', 'namespaces', 'requestPrincipals', 'serviceAccounts'];

/** Who calls and which value, both stated, neither by an asterisk alone. */
function isTie(stated: unknown, { in: where, parameter }: ParameterRule): boolean {
  const sources = listAt(stated, 'from').map((each) => memberAt(each, 'source'));
  const conditions = objectsAt(stated, 'when').map((each) => ({
    key: textAt(each, 'key') ?? '',
    values: textsAt(each, 'values'),
  }));
  const isBySource = sources.length > 0 && sources.every((each) => identities.some((name) => isNarrow(textsAt(each, name))));
  const isByClaim = conditions.some(
    ({ key, values }) => /^(?:source\.(?:principal|namespace|serviceAccount)|request\.auth\.)/.test(key) && isNarrow(values),
  );
  if (!isBySource && !isByClaim) return false;
  if (where === 'header') {
    const wanted = `request.headers[${parameter.toLowerCase()}]`;
    return conditions.some(({ key, values }) => key.toLowerCase() === wanted && isNarrow(values));
  }
  const operations = listAt(stated, 'to').map((each) => textsAt(memberAt(each, 'operation'), 'paths'));
  return (
    where === 'path' &&
    operations.length > 0 &&
    operations.every((paths) => isNarrow(paths) && paths.every((each) => !/^\/?\*/.test(each)))
  );
}

function isNarrow(values: readonly string[]): boolean {
  return values.length > 0 && !values.includes('*');
}

/** What asks at a gateway who calls, and nothing more: proofs of identity. */
export function findAuthentication(cluster: Cluster): readonly TenancyEvidence[] {
  const filters = cluster
    .ofKind('networking.istio.io', 'EnvoyFilter')
    .filter(({ value }) => /ext_authz|jwt_authn|oauth2/.test(JSON.stringify(memberAt(value, 'spec') ?? '')))
    .map((each) => evidenceOf(each, `${nameOf(each)} asks who calls.`));
  const tokens = cluster
    .ofKind('security.istio.io', 'RequestAuthentication')
    .map((each) => evidenceOf(each, `${nameOf(each)} reads who calls from a token.`));
  const ingresses = cluster.ofKind('networking.k8s.io', 'Ingress').flatMap((each) => {
    const found = ['auth-url', 'auth-signin', 'auth-type'].find(
      (name) => textAt(each.value, 'metadata', 'annotations', `nginx.ingress.kubernetes.io/${name}`) !== undefined,
    );
    return found ? [evidenceOf(each, `${nameOf(each)} asks who calls (${found}).`)] : [];
  });
  return [...filters, ...tokens, ...ingresses];
}
