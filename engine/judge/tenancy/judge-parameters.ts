import { type Cluster, labelsAt, selects } from '../../formats/kubernetes/cluster.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { Gap } from '../../model/reading.ts';
import type { Rights } from '../../model/rights.ts';
import type { ParameterRow, ParameterRule, TenancyEvidence, TenancyFinding } from '../../model/tenancy.ts';
import { findAuthentication, findTies } from './find-ties.ts';
import type { StoreGround } from './judge-stores.ts';
import { evidenceOf, homeOf, keyOf, listSome, nameOf } from './workload-words.ts';

/** What parameters are judged by. */
export interface ParameterGround extends StoreGround {
  readonly workloads: readonly Workload[];
  readonly rights: Pick<Rights, 'workloads' | 'subjects'>;
  /** Keys of the workloads whose proxies hold the policies of a mesh. */
  readonly guarded: ReadonlySet<string>;
  /** Key of a workload → why ways may lead to it that are not known. */
  readonly doubts: ReadonlyMap<string, readonly string[]>;
}

/** Rules, judged. */
export interface JudgedParameters {
  readonly rows: readonly ParameterRow[];
  readonly findings: readonly TenancyFinding[];
  readonly gaps: readonly Gap[];
}

/**
 * Whether a parameter that says whose data a request is about can be set by others than who may.
 *
 * gaps    parameter-service-missing: the rule names a Service that is not there, or has no workload
 */
export function judgeParameters(rules: readonly ParameterRule[], ground: ParameterGround): JudgedParameters {
  const judged = rules.map((rule) => judgeRule(rule, ground));
  return {
    rows: judged.flatMap(({ rows }) => rows),
    findings: judged.flatMap(({ findings }) => findings),
    gaps: judged.flatMap(({ gaps }) => gaps),
  };
}

function judgeRule(rule: ParameterRule, ground: ParameterGround): JudgedParameters {
  const behind = findBehind(rule, ground.cluster, ground.workloads);
  if (behind.length === 0) {
    const detail = `Service ${rule.service} is not in the release, or selects no workload; whether ${rule.parameter} can be set by others is not known.`;
    const gap = { code: 'parameter-service-missing', unit: 'judge/tenancy', path: rule.file, line: rule.line, detail };
    return { rows: [], findings: [], gaps: [gap] };
  }
  const judged = behind.map((workload) => judgeWorkload(rule, workload, ground));
  return { rows: judged.map(({ row }) => row), findings: judged.flatMap(({ findings }) => findings), gaps: [] };
}

function findBehind({ service }: ParameterRule, cluster: Cluster, workloads: readonly Workload[]): readonly Workload[] {
  const found = cluster.ofKind('', 'Service').find((each) => `${homeOf(each)}/${each.identity.name}` === service);
  const selector = found && labelsAt(found.value, 'spec', 'selector');
  if (!found || !selector || selector.size === 0) return [];
  return workloads.filter(({ resource, labels }) => homeOf(resource) === homeOf(found) && labels && selects(selector, labels));
}

function judgeWorkload(rule: ParameterRule, workload: Workload, ground: ParameterGround) {
  const { resource } = workload;
  const strangers = findStrangers(rule, workload, ground);
  const key = keyOf(resource.identity, homeOf(resource));
  const ways = ground.ways.get(key) ?? [];
  const doubts = ground.doubts.get(key) ?? [];
  const stated = findTies(rule, workload, ground.cluster);
  const ties = ground.guarded.has(key) ? stated : { tied: [], asked: [] };
  const mayAsk = rule.checks !== undefined && (rule.checks === 'own' || canReview(workload, ground.rights));
  const isReached = strangers.length + ways.length > 0;
  const verdict = decide({
    isTied: ties.tied.length > 0,
    mayAsk,
    isReached,
    isAsked: ties.asked.length > 0,
    isDoubtful: doubts.length > 0,
  });
  const idle =
    ties === stated || stated.tied.length + stated.asked.length === 0
      ? []
      : [`${nameOf(resource)} has no proxy that holds policies of a mesh.`];
  const because = [...[...ties.tied, ...ties.asked].map(({ sentence }) => sentence), ...idle, ...(isReached ? [] : doubts)];
  const { service, parameter, file, line } = rule;
  const row: ParameterRow = { service, parameter, verdict, ways, strangers, because, file, line };
  const findings =
    verdict === 'open' || verdict === 'unknown' ? [toFinding(rule, row, { workload, ground, ties: ties.asked })] : [];
  return { row, findings: rule.checks !== undefined && !mayAsk ? [...findings, withoutRight(rule, workload)] : findings };
}

function decide(
  known: Readonly<Record<'isTied' | 'mayAsk' | 'isReached' | 'isAsked' | 'isDoubtful', boolean>>,
): ParameterRow['verdict'] {
  if (known.isTied) return 'tied';
  if (known.mayAsk) return 'checked';
  if (!known.isReached) return known.isDoubtful ? 'unknown' : 'restricted';
  return known.isAsked ? 'unknown' : 'open';
}

