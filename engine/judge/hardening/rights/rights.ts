import { listAt, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Check, Hit } from '../check.ts';
import { clusterRights } from './cluster-rights.ts';
import {
  findEntry,
  group,
  isAsGoodAsAdmin,
  isForAll,
  ofKinds,
  type Right,
  rulesGiving,
  rulesGivingForAll,
  rulesWith,
} from './rules.ts';
import { workloadRights } from './workload-rights.ts';

/** Bindings of a role that somebody is bound to. */
const boundTo = (resource: Resource): number => listAt(resource.value, 'subjects').length;

/** Bindings of a kind to a role that allows everything: by its name, or because a rule of it is as good. */
const adminsBy =
  (kind: 'ClusterRoleBinding' | 'RoleBinding'): Check['look'] =>
  ({ cluster }) => {
    const admins = ofKinds(cluster, 'ClusterRole', 'Role').filter(({ value }) => listAt(value, 'rules').some(isAsGoodAsAdmin));
    const isAdmin = ({ identity: { namespace }, value }: Resource): boolean => {
      const [of, name] = [textAt(value, 'roleRef', 'kind') ?? 'ClusterRole', textAt(value, 'roleRef', 'name')];
      const isRole = ({ identity: role }: Resource) =>
        role.kind === of && role.name === name && (of === 'ClusterRole' || role.namespace === namespace);
      return (of === 'ClusterRole' && name === 'cluster-admin') || admins.some(isRole);
    };
    return ofKinds(cluster, kind)
      .filter((resource) => boundTo(resource) > 0 && isAdmin(resource))
      .map((resource) => ({ resource, path: 'roleRef.name' }));
  };

/** What of a rule is an asterisk; the verbs first, which say what can be done with everything else. */
const findWildcard = (rule: unknown): string | undefined =>
  ['verbs', 'resources', 'apiGroups'].map((name) => findIn(rule, name, ['*'])).find((path) => path !== undefined);

const findIn = (rule: unknown, list: string, words: readonly string[]): string | undefined => {
  const index = listAt(rule, list).findIndex((entry) => words.includes(scalarText(entry)));
  return index === -1 ? undefined : `.${list}[${index}]`;
};

/** Verbs that make somebody else of one, with the resources that they are for. */
const becoming: readonly Right[] = [
  [group, ['roles', 'clusterroles'], ['bind', 'escalate']],
  ['', ['users', 'groups', 'serviceaccounts'], ['impersonate']],
];

