import { entriesAt, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { type Cluster, labelsAt, namespaceOf, selects } from '../../../formats/kubernetes/cluster.ts';
import { selectsByLabels } from '../../../formats/kubernetes/label-selector.ts';
import type { Resource } from '../../../model/resource.ts';
import type { Check, CheckSubject, Hit } from '../check.ts';
import { findPolicies, peerSelectors } from '../policies.ts';
import { findIngresses } from './find-ingresses.ts';

const inNamespace = ({ workloads }: CheckSubject, resource: Resource) =>
  workloads.filter((workload) => namespaceOf(workload.resource) === namespaceOf(resource));

/** One that asks for nothing is for every pod of its namespace, those that nobody has made yet too. */
const asksForLabels = (selector: unknown): boolean =>
  ['matchLabels', 'matchExpressions'].some((name) => Object.keys(Object(memberAt(selector, name))).length > 0);

/** Checks of what leads to nothing: whoever makes the missing end decides what it means. */
export const dangling: readonly Check[] = [
  {
    id: 'dangling-networkpolicy',
    title: 'Network policies select pods that are there',
    severity: 'MEDIUM',
    standards: ['NSA', 'OWASP K07'],
    rationale: 'What it was written for is not isolated, and looks as if it were.',
    remedy: 'Correct the selector, or take the policy away.',
    look: (subject) =>
      findPolicies(subject)
        .filter(({ resource }) => asksForLabels(memberAt(resource.value, 'spec', 'podSelector')))
        .filter((policy) => !subject.workloads.some((workload) => workload.isCustom || policy.selects(workload)))
        .map(({ resource }) => ({ resource, path: 'spec.podSelector' })),
  },
  {
    id: 'dangling-networkpolicypeer-podselector',
    title: 'Peers of network policies are there',
    severity: 'LOW',
    standards: ['NSA', 'OWASP K07'],
    rationale: 'Whoever gives a pod these labels is let in.',
    remedy: 'Correct the selector, or take the rule away.',
    look: (subject) =>
      findPolicies(subject).flatMap(({ resource }) =>
        peerSelectors(resource)
          .filter(({ selector }) => {
            const matches = selectsByLabels(selector);
            return !inNamespace(subject, resource).some(({ labels, isCustom }) => isCustom || matches?.(labels ?? new Map()));
          })
          .map(({ path }): Hit => ({ resource, path })),
      ),
  },
  {
    id: 'dangling-service',
    title: 'Services lead to pods that are there',
    severity: 'LOW',
    standards: ['OWASP K07'],
    rationale: 'Whoever gives a pod these labels gets what is sent to the Service.',
    remedy: 'Correct the selector, or take the Service away.',
    look: (subject) =>
      subject.cluster
        .ofKind('', 'Service')
        .filter((resource) => {
          const selector = labelsAt(resource.value, 'spec', 'selector');
          if (!selector || selector.size === 0 || textAt(resource.value, 'spec', 'type') === 'ExternalName') return false;
          return !inNamespace(subject, resource).some(
            ({ labels, isCustom }) => isCustom || selects(selector, labels ?? new Map()),
          );
        })
        .map((resource) => ({ resource, path: 'spec.selector' })),
  },
  {
    id: 'dangling-ingress',
    title: 'Ingresses lead to Services and ports that are there',
    severity: 'LOW',
    standards: ['OWASP K07'],
    rationale: 'Whoever makes a Service of that name is reached from outside.',
    remedy: 'Correct the name or the port, or take the rule away.',
    look: ({ cluster }) =>
      findIngresses(cluster).flatMap((resource) => {
        const isThere = ({ name, port }: IngressBackend) =>
          cluster
            .ofKind('', 'Service')
            .some(
              (service) =>
                service.identity.name === name && namespaceOf(service) === namespaceOf(resource) && hasPort(service, port),
            );
        return backendsOf(resource)
          .filter((backend) => !isThere(backend))
          .map(({ path }): Hit => ({ resource, path }));
      }),
  },
  {
    id: 'dangling-route',
    title: 'Routes of gateways lead to Services and ports that are there',
    severity: 'LOW',
    standards: ['OWASP K07'],
    rationale: 'Whoever makes a Service of that name is reached from outside.',
    remedy: 'Correct the name, the namespace or the port, or take the rule away.',
    look: ({ cluster }) =>
      routeKinds.flatMap((kind) => cluster.ofKind('gateway.networking.k8s.io', kind)).flatMap(findLostBackends(cluster)),
  },
  {
    id: 'ingress-nginx-snippets',
    title: 'Ingresses bring no configuration of their own for nginx',
    severity: 'HIGH',
    standards: ['CVE-2021-25742', 'OWASP K10'],
    rationale: 'Who may write an Ingress runs code in the controller, and reads every Secret that it reads.',
    remedy: 'Leave out snippets, and set allow-snippet-annotations to false.',
    look: ({ cluster }) => [
      ...findIngresses(cluster).flatMap((resource) =>
        entriesAt(resource.value, 'metadata', 'annotations')
          .filter(([name]) => /^nginx\.(?:ingress\.kubernetes\.io|org)\/.*snippets?$/.test(name))
          .map(([name]): Hit => ({ resource, path: `metadata.annotations[${JSON.stringify(name)}]` })),
      ),
      ...cluster
        .ofKind('', 'ConfigMap')
        .filter(({ value }) => textAt(value, 'data', 'allow-snippet-annotations') === 'true')
        .map((resource): Hit => ({ resource, path: 'data.allow-snippet-annotations' })),
    ],
  },
];

const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];

