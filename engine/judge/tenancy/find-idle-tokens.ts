import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { isPlaced, pathInResource, type Workload } from '../../formats/kubernetes/workload.ts';
import type { Rights, RightsSubject, WorkloadRights } from '../../model/rights.ts';
import type { TenancyEvidence, TenancyFinding } from '../../model/tenancy.ts';
import type { Parties } from './parties.ts';
import type { FoundStore } from './read-stores.ts';
import { evidenceOf, homeOf, inNamespace, keyOf, listSome, nameOf, ofNamespace } from './workload-words.ts';

const remedy = 'Set automountServiceAccountToken: false in the pod, or in its service account.';

/**
 * Tokens that pods are given and nothing uses: of accounts that are bound to nothing, and of programs that never ask the API server.
 *
 * out     one for each namespace
 */
export function findIdleTokens(
  rights: Pick<Rights, 'workloads' | 'subjects'>,
  {
    workloads,
    stores,
    parties,
  }: { readonly workloads: readonly Workload[]; readonly stores: readonly FoundStore[]; readonly parties: Parties },
): readonly TenancyFinding[] {
  const bound = new Set(
    rights.subjects
      .filter(({ subject, grants }) => subject.kind === 'ServiceAccount' && grants.some((grant) => isOwn(grant.binding.name)))
      .map(({ subject }) => accountKey(subject)),
  );
  const byKey = new Map(rights.workloads.map((each) => [keyOf(each.workload, each.account.namespace || 'default'), each]));
  const idle = workloads.filter(isPlaced).flatMap((workload) => {
    const found = byKey.get(keyOf(workload.resource.identity, homeOf(workload.resource)));
    const reason = found?.hasToken
      ? whyIdle(
          found,
          bound,
          stores.find((store) => store.workload === workload),
        )
      : undefined;
    return reason === undefined
      ? []
      : [
          {
            namespace: namespaceOf(workload.resource) ?? '',
            evidence: evidenceOf(
              workload.resource,
              `${nameOf(workload.resource)} ${reason}.`,
              pathInResource(workload, 'automountServiceAccountToken'),
            ),
            name: `${workload.resource.identity.kind} ${workload.resource.identity.name}`,
          },
        ];
  });
  return [...Map.groupBy(idle, ({ namespace }) => namespace)].map(([namespace, each]) =>
    toFinding(namespace, { names: each.map(({ name }) => name), evidence: each.map((one) => one.evidence), parties }),
  );
}

/** What every account has by its groups says nothing of what it is for. */
function isOwn(binding: string): boolean {
  return !binding.startsWith('system:');
}

function accountKey({ namespace, name }: RightsSubject): string {
  return `${namespace ?? ''}/${name}`;
}

function whyIdle({ account }: WorkloadRights, bound: ReadonlySet<string>, store: FoundStore | undefined): string | undefined {
  const has = `has the token of ServiceAccount ${account.namespace ? accountKey(account) : account.name}`;
  if (!bound.has(accountKey(account))) return `${has}, which is bound to nothing`;
  return store?.product.needsNoToken ? `${has}, and ${store.product.title} never asks the API server` : undefined;
}

interface Idle {
  readonly names: readonly string[];
  readonly evidence: readonly TenancyEvidence[];
  readonly parties: Parties;
}

function toFinding(namespace: string, { names, evidence, parties }: Idle): TenancyFinding {
  const [first] = evidence;
  const isOne = names.length === 1;
  return {
    code: 'token-unused',
    severity: 'LOW',
    certainty: 'likely',
    title: `${names.length} ${isOne ? 'workload' : 'workloads'} ${ofNamespace(namespace)} ${isOne ? 'has a token that it does' : 'have tokens that they do'} not use`,
    sentence: `${inNamespace(namespace)}, ${listSome(names, 8)} ${isOne ? 'is' : 'are'} given a service account token that nothing in the manifests uses: who takes ${isOne ? 'the pod' : 'a pod'} over can speak to the API server as that account. ${remedy}`,
    ...{ remedy, tenants: parties.tenantsAmong([namespace]), evidence },
    ...{ file: first?.file ?? null, line: first?.line ?? null },
  };
}
