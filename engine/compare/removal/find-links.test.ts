import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toCluster } from '../../formats/kubernetes/cluster.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Resource } from '../../model/resource.ts';
import { closeOver } from './close-over.ts';
import { findAddresses } from './find-addresses.ts';
import { findLinks } from './find-links.ts';
import { nameOf } from './name-of.ts';

function make(
  apiVersion: string,
  kind: string,
  name: string,
  value: JsonObject = {},
  namespace: string | null = 'tide',
): Resource {
  return { identity: { apiVersion, kind, namespace, name }, value, source: 'yaml:a', file: 'a.yaml', hook: false };
}

const labels = (app: string): JsonObject => ({ template: { metadata: { labels: { app } }, spec: { containers: [] } } });
const pod = (name: string, spec: JsonObject): Resource =>
  make('apps/v1', 'Deployment', name, { spec: { template: { metadata: { labels: { app: name } }, spec } } });
const service = make('v1', 'Service', 'gauge', { spec: { selector: { app: 'gauge' } } });
const gauge = make('apps/v1', 'Deployment', 'gauge', { spec: labels('gauge') });
const config = make('v1', 'ConfigMap', 'gauge');
const secret = make('v1', 'Secret', 'gauge');
const account = make('v1', 'ServiceAccount', 'gauge');
const role = make('rbac.authorization.k8s.io/v1', 'ClusterRole', 'gauge', {}, null);

