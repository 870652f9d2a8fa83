import type { RightsIssue, RightsSubject } from '../../model/rights.ts';
import type { RunningPod } from './build-graph.ts';
import { powersIn } from './powers.ts';
import { type FoundRole, findRule, roleKey } from './read-roles.ts';
import type { RightsBook } from './rights-book.ts';
import { describeSubject, subjectKey } from './subjects.ts';

/**
 * The verbs that Kubernetes, its admission and its authorizers know; others are for a project's own authorizer, or mistakes.
 *
 * source  https://kubernetes.io/docs/reference/access-authn-authz/authorization/, "Determine the request verb"
 */
const verbs: ReadonlySet<string> = new Set([
  ...['*', 'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'head', 'post', 'put', 'options'],
  ...['use', 'bind', 'escalate', 'impersonate', 'approve', 'sign', 'attest', 'proxy', 'redirect', 'connect'],
]);

/** `impersonate:user-info`, `impersonate-on:user-info:get`: verbs of constrained impersonation, KEP-5284. */
const constrained = /^impersonate(?:-on)?:/;

/**
 * Problems of a release in sentences that can be pasted into an issue.
 *
 * out     cluster-admin first, then wildcards, pods, verbs; each in the order of subjects and roles
 */
export function findIssues(
  book: RightsBook,
  subjects: readonly RightsSubject[],
  tenants: readonly string[],
  pods: readonly RunningPod[],
): readonly RightsIssue[] {
  const users = Map.groupBy(pods, ({ account }) => subjectKey(account));
  const runBy = (subject: RightsSubject) => {
    const names = (users.get(subjectKey(subject)) ?? []).map(
      ({ workload: { resource } }) => `${resource.identity.kind} ${resource.identity.name}`,
    );
    return names.length > 0 ? `, which ${names.join(', ')} ${names.length === 1 ? 'runs' : 'run'} as,` : '';
  };
  const boundBy = Map.groupBy(
    subjects.flatMap((subject) => book.ownGrants(subject).map((grant) => ({ subject, grant }))),
    ({ grant }) => roleKey({ ...grant.role, namespace: grant.namespace }),
  );
  return [
    ...subjects.flatMap((subject) => findAdmin(book, subject, runBy)),
    ...[...book.roles].flatMap(([key, role]) =>
      findWildcard(
        role,
        (boundBy.get(key) ?? []).map(({ subject }) => subject),
      ),
    ),
    ...subjects.flatMap((subject) => findPodMaker(book, subject, { tenants, runBy })),
    ...[...book.roles.values()].flatMap(findVerbs),
  ];
}

type RunBy = (subject: RightsSubject) => string;

function findAdmin(book: RightsBook, subject: RightsSubject, runBy: RunBy): readonly RightsIssue[] {
  const grant = book.ownGrants(subject).find((each) => each.namespace === null && hasPower(each, 'everything'));
  if (!grant) return [];
  const who = describeSubject(subject);
  const { role, binding, file, line } = grant;
  const sentence = `${who}${runBy(subject)} may do everything in the cluster: ${binding.kind} ${binding.name} gives it ${role.kind} ${role.name}. Who takes one of its pods over has the cluster; name the resources and verbs that it uses in a role of its own.`;
  return [{ code: 'cluster-admin', title: `${who} is cluster-admin`, sentence, file, line }];
}

function findWildcard(role: FoundRole, bound: readonly RightsSubject[]): readonly RightsIssue[] {
  const { kind, name, rules, resource, isAggregated } = role;
  if (!resource) return [];
  const wide = rules.filter((rule) => rule.verbs.includes('*') || rule.resources.includes('*') || rule.apiGroups.includes('*'));
  if (wide.length === 0) return [];
  const shown = wide
    .slice(0, 3)
    .map(
      (rule) =>
        `${rule.verbs.join(', ')} on ${rule.resources.join(', ')} of ${rule.apiGroups.map((group) => group || 'core').join(', ')}`,
    );
  const more = wide.length > shown.length ? `; and ${wide.length - shown.length} more rules` : '';
  const nobody = isAggregated ? 'An aggregating role takes its rules in' : 'Nothing in the release binds it';
  const who = bound.length > 0 ? `It is bound to ${[...new Set(bound.map(describeSubject))].join(', ')}` : nobody;
  const sentence = `${kind} ${name} allows by asterisk: ${shown.join('; ')}${more}. ${who}. An asterisk allows what is added later, too; name groups, resources and verbs.`;
  const { file, line } = findRule(resource, role, wide[0]);
  return [{ code: 'wildcard-role', title: `${kind} ${name} has asterisks`, sentence, file, line }];
}

function findPodMaker(
  book: RightsBook,
  subject: RightsSubject,
  { tenants, runBy }: { readonly tenants: readonly string[]; readonly runBy: RunBy },
): readonly RightsIssue[] {
  const found = book
    .ownGrants(subject)
    .filter(({ namespace }) => namespace === null || tenants.includes(namespace))
    .filter((grant) => !(subject.namespace !== null && subject.namespace === grant.namespace))
    .flatMap((grant) => {
      const power = grant.rules.flatMap((rule) => powersIn(grant, rule)).find(({ kind }) => kind === 'create-pods');
      return power && !hasPower(grant, 'everything') ? [{ grant, power }] : [];
    });
  const [first] = found;
  if (!first || subject.kind !== 'ServiceAccount') return [];
  const { grant, power } = first;
  const { role, binding, file, line } = grant;
  const who = describeSubject(subject);
  const isEverywhere = grant.namespace === null;
  const where = isEverywhere ? 'every namespace' : `namespace ${grant.namespace}`;
  const whose =
    tenants.length > 0
      ? `, those of tenants (${tenants.slice(0, 3).join(', ')}${tenants.length > 3 ? ' …' : ''}) among them`
      : '';
  const sentence = `${who}${runBy(subject)} may create pods in ${where}${isEverywhere ? whose : ''} (${power.verbs.join(', ')} ${power.resources.join(', ')}; ${binding.kind} ${binding.name}, ${role.kind} ${role.name}), and so run as any account and mount any Secret there.`;
  return [
    {
      code: tenants.length > 0 ? 'pods-of-tenants' : 'pods-everywhere',
      title: `${who} can create pods in ${where}`,
      sentence,
      file,
      line,
    },
  ];
}

function findVerbs(role: FoundRole): readonly RightsIssue[] {
  const { kind, name, rules, resource } = role;
  const isUnknown = (verb: string) => !verbs.has(verb) && !constrained.test(verb);
  const unknown = [...new Set(rules.flatMap((rule) => rule.verbs))].filter(isUnknown);
  if (!resource || unknown.length === 0) return [];
  const sentence = `${kind} ${name} allows ${unknown.join(', ')}, which Kubernetes does not ask for; a mistake, or a word of another authorizer.`;
  const { file, line } = findRule(
    resource,
    role,
    rules.find((rule) => rule.verbs.some(isUnknown)),
  );
  return [
    {
      code: 'unknown-verb',
      title: `${kind} ${name} has verbs that Kubernetes does not know`,
      sentence,
      file,
      line,
    },
  ];
}

function hasPower(grant: Parameters<typeof powersIn>[0], wanted: string): boolean {
  return grant.rules.some((rule) => powersIn(grant, rule).some(({ kind }) => kind === wanted));
}
