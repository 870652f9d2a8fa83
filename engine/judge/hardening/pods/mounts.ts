import { objectsAt, textAt } from '../../../formats/json/members.ts';
import { type Check, podEntriesWhere, podsWhere } from '../check.ts';
import { writableMountsOf } from './writable-mounts.ts';

/** Where nodes of the large clouds keep their own credentials. */
const cloudCredentials =
  /^(?:\/etc\/kubernetes\/azure\.json|\/\.azure|\/root\/\.azure|\/root\/\.aws|\/\.aws|\/root\/\.config\/gcloud|\/\.config\/gcloud|\/gcloud)(?:\/|$)/;

/** Checks of what pods mount, and of the settings by which others know them. */
export const mounts: readonly Check[] = [
  {
    id: 'cloud-credentials',
    title: 'The node’s own cloud credentials are not mounted',
    severity: 'HIGH',
    standards: ['OWASP K08'],
    rationale: 'Who breaks in has what the node may do in the cloud.',
    remedy: 'Give the workload an identity of its own.',
    look: podEntriesWhere('volumes', '.hostPath.path', (volume) =>
      cloudCredentials.test(textAt(volume, 'hostPath', 'path') ?? ''),
    ),
  },
  {
    id: 'writable-claim',
    title: 'Claims are mounted to be read, where nothing is written',
    severity: 'LOW',
    standards: ['OWASP K01'],
    rationale: 'What is written into a volume outlives the pod, and is met by the next one.',
    remedy: 'Set readOnly: true on the mount, where the program only reads.',
    look: writableMountsOf((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') !== undefined),
  },
  {
    id: 'host-aliases',
    title: 'Names are resolved by the cluster',
    severity: 'LOW',
    standards: ['OWASP K07'],
    rationale: 'An entry of /etc/hosts leads elsewhere than DNS says, and nobody sees it change.',
    remedy: 'Leave out hostAliases; use a Service of type ExternalName.',
    look: podsWhere('hostAliases', ({ pod }) => objectsAt(pod, 'hostAliases').length > 0),
  },
  {
    id: 'deprecated-service-account-field',
    title: 'The account is named where every tool looks',
    severity: 'LOW',
    standards: ['CIS 5.1.5'],
    rationale: 'Tools that only read serviceAccountName take the pod for one of the default account.',
    remedy: 'Use serviceAccountName in place of serviceAccount.',
    look: podsWhere(
      'serviceAccount',
      ({ pod }) =>
        (textAt(pod, 'serviceAccount') ?? '') !== '' && textAt(pod, 'serviceAccount') !== textAt(pod, 'serviceAccountName'),
    ),
  },
  {
    id: 'naked-pod',
    title: 'Pods belong to something that keeps them',
    severity: 'LOW',
    standards: ['OWASP K01'],
    rationale: 'A pod of its own is not made again with a fixed image, nor after its node is gone.',
    remedy: 'Use a Deployment, StatefulSet, DaemonSet or Job.',
    look: ({ cluster, workloads }) =>
      workloads
        .filter(({ resource }) => cluster.ofKind('', 'Pod').includes(resource) && !resource.hook)
        .filter(({ resource }) => objectsAt(resource.value, 'metadata', 'ownerReferences').length === 0)
        .map(({ resource }) => ({ resource, path: 'kind' })),
  },
];