/** Checks of roles and bindings. */
export const rights: readonly Check[] = [
  {
    id: 'cluster-admin-role-binding',
    title: 'Nobody of the release is cluster-admin',
    severity: 'CRITICAL',
    standards: ['CIS 5.1.1', 'NSA', 'OWASP K03'],
    rationale: 'Who has one pod of that account has the cluster.',
    remedy: 'Bind a role with the verbs and resources that are used.',
    look: adminsBy('ClusterRoleBinding'),
  },
  {
    id: 'namespace-admin-role-binding',
    title: 'Nobody of the release has every right in a namespace',
    severity: 'HIGH',
    standards: ['CIS 5.1.1', 'OWASP K03'],
    rationale: 'Who has one pod of that account reads every Secret of the namespace, and takes every other account there.',
    remedy: 'Bind a role with the verbs and resources that are used.',
    look: adminsBy('RoleBinding'),
  },
  {
    id: 'access-to-secrets',
    title: 'Few may read Secrets',
    severity: 'HIGH',
    standards: ['CIS 5.1.2', 'NSA', 'OWASP K03'],
    rationale: 'Secrets hold the tokens and passwords of everybody else.',
    remedy: 'Name the Secrets in resourceNames, or leave them out.',
    look: rulesGivingForAll(['', ['secrets'], ['get', 'list', 'watch']]),
  },
  {
    id: 'wildcard-in-rules',
    title: 'Roles name what they allow',
    severity: 'HIGH',
    standards: ['CIS 5.1.3', 'OWASP K03'],
    rationale: 'An asterisk allows what nobody thought of, and what comes later.',
    remedy: 'Name groups, resources and verbs.',
    look: rulesWith(findWildcard),
  },
  {
    id: 'access-to-create-pods',
    title: 'Few may create pods',
    severity: 'HIGH',
    standards: ['CIS 5.1.4', 'OWASP K03'],
    rationale: 'Who creates a pod takes any account of its namespace, and mounts any of its Secrets.',
    remedy: 'Leave it to controllers.',
    look: rulesGiving(
      ['', ['pods'], ['create']],
      ['apps', ['deployments', 'daemonsets', 'statefulsets', 'replicasets'], ['create']],
    ),
  },
  {
    id: 'access-to-exec',
    title: 'Few may run commands in pods',
    severity: 'HIGH',
    standards: ['CIS 5.1.4', 'OWASP K03'],
    rationale: 'In a pod one has its account and its files.',
    remedy: 'Leave out pods/exec and pods/attach.',
    look: rulesGiving(['', ['pods/exec', 'pods/attach'], ['create', 'get']]),
  },
  {
    id: 'impersonate-bind-escalate',
    title: 'Nobody gives themselves more rights',
    severity: 'CRITICAL',
    standards: ['CIS 5.1.8', 'OWASP K03'],
    rationale: 'With impersonate, bind or escalate one is everybody.',
    remedy: 'Leave out these verbs, or name the roles in resourceNames.',
    look: rulesWith((rule) =>
      isForAll(rule) ? (findIn(rule, 'verbs', ['impersonate', 'bind', 'escalate']) ?? findEntry(rule, becoming)) : undefined,
    ),
  },
  {
    id: 'webhook-configuration-access',
    title: 'Few may change webhooks',
    severity: 'HIGH',
    standards: ['CIS 5.1.12'],
    rationale: 'A webhook sees and changes everything that is created.',
    remedy: 'Name the configurations in resourceNames.',
    look: rulesGivingForAll([
      'admissionregistration.k8s.io',
      ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
      ['create', 'update', 'patch'],
    ]),
  },
  {
    id: 'token-creation',
    title: 'Few may make tokens of accounts',
    severity: 'HIGH',
    standards: ['CIS 5.1.13'],
    rationale: 'A token is the account.',
    remedy: 'Name the accounts in resourceNames.',
    look: rulesGivingForAll(['', ['serviceaccounts/token'], ['create']]),
  },
  {
    id: 'bound-to-everybody',
    title: 'No right is given to everybody',
    severity: 'CRITICAL',
    standards: ['CIS 5.1.7', 'OWASP K03'],
    rationale: 'Everybody who reaches the API server has it, signed in or not.',
    remedy: 'Bind users or accounts by name.',
    look: ({ cluster }) =>
      ofKinds(cluster, 'RoleBinding', 'ClusterRoleBinding').flatMap((resource) =>
        objectsAt(resource.value, 'subjects').flatMap((subject, index): Hit[] =>
          ['system:anonymous', 'system:unauthenticated', 'system:authenticated', 'system:masters'].includes(
            scalarText(memberAt(subject, 'name')),
          )
            ? [{ resource, path: `subjects[${index}]` }]
            : [],
        ),
      ),
  },
  {
    id: 'binding-without-role',
    title: 'Bindings name roles that are there',
    severity: 'LOW',
    standards: ['OWASP K03'],
    rationale: 'Whoever makes a role of that name gives its rights to these subjects.',
    remedy: 'Add the role, or take the binding away.',
    look: ({ cluster }) =>
      ofKinds(cluster, 'RoleBinding', 'ClusterRoleBinding').flatMap((resource): Hit[] => {
        const [kind, name] = [
          textAt(resource.value, 'roleRef', 'kind') ?? 'ClusterRole',
          textAt(resource.value, 'roleRef', 'name') ?? '',
        ];
        const isBuiltIn =
          kind === 'ClusterRole' && (/^system:/.test(name) || ['cluster-admin', 'admin', 'edit', 'view'].includes(name));
        return isBuiltIn || cluster.ofKind(group, kind).some(({ identity }) => identity.name === name)
          ? []
          : [{ resource, path: 'roleRef.name' }];
      }),
  },
  ...workloadRights,
  ...clusterRights,
];