/** Who gets there and is not allowed to, by workload or by account; pods of tenants by their namespace. */
function findStrangers(
  { allowed }: ParameterRule,
  { resource }: Workload,
  { callersOf, rights }: ParameterGround,
): readonly string[] {
  const { kind, name } = resource.identity;
  const { workloads, tenants } = callersOf({ kind, namespace: homeOf(resource), name }, []);
  const accounts = new Map(
    rights.workloads.map(({ workload, account }) => [
      keyOf(workload, account.namespace || 'default'),
      `${account.namespace || 'default'}/${account.name}`,
    ]),
  );
  const mayCall = (...names: readonly string[]) =>
    names.some((each) =>
      allowed.some((pattern) => pattern === each || (pattern.endsWith('/*') && each.startsWith(pattern.slice(0, -1)))),
    );
  const others = workloads.filter(
    (each) => !mayCall(`${each.namespace}/${each.name}`, accounts.get(keyOf(each, each.namespace)) ?? ''),
  );
  return [
    ...tenants
      .filter(({ namespace }) => !mayCall(`${namespace}/*`))
      .map(({ namespace }) => `pods of tenant namespace ${namespace}`),
    ...others.map((each) => `${each.kind} ${each.namespace}/${each.name}`),
  ];
}

/** Whether its account may ask the API server what somebody may do. */
function canReview({ resource }: Workload, { workloads, subjects }: ParameterGround['rights']): boolean {
  const own = workloads.find(
    ({ workload, account }) => keyOf(workload, account.namespace || 'default') === keyOf(resource.identity, homeOf(resource)),
  );
  const rights = subjects.find(
    ({ subject }) =>
      subject.kind === 'ServiceAccount' && subject.name === own?.account.name && subject.namespace === own.account.namespace,
  );
  const has = (list: readonly string[], word: string) => list.includes('*') || list.includes(word);
  return (rights?.grants ?? []).some(
    ({ namespace, rules }) =>
      namespace === null &&
      rules.some(
        ({ verbs, apiGroups, resources }) =>
          has(verbs, 'create') && has(apiGroups, 'authorization.k8s.io') && has(resources, 'subjectaccessreviews'),
      ),
  );
}

const remedies = {
  query:
    'Have the service ask whether who calls may use that namespace (SubjectAccessReview), since no policy of a mesh sees a query.',
  body: 'Have the service ask whether who calls may use that namespace (SubjectAccessReview), since no policy of a mesh sees a body.',
  path: 'Tie each path to its callers with an AuthorizationPolicy, or have the service ask (SubjectAccessReview).',
  header:
    'Let an AuthorizationPolicy tie each value of the header to its callers, and the gateway remove what callers set themselves.',
} as const;

interface Seen {
  readonly workload: Workload;
  readonly ground: ParameterGround;
  readonly ties: readonly TenancyEvidence[];
}

function toFinding(
  rule: ParameterRule,
  { ways, strangers, verdict, because }: ParameterRow,
  { workload, ground, ties }: Seen,
): TenancyFinding {
  const { resource } = workload;
  const asks = ways.length > 0 ? findAuthentication(ground.cluster) : [];
  const remedy = remedies[rule.in];
  const gateway =
    asks.length > 0
      ? `, where ${listSome(
          asks.map(({ resource: each }) => `${each?.kind} ${each?.name}`),
          2,
        )} asks who calls and not for whom`
      : '';
  const outside = ways.length > 0 ? ` Requests from outside come to it${gateway}.` : '';
  const inside = strangers.length > 0 ? ` Within the cluster ${listSome(strangers)} can call it.` : '';
  const allowed = rule.allowed.length > 0 ? ` Only ${rule.allowed.join(', ')} should set it.` : '';
  const doubt = verdict === 'unknown' ? ` ${because.join(' ')}` : ' No policy ties it to who calls.';
  return {
    code: 'tenant-from-parameter',
    severity: verdict === 'unknown' ? 'UNKNOWN' : 'HIGH',
    certainty: verdict === 'unknown' ? 'likely' : 'certain',
    title: `${rule.service} takes the tenant from the ${rule.in} parameter ${rule.parameter}`,
    sentence: `${nameOf(resource)} (Service ${rule.service}) takes the tenant from ${rule.parameter} (${rule.in}), which who calls chooses.${outside}${inside}${doubt}${allowed} ${remedy}`,
    remedy,
    tenants: ground.parties.tenants.map(({ namespace }) => namespace),
    evidence: [
      ...ways.map((way) => evidenceOf(resource, `From outside: ${way}.`)),
      ...(strangers.length > 0 ? [evidenceOf(resource, `Can call it: ${listSome(strangers, 20)}.`)] : []),
      ...asks,
      ...ties,
    ],
    ...{ file: rule.file, line: rule.line },
  };
}

function withoutRight({ service, parameter, file, line }: ParameterRule, { resource }: Workload): TenancyFinding {
  const remedy = 'Bind its service account to system:auth-delegator, or say checks: own where it asks somebody else.';
  return {
    code: 'check-without-right',
    severity: 'HIGH',
    certainty: 'certain',
    title: `${service} is said to check ${parameter}, and may not`,
    sentence: `${nameOf(resource)} (Service ${service}) is said to check ${parameter} with a SubjectAccessReview, but its service account may not create one, so it cannot. ${remedy}`,
    ...{ remedy, tenants: [], file, line },
    evidence: [evidenceOf(resource, `The service account of ${nameOf(resource)} has no right to create subjectaccessreviews.`)],
  };
}