/**
 * Backends of a route that no Service of the release is; what others define as a backend is passed over.
 *
 * source  Gateway API, BackendObjectReference: without `kind` and `group` it is a Service, without `namespace` of the route's own
 */
function findLostBackends(cluster: Cluster): (route: Resource) => readonly Hit[] {
  const services = cluster.ofKind('', 'Service');
  return (route) =>
    objectsAt(route.value, 'spec', 'rules').flatMap((rule, at) =>
      objectsAt(rule, 'backendRefs').flatMap((ref, index): Hit[] => {
        const isService = (textAt(ref, 'kind') ?? 'Service') === 'Service' && (textAt(ref, 'group') ?? '') === '';
        const namespace = textAt(ref, 'namespace') ?? namespaceOf(route);
        const isThere = services.some(
          (service) => service.identity.name === ref.name && namespaceOf(service) === namespace && hasPort(service, ref.port),
        );
        return isService && !isThere ? [{ resource: route, path: `spec.rules[${at}].backendRefs[${index}]` }] : [];
      }),
    );
}

/** A Service that an Ingress names, with the path to it; the port by number or name, undefined where none is stated. */
interface IngressBackend {
  readonly path: string;
  readonly name: string;
  readonly port: unknown;
}

function backendsOf({ value }: Resource): readonly IngressBackend[] {
  const backend = (at: unknown, path: string) => {
    const name = textAt(at, 'service', 'name') ?? textAt(at, 'serviceName');
    const port = memberAt(at, 'service', 'port', 'number') ?? memberAt(at, 'service', 'port', 'name');
    return name === undefined ? [] : [{ path, name, port: port ?? memberAt(at, 'servicePort') }];
  };
  return [
    ...backend(memberAt(value, 'spec', 'defaultBackend'), 'spec.defaultBackend'),
    ...backend(memberAt(value, 'spec', 'backend'), 'spec.backend'),
    ...objectsAt(value, 'spec', 'rules').flatMap((rule, at) =>
      objectsAt(rule, 'http', 'paths').flatMap((one, index) =>
        backend(memberAt(one, 'backend'), `spec.rules[${at}].http.paths[${index}].backend`),
      ),
    ),
  ];
}

/** A Service without ports of its own stands for a name elsewhere; a controller may name its port by a word of its own (`use-annotation`). */
function hasPort({ value }: Resource, port: unknown): boolean {
  const ports = objectsAt(value, 'spec', 'ports');
  return (
    port === undefined ||
    port === 'use-annotation' ||
    ports.length === 0 ||
    ports.some((one) => one.port === port || one.name === port)
  );
}
