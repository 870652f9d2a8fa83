import { textAt } from '../../../formats/json/members.ts';
import { parseReference } from '../../../formats/reference/reference.ts';
import { type Check, type CheckSubject, containersWhere, eachContainer, type PlacedContainer } from '../check.ts';

const referenceOf = ({ value }: PlacedContainer) => parseReference(textAt(value, 'image') ?? '');
const named = (pattern: RegExp): Check['look'] =>
  containersWhere('image', (container) => pattern.test(`/${referenceOf(container)?.repository ?? ''}`));

/** Checks of which image a container names. What is in it is judged from the image. */
export const images: readonly Check[] = [
  {
    id: 'image-not-pinned',
    title: 'Images are named by digest',
    severity: 'LOW',
    standards: ['OWASP K02', 'CIS 5.5.1'],
    rationale: 'A tag can be moved to another image, a digest cannot.',
    remedy: 'Add @sha256:… to the image.',
    look: containersWhere('image', (container) => {
      const image = textAt(container.value, 'image') ?? '';
      return image !== '' && referenceOf(container)?.digest === undefined;
    }),
  },
  {
    id: 'image-pull-policy',
    title: 'The right to pull an image is asked for at every start',
    severity: 'LOW',
    standards: ['CIS 1.2.11'],
    rationale: 'Where the image lies on the node already, any pod of that node can use it without the credentials for it.',
    remedy: 'Set imagePullPolicy to Always; what is there is not pulled again.',
    look: containersWhere('imagePullPolicy', (container) => pullPolicyOf(container) !== 'Always'),
  },
  {
    id: 'deprecated-registry',
    title: 'Images come from registries that are kept up',
    severity: 'LOW',
    standards: ['OWASP K10'],
    rationale: 'k8s.gcr.io is frozen since April 2023: fixes are published at registry.k8s.io only.',
    remedy: 'Name the image of registry.k8s.io.',
    look: containersWhere('image', (container) => referenceOf(container)?.registry === 'k8s.gcr.io'),
  },
  {
    id: 'registry-not-allowed',
    title: 'Images come from registries that the site allows',
    severity: 'MEDIUM',
    standards: ['NSA', 'OWASP K02', 'CIS 5.5.1'],
    rationale: 'Whoever publishes in another registry decides what runs here.',
    remedy: 'Mirror the image into a registry that is allowed. Judged only where --allowed-registry names some.',
    look: findForeign,
  },
  {
    id: 'tiller-deployed',
    title: 'Nobody installs through Tiller',
    severity: 'HIGH',
    standards: ['OWASP K10'],
    rationale: 'Tiller of Helm 2 installs with its own rights whatever anybody in the cluster asks it to.',
    remedy: 'Use Helm 3 or later, which has no server.',
    look: named(/\/tiller$/),
  },
  {
    id: 'dashboard-deployed',
    title: 'No dashboard of the cluster is installed beside the workloads',
    severity: 'MEDIUM',
    standards: ['NSA', 'OWASP K06'],
    rationale: 'A dashboard that is reached without signing in gives away its account’s rights.',
    remedy: 'Leave it out, or sign users in with their own accounts.',
    look: named(/\/(?:kubernetes-dashboard(?:-amd64)?|kubernetesui\/dashboard(?:-[a-z]+)?)$/),
  },
  {
    id: 'retired-ingress-nginx',
    title: 'The ingress controller is maintained',
    severity: 'MEDIUM',
    standards: ['OWASP K10'],
    rationale: 'ingress-nginx is retired: it gets no fixes since March 2026, and stands where everything comes in.',
    remedy: 'Move to the Gateway API or another ingress controller.',
    look: named(/\/(?:ingress-nginx\/controller|nginx-ingress-controller)(?:-chroot)?$/),
  },
];

/** As stated, else as an API server sets it. */
function pullPolicyOf(container: PlacedContainer): string {
  const reference = referenceOf(container);
  const isLatest = reference?.digest === undefined && (reference?.tag ?? 'latest') === 'latest';
  return textAt(container.value, 'imagePullPolicy') ?? (isLatest ? 'Always' : 'IfNotPresent');
}

function findForeign(subject: CheckSubject): ReturnType<Check['look']> {
  const { allowedRegistries: allowed = [] } = subject;
  if (allowed.length === 0) return [];
  const isAllowed = (container: PlacedContainer): boolean => {
    const reference = referenceOf(container);
    const whole = `${reference?.registry ?? ''}/${reference?.repository ?? ''}`;
    return allowed.some((one) => whole === one || whole.startsWith(`${one.replace(/\/+$/, '')}/`));
  };
  return eachContainer(subject)
    .filter((container) => !isAllowed(container))
    .map(({ workload, path }) => ({ resource: workload.resource, path: `${path}.image` }));
}
