import { memberAt, textAt } from '../../../formats/json/members.ts';
import { namespaceOf } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import { accountField, accountOf, bindingsOf, isTokenMounted } from '../accounts.ts';
import { type Check, podEntriesWhere, podsWhere } from '../check.ts';
import { mounts } from './mounts.ts';
import { namespaces } from './namespaces.ts';
import { writableMountsOf } from './writable-mounts.ts';

/** The folder of the node that a volume is. */
const hostPathOf = (volume: unknown): string | undefined => {
  const path = textAt(volume, 'hostPath', 'path');
  return path === undefined ? undefined : path.replace(/\/+$/, '') || '/';
};
const hostPathsWhere = (isHit: (path: string) => boolean): Check['look'] =>
  podEntriesWhere('volumes', '.hostPath.path', (volume) => {
    const path = hostPathOf(volume);
    return path !== undefined && isHit(path);
  });

/** Folders of a node that hold it together. */
const sensitive = [
  '/',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/proc',
  '/sys',
  '/usr',
  '/root',
  '/run',
  '/var',
  '/var/run',
  '/var/lib',
  '/var/lib/kubelet',
  '/var/lib/docker',
  '/etc/kubernetes',
];
/** Folders that runtimes keep their sockets in. */
const runtimeFolder = /^(?:\/var)?\/run\/(?:docker|containerd|crio|podman|k3s\/containerd)$/;
/** What every cluster makes in its namespace default, so that nobody can put it elsewhere. */
const ofCluster = new Set([
  ...['Service', 'Endpoints', 'EndpointSlice'].map((kind) => `${kind} kubernetes`),
  ...['ConfigMap kube-root-ca.crt', 'ServiceAccount default'],
]);
const isOfCluster = ({ identity: { kind, name } }: Resource): boolean => ofCluster.has(`${kind} ${name}`);
const sharesHost = (name: string): Check['look'] => podsWhere(name, ({ pod }) => memberAt(pod, name) === true);

/** Checks of a pod as a whole. */
export const pods: readonly Check[] = [
  {
    id: 'host-network',
    title: 'Pods have a network of their own',
    severity: 'HIGH',
    standards: ['PSS baseline (Host Namespaces)', 'CIS 5.2.5', 'NSA'],
    rationale: 'On its node’s network a pod passes by every network policy and reaches what listens on localhost.',
    remedy: 'Leave out hostNetwork.',
    look: sharesHost('hostNetwork'),
  },
  {
    id: 'host-pid',
    title: 'Pods see their own processes only',
    severity: 'HIGH',
    standards: ['PSS baseline (Host Namespaces)', 'CIS 5.2.3', 'NSA'],
    rationale: 'It sees every process of its node, with their environments.',
    remedy: 'Leave out hostPID.',
    look: sharesHost('hostPID'),
  },
  {
    id: 'host-ipc',
    title: 'Pods share no memory with their node',
    severity: 'HIGH',
    standards: ['PSS baseline (Host Namespaces)', 'CIS 5.2.4', 'NSA'],
    rationale: 'It reads the shared memory of its node’s processes.',
    remedy: 'Leave out hostIPC.',
    look: sharesHost('hostIPC'),
  },
  {
    id: 'sensitive-host-mounts',
    title: 'No folder that holds the node together is mounted',
    severity: 'HIGH',
    standards: ['PSS baseline (HostPath Volumes)', 'CIS 5.2.12', 'NSA', 'OWASP K01'],
    rationale: 'What is written there is run by the node as root; what is read there are its credentials.',
    remedy: 'Use another kind of volume.',
    look: hostPathsWhere((path) => sensitive.includes(path)),
  },
  {
    id: 'docker-sock',
    title: 'No runtime’s socket is mounted',
    severity: 'CRITICAL',
    standards: ['CIS 5.2.12', 'NSA'],
    rationale: 'Who talks to the runtime starts any container, as root of the node.',
    remedy: 'Leave out the mount of the runtime’s socket.',
    look: hostPathsWhere(
      (path) => /(docker|dockershim|containerd|crio|cri-dockerd|podman)\.sock$/.test(path) || runtimeFolder.test(path),
    ),
  },
  {
    id: 'writable-host-mount',
    title: 'Mounts of the node are read-only',
    severity: 'MEDIUM',
    standards: ['NSA'],
    rationale: 'What is written to the node outlives the pod.',
    remedy: 'Set readOnly: true on the mount.',
    look: writableMountsOf((volume) => hostPathOf(volume) !== undefined),
  },
  {
    id: 'default-service-account',
    title: 'Workloads have accounts of their own',
    severity: 'LOW',
    standards: ['CIS 5.1.5'],
    rationale: 'Rights that one workload gets, all of the namespace have.',
    remedy: 'Create a ServiceAccount, and name it in serviceAccountName.',
    look: podsWhere(accountField, (workload) => (accountOf(workload) ?? 'default') === 'default'),
  },
  {
    id: 'default-account-token',
    title: 'The default account gives nobody a token',
    severity: 'LOW',
    standards: ['CIS 5.1.5'],
    rationale: 'Every pod that names no account has its token, and whoever breaks into one of them has it too.',
    remedy: 'Set automountServiceAccountToken to false in ServiceAccount default.',
    look: ({ cluster }) =>
      cluster
        .ofKind('', 'ServiceAccount')
        .filter(({ identity, value }) => identity.name === 'default' && memberAt(value, 'automountServiceAccountToken') !== false)
        .map((resource) => ({ resource, path: 'automountServiceAccountToken' })),
  },
  {
    id: 'service-account-token',
    title: 'Tokens are mounted where they are used',
    severity: 'LOW',
    standards: ['CIS 5.1.6', 'NSA'],
    rationale: 'Who breaks in speaks to the API server with it.',
    remedy: 'Set automountServiceAccountToken to false where the program asks nothing of Kubernetes.',
    look: podsWhere(
      'automountServiceAccountToken',
      (workload, { cluster }) => isTokenMounted(workload, cluster) && bindingsOf(workload, cluster).length === 0,
    ),
  },
  {
    id: 'non-existent-service-account',
    title: 'The account that is named is there',
    severity: 'MEDIUM',
    standards: ['CIS 5.1.5'],
    rationale: 'Pods are not created without it, or get one that somebody else makes.',
    remedy: 'Add the ServiceAccount to the release, or correct its name.',
    look: podsWhere(accountField, (workload, { cluster }) => {
      const name = accountOf(workload);
      const namespace = namespaceOf(workload.resource);
      return (
        name !== undefined &&
        name !== 'default' &&
        !cluster
          .ofKind('', 'ServiceAccount')
          .some((account) => account.identity.name === name && (namespaceOf(account) ?? namespace) === namespace)
      );
    }),
  },
  {
    id: 'use-namespace',
    title: 'Nothing is installed into the namespace default',
    severity: 'LOW',
    standards: ['CIS 5.6.4'],
    rationale: 'Policies and rights go by namespace, and everybody’s things are in that one.',
    remedy: 'Name a namespace.',
    look: ({ cluster, workloads }) => {
      const pods = new Set(workloads.map(({ resource }) => resource));
      const placed = (resource: Resource) => (pods.has(resource) ? namespaceOf(resource) : resource.identity.namespace);
      return cluster.resources
        .filter((resource) => placed(resource) === 'default' && !isOfCluster(resource))
        .map((resource) => ({ resource, path: 'metadata.namespace' }));
    },
  },
  ...mounts,
  ...namespaces,
];