/** Name; who refers; to what; as one of its links. */
const rows: readonly (readonly [name: string, from: Resource, to: Resource, link: string])[] = [
  [
    'a volume',
    pod('a', { volumes: [{ configMap: { name: 'gauge' } }] }),
    config,
    'needs spec.template.spec.volumes[0].configMap',
  ],
  [
    'an environment',
    pod('a', { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'gauge', key: 'k' } } }] }] }),
    secret,
    'needs spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef',
  ],
  ['pull secrets', pod('a', { imagePullSecrets: [{ name: 'gauge' }] }), secret, 'needs spec.template.spec.imagePullSecrets[0]'],
  ['an account', pod('a', { serviceAccountName: 'gauge' }), account, 'needs spec.template.spec.serviceAccountName'],
  ['an account that is not said', pod('a', {}), make('v1', 'ServiceAccount', 'default'), 'needs spec'],
  ['a selector', service, gauge, 'serves spec.selector'],
  [
    'a policy for all pods',
    make('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { podSelector: {} } }),
    gauge,
    'serves spec.podSelector',
  ],
  [
    'a peer of a policy',
    make('networking.k8s.io/v1', 'NetworkPolicy', 'p', {
      spec: { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'gauge' } } }] }] },
    }),
    gauge,
    'mentions spec.ingress[0].from[0].podSelector',
  ],
  [
    'a policy of Istio without a selector',
    make('security.istio.io/v1', 'PeerAuthentication', 'p', { spec: {} }),
    gauge,
    'serves spec.selector',
  ],
  [
    'a subject',
    make('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', { subjects: [{ kind: 'ServiceAccount', name: 'gauge' }] }),
    account,
    'serves subjects[0]',
  ],
  [
    'a role',
    make('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'gauge' },
    }),
    role,
    'needs roleRef',
  ],
  [
    'a backend of an Ingress',
    make('networking.k8s.io/v1', 'Ingress', 'i', {
      spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'gauge' } } }] } }] },
    }),
    service,
    'serves spec.rules[0].http.paths[0].backend.service',
  ],
  [
    'a backend of an HTTPRoute',
    make('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { spec: { rules: [{ backendRefs: [{ name: 'gauge' }] }] } }),
    service,
    'serves spec.rules[0].backendRefs[0]',
  ],
  [
    'a destination of a VirtualService elsewhere',
    make('networking.istio.io/v1', 'VirtualService', 'v', { spec: { http: [{ destination: { host: 'gauge.tide.svc' } }] } }, 'x'),
    service,
    'serves spec.http[0].destination.host',
  ],
  [
    'a webhook',
    make(
      'admissionregistration.k8s.io/v1',
      'ValidatingWebhookConfiguration',
      'w',
      { webhooks: [{ clientConfig: { service: { name: 'gauge', namespace: 'tide' } } }] },
      null,
    ),
    service,
    'serves webhooks[0].clientConfig.service',
  ],
  [
    'what is scaled',
    make('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'gauge' } } }),
    gauge,
    'serves spec.scaleTargetRef',
  ],
  [
    'an owner',
    make('v1', 'ConfigMap', 'c', { metadata: { ownerReferences: [{ kind: 'Deployment', name: 'gauge' }] } }),
    gauge,
    'serves metadata.ownerReferences[0]',
  ],
  [
    'what it depends on',
    make('v1', 'ConfigMap', 'c', {
      metadata: { annotations: { 'config.kubernetes.io/depends-on': 'apps/namespaces/tide/Deployment/gauge' } },
    }),
    gauge,
    'mentions metadata.annotations["config.kubernetes.io/depends-on"][0]',
  ],
  [
    'an identity of a mesh',
    make('security.istio.io/v1', 'AuthorizationPolicy', 'p', {
      spec: { rules: [{ from: [{ source: { principals: ['cluster.local/ns/tide/sa/gauge'] } }] }] },
    }),
    account,
    'needs spec.rules[0].from[0].source.principals[0]',
  ],
  ['its namespace', config, make('v1', 'Namespace', 'tide', {}, null), 'needs metadata.namespace'],
];

for (const [name, from, to, link] of rows) {
  test(`referred to: ${name}`, () => {
    const found = findLinks(toCluster([from, to])).filter((each) => each.from === from && each.to.includes(to));
    assert.deepEqual([...new Set(found.map(({ role: as, path }) => `${as} ${path}`))], [link]);
  });
}

test('what is of another namespace is not meant', () => {
  const elsewhere = make('v1', 'ConfigMap', 'gauge', {}, 'ebb');
  const user = pod('a', { volumes: [{ configMap: { name: 'gauge' } }] });
  assert.ok(findLinks(toCluster([user, elsewhere])).every(({ to }) => !to.includes(elsewhere)));
});

/** Name; the text; where it stands; how sure it is, `-` for not at all. */
const texts: readonly (readonly [name: string, value: JsonObject, namespace: string, certainty: string])[] = [
  ['the whole name', { spec: { url: 'http://gauge.tide.svc.cluster.local:80/x' } }, 'ebb', 'certain'],
  ['in words', { data: { a: 'see gauge.tide.svc for it' } }, 'ebb', 'certain'],
  ['without svc', { data: { a: 'dial gauge.tide now' } }, 'ebb', 'likely'],
  ['called without svc', { data: { a: 'gauge.tide:8080' } }, 'ebb', 'certain'],
  ['a URL in its namespace', { data: { a: 'url: http://gauge/x' } }, 'tide', 'likely'],
  ['a URL elsewhere', { data: { a: 'url: http://gauge/x' } }, 'ebb', '-'],
  ['a port', { spec: { args: ['--addr=gauge:8080'] } }, 'tide', 'likely'],
  ['the name as a value', { data: { host: 'gauge' } }, 'tide', 'likely'],
  ['the name as a word', { data: { host: 'the gauge is here' } }, 'tide', '-'],
  ['an image', { spec: { image: 'gauge:8080' } }, 'tide', '-'],
  ['part of a longer name', { data: { a: 'x-gauge.tide.svc and my.gauge.tide.svc' } }, 'tide', '-'],
  ['another domain', { data: { a: 'gauge.tide.example' } }, 'tide', '-'],
  ['labels', { metadata: { labels: { a: 'gauge.tide.svc' } } }, 'tide', '-'],
];

for (const [name, value, namespace, certainty] of texts) {
  test(`an address: ${name}`, () => {
    const found = findAddresses([make('v1', 'ConfigMap', 'c', value, namespace)], [service]);
    assert.deepEqual(found.map((each) => each.certainty).join() || '-', certainty);
  });
}

test('what only a workload needs goes with it, and what others need stays', () => {
  const [one, other] = [
    pod('one', { serviceAccountName: 'gauge', volumes: [{ configMap: { name: 'gauge' } }, { secret: { secretName: 'gauge' } }] }),
    pod('other', { volumes: [{ secret: { secretName: 'gauge' } }] }),
  ];
  const binding = make('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'b', {
    roleRef: { kind: 'ClusterRole', name: 'gauge' },
    subjects: [{ kind: 'ServiceAccount', name: 'gauge', namespace: 'tide' }],
  });
  const shared = make('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'shared', {
    roleRef: { kind: 'ClusterRole', name: 'shared' },
    subjects: [
      { kind: 'ServiceAccount', name: 'gauge', namespace: 'tide' },
      { kind: 'Group', name: 'all' },
    ],
  });
  const both = make('v1', 'Service', 'both', { spec: { selector: { app: 'one' } } });
  const all = [one, other, config, secret, account, role, binding, shared, both];
  const gone = closeOver(new Map([[one, { why: 'subject' as const, because: 'Asked.' }]]), findLinks(toCluster(all)));
  assert.deepEqual(
    [...gone].map(([resource, { because }]) => `${nameOf(resource)}: ${because}`),
    [
      'Deployment tide/one: Asked.',
      'ServiceAccount tide/gauge: Only Deployment tide/one needs it.',
      'ConfigMap tide/gauge: Only Deployment tide/one needs it.',
      'ClusterRoleBinding tide/b: It is there for ServiceAccount tide/gauge alone.',
      'Service tide/both: It is there for Deployment tide/one alone.',
      'ClusterRole gauge: Only ClusterRoleBinding tide/b needs it.',
    ],
  );
});

test('property: objects of any shape have links, and never a throw', () => {
  const value = fc.object({
    key: fc.constantFrom(
      'spec',
      'kind',
      'name',
      'metadata',
      'template',
      'selector',
      'host',
      'service',
      '__proto__',
      'ownerReferences',
    ),
    values: [fc.constantFrom('Service', 'gauge', 'gauge.tide.svc', 'system:serviceaccount:tide:gauge', null, 3)],
    maxDepth: 6,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('Service', 'NetworkPolicy', 'VirtualService', 'RoleBinding'), value)),
      (drawn) => {
        const all = drawn.map(([kind, each], index) => make('v1', kind, `n${index}`, JSON.parse(JSON.stringify(each))));
        const links = findLinks(toCluster([...all, service]));
        findAddresses(all, [service]);
        assert.ok(links.every(({ from, to }) => !to.includes(from)));
      },
    ),
  );
});
