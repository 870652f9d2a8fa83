import { objectsAt, textAt } from '../../../formats/json/members.ts';
import type { Check, Hit } from '../check.ts';
import { group, ofKinds, rulesGiving, rulesGivingForAll } from './rules.ts';

const writing = ['create', 'update', 'patch'];
const deleting = ['delete', 'deletecollection'];

/** Checks of rights over the cluster's own workings, and of traces and traffic. */
export const clusterRights: readonly Check[] = [
  {
    id: 'access-to-roles',
    title: 'Few may write roles and bindings',
    severity: 'HIGH',
    standards: ['CIS 5.1.8', 'OWASP K03'],
    rationale:
      'Who writes roles and bindings hands out every right that they have themselves, and keeps it after theirs is gone.',
    remedy: 'Name the roles in resourceNames, or leave it to administrators.',
    look: rulesGivingForAll([group, ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'], writing]),
  },
  {
    id: 'access-to-persistent-volumes',
    title: 'Few may create persistent volumes',
    severity: 'HIGH',
    standards: ['CIS 5.1.9', 'OWASP K03'],
    rationale: 'A persistent volume of type hostPath is a folder of any node, whatever pods are admitted.',
    remedy: 'Leave it to the provisioner.',
    look: rulesGivingForAll(['', ['persistentvolumes'], ['create']]),
  },
  {
    id: 'access-to-nodes-proxy',
    title: 'Few speak to the kubelet',
    severity: 'HIGH',
    standards: ['CIS 5.1.10', 'OWASP K03'],
    rationale: 'Through nodes/proxy commands run in every pod of a node, unseen by admission and audit.',
    remedy: 'Leave out nodes/proxy; nodes/metrics and nodes/stats give the figures.',
    look: rulesGiving(['', ['nodes/proxy'], ['get', ...writing]]),
  },
  {
    id: 'access-to-approve-certificates',
    title: 'Few may approve certificates',
    severity: 'HIGH',
    standards: ['CIS 5.1.11', 'OWASP K03'],
    rationale: 'Who approves a certificate becomes any user that it names.',
    remedy: 'Name the signers, and leave approval to the controller that does it.',
    look: rulesGiving(['certificates.k8s.io', ['certificatesigningrequests/approval'], ['update', 'patch']]),
  },
  {
    id: 'access-to-port-forward',
    title: 'Few may reach into pods',
    severity: 'MEDIUM',
    standards: ['OWASP K03'],
    rationale: 'A forwarded port passes by network policies and sign-in.',
    remedy: 'Leave out pods/portforward.',
    look: rulesGiving(['', ['pods/portforward'], ['create', 'get']]),
  },
  {
    id: 'access-to-config-maps',
    title: 'Few may change every ConfigMap',
    severity: 'MEDIUM',
    standards: ['OWASP K03'],
    rationale: 'In ConfigMaps stand what DNS answers, and what other programs trust.',
    remedy: 'Name the ConfigMaps in resourceNames.',
    look: rulesGivingForAll(['', ['configmaps'], ['update', 'patch']]),
  },
  {
    id: 'access-to-networking',
    title: 'Few may change what reaches what',
    severity: 'MEDIUM',
    standards: ['OWASP K03', 'OWASP K07'],
    rationale: 'Who changes policies, ingresses and services leads traffic to themselves.',
    remedy: 'Name the resources, or leave it to the controller that does it.',
    look: rulesGivingForAll(
      ['', ['services', 'endpoints'], writing],
      ['networking.k8s.io', ['networkpolicies', 'ingresses'], writing],
    ),
  },
  {
    id: 'access-to-service-status',
    title: 'Few may change the status of Services',
    severity: 'MEDIUM',
    standards: ['CVE-2020-8554'],
    rationale: 'With an address in its status a Service receives traffic that is meant for somebody else.',
    remedy: 'Leave services/status to the controller of load balancers.',
    look: rulesGiving(['', ['services/status'], ['update', 'patch']]),
  },
  {
    id: 'access-to-delete',
    title: 'Few may delete what others run',
    severity: 'LOW',
    standards: ['OWASP K03'],
    rationale: 'Who deletes workloads and secrets takes services down, and destroys what would tell how.',
    remedy: 'Name the resources in resourceNames, or leave out delete and deletecollection.',
    look: rulesGivingForAll(
      ['', ['secrets', 'pods', 'services'], deleting],
      ['apps', ['deployments', 'replicasets', 'daemonsets', 'statefulsets'], deleting],
      ['batch', ['jobs', 'cronjobs'], deleting],
    ),
  },
  {
    id: 'access-to-delete-traces',
    title: 'Nobody wipes out events and logs',
    severity: 'MEDIUM',
    standards: ['OWASP K05'],
    rationale: 'What happened cannot be told afterwards.',
    remedy: 'Leave out delete and deletecollection of events, and all but get of pods/log.',
    look: rulesGiving(
      ['', ['events'], deleting],
      ['events.k8s.io', ['events'], deleting],
      ['', ['pods/log'], [...deleting, ...writing]],
    ),
  },
  {
    id: 'default-account-bound',
    title: 'The default account has no rights',
    severity: 'MEDIUM',
    standards: ['CIS 5.1.5', 'OWASP K03'],
    rationale: 'Every pod of the namespace that names no account has them.',
    remedy: 'Bind an account that only this workload uses.',
    look: ({ cluster }) =>
      ofKinds(cluster, 'RoleBinding', 'ClusterRoleBinding').flatMap((resource) =>
        objectsAt(resource.value, 'subjects').flatMap((subject, index): Hit[] =>
          textAt(subject, 'kind') === 'ServiceAccount' && textAt(subject, 'name') === 'default'
            ? [{ resource, path: `subjects[${index}]` }]
            : [],
        ),
      ),
  },
  {
    id: 'scc-deny-privileged-container',
    title: 'No security context constraint admits privileged containers',
    severity: 'HIGH',
    standards: ['CIS 5.2.2'],
    rationale: 'Whoever may use it runs as root of the node.',
    remedy: 'Set allowPrivilegedContainer to false.',
    look: ({ cluster }) =>
      cluster
        .ofKind('security.openshift.io', 'SecurityContextConstraints')
        .filter(({ value }) => value.allowPrivilegedContainer === true)
        .map((resource) => ({ resource, path: 'allowPrivilegedContainer' })),
  },
];
