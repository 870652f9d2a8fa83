import { listAt, type Members, memberAt, objectsAt, textAt } from '../../formats/json/members.ts';
import { type Cluster, labelsAt, selects } from '../../formats/kubernetes/cluster.ts';
import { selectsByLabels } from '../../formats/kubernetes/label-selector.ts';
import type { Workload } from '../../formats/kubernetes/workload.ts';
import type { Resource } from '../../model/resource.ts';
import type { TenancyEvidence, Tenant } from '../../model/tenancy.ts';
import { covers } from './parties.ts';
import type { SecretBook } from './secret-book.ts';
import { evidenceOf, homeOf, listSome, nameOf, placedAt } from './workload-words.ts';

/** Something that puts copies of a Secret into other namespaces. */
export interface Copier {
  /** What is copied. */
  readonly namespace: string;
  readonly name: string;
  /** Namespaces of tenants that get one. */
  readonly tenants: readonly string[];
  readonly certainty: 'certain' | 'likely';
  /** `annotation … of Secret tide/s`, for sentences. */
  readonly by: string;
  readonly evidence: readonly TenancyEvidence[];
}

/** What copiers are looked for in. */
export interface CopierGround {
  readonly cluster: Cluster;
  readonly workloads: readonly Workload[];
  readonly book: SecretBook;
  readonly tenants: readonly Tenant[];
}

/** Everything in a release that copies Secrets: annotations, and objects whose controllers do. */
export function findCopiers(ground: CopierGround): readonly Copier[] {
  return [...ofAnnotations(ground), ...ofControllers(ground), ...ofPolicies(ground), ...ofExports(ground)];
}

/**
 * Annotation of a Secret → how its value tells the namespaces that get it; without one of `asks`, nothing happens.
 *
 * source  https://github.com/mittwald/kubernetes-replicator; https://github.com/emberstack/kubernetes-reflector;
 *         https://config-syncer.com/docs/latest/guides/config-syncer/intra-cluster/
 */
const annotations: readonly { readonly key: string; readonly names: 'list' | 'labels'; readonly list?: string }[] = [
  { key: 'replicator.v1.mittwald.de/replicate-to', names: 'list' },
  { key: 'replicator.v1.mittwald.de/replicate-to-matching', names: 'labels' },
  {
    key: 'replicator.v1.mittwald.de/replication-allowed',
    names: 'list',
    list: 'replicator.v1.mittwald.de/replication-allowed-namespaces',
  },
  {
    key: 'reflector.v1.k8s.emberstack.com/reflection-allowed',
    names: 'list',
    list: 'reflector.v1.k8s.emberstack.com/reflection-allowed-namespaces',
  },
  { key: 'kubed.appscode.com/sync', names: 'labels' },
];

function ofAnnotations({ book, tenants }: CopierGround): readonly Copier[] {
  return book.stated.flatMap(({ resource, namespace, name }) =>
    annotations.flatMap(({ key, names, list }): Copier[] => {
      const value = memberAt(resource.value, 'metadata', 'annotations', key);
      if (typeof value !== 'string' || value === 'false') return [];
      const text = list === undefined ? value : (textAt(resource.value, 'metadata', 'annotations', list) ?? '');
      const isCovered = (tenant: Tenant) => (names === 'list' ? covers(text, tenant.namespace) : holds(tenant.labels, text));
      const covered = tenants.filter((tenant) => tenant.namespace !== namespace && isCovered(tenant));
      const sentence = `Annotation ${key}${text === '' ? '' : ` (${text})`} has ${nameOf(resource)} copied ${listSome(covered.map((each) => each.namespace)) || 'to other namespaces'}.`;
      const by = `annotation ${key}`;
      return [
        {
          ...{ namespace, name, by, certainty: 'certain' },
          ...named(covered),
          evidence: [
            evidenceOf(resource, sentence, `metadata.annotations[${JSON.stringify(text === '' ? key : (list ?? key))}]`),
          ],
        },
      ];
    }),
  );
}

function named(tenants: readonly Tenant[]) {
  return { tenants: tenants.map(({ namespace }) => namespace) };
}

/** `a=b,c` as kubectl writes selectors; what it cannot read holds for everybody. */
function holds(labels: Readonly<Record<string, string>>, text: string): boolean {
  const held = new Map(Object.entries(labels));
  return text.split(',').every((part) => {
    const [key = '', value] = part.trim().split(/={1,2}/);
    return key === '' || (value === undefined ? held.has(key) : held.get(key) === value);
  });
}

/**
 * Controllers of Metacontroller that make Secrets for namespaces: what the workload behind their hook is given is what they can write.
 *
 * source  https://metacontroller.github.io/metacontroller/api/compositecontroller.html and …/decoratorcontroller.html
 */
function ofControllers(ground: CopierGround): readonly Copier[] {
  const { cluster, tenants } = ground;
  const composites = cluster
    .ofKind('metacontroller.k8s.io', 'CompositeController')
    .filter(({ value }) => isOfNamespaces(memberAt(value, 'spec', 'parentResource')) && makesSecrets(value, 'childResources'));
  const decorators = cluster
    .ofKind('metacontroller.k8s.io', 'DecoratorController')
    .filter(({ value }) => objectsAt(value, 'spec', 'resources').some(isOfNamespaces) && makesSecrets(value, 'attachments'));
  return [...composites, ...decorators].flatMap((controller) =>
    findHooked(controller, ground).flatMap((workload) => {
      const given = ground.book.uses.filter((use) => use.workload === workload);
      return Object.values(Object.groupBy(given, ({ secret }) => secret)).flatMap((uses = []): Copier[] => {
        const [use] = uses;
        if (!use) return [];
        const { namespace, secret: name } = use;
        const kind = nameOf(workload.resource);
        const title = `${controller.identity.kind} ${controller.identity.name}`;
        return [
          {
            ...{ namespace, name, by: title, certainty: 'likely' },
            ...named(tenants),
            evidence: [
              evidenceOf(controller, `${title} makes Secrets in namespaces, and asks ${kind} what is in them.`),
              evidenceOf(
                workload.resource,
                `${kind} is given Secret ${namespace}/${name} (${listSome(uses.map(({ as }) => as))}); what it writes is in its program, not in its manifests.`,
              ),
            ],
          },
        ];
      });
    }),
  );
}

function isOfNamespaces(value: unknown): boolean {
  return ['namespaces', 'profiles'].includes(textAt(value, 'resource') ?? '');
}

function makesSecrets(value: unknown, list: string): boolean {
  return objectsAt(value, 'spec', list).some(
    (child) => textAt(child, 'resource') === 'secrets' && textAt(child, 'apiVersion') === 'v1',
  );
}

/** The workloads behind the Services that the hooks of a controller name. */
function findHooked({ value }: Resource, { cluster, workloads }: CopierGround): readonly Workload[] {
  const addresses = ['sync', 'finalize'].flatMap((hook) => textAt(value, 'spec', 'hooks', hook, 'webhook', 'url') ?? []);
  const hosts = addresses.flatMap((address) => /^https?:\/\/([^/:]+)/.exec(address)?.[1] ?? []);
  const services = hosts.flatMap((host) => {
    const [name, namespace] = host.split('.');
    return cluster
      .ofKind('', 'Service')
      .filter((each) => each.identity.name === name && (namespace === undefined || homeOf(each) === namespace));
  });
  return workloads.filter(({ resource, labels }) =>
    services.some((service) => {
      const selector = labelsAt(service.value, 'spec', 'selector');
      return homeOf(service) === homeOf(resource) && selector && selector.size > 0 && labels && selects(selector, labels);
    }),
  );
}

/** Kyverno's rules that clone a Secret. */
function ofPolicies({ cluster, tenants }: CopierGround): readonly Copier[] {
  return cluster.ofKind('kyverno.io', 'ClusterPolicy').flatMap((policy) =>
    placedAt(memberAt(policy.value, 'spec'), 'rules').flatMap(([rule, step]): Copier[] => {
      const generate: Members | unknown = memberAt(rule, 'generate');
      const [name, namespace] = [textAt(generate, 'clone', 'name'), textAt(generate, 'clone', 'namespace')];
      if (textAt(generate, 'kind') !== 'Secret' || name === undefined || namespace === undefined) return [];
      const by = `ClusterPolicy ${policy.identity.name}`;
      const sentence = `${by} clones Secret ${namespace}/${name} into the namespaces that its rule ${textAt(rule, 'name') ?? ''} matches.`;
      return [
        {
          ...{ namespace, name, by, certainty: 'likely' },
          ...named(tenants),
          evidence: [evidenceOf(policy, sentence, `spec.${step}.generate.clone.name`)],
        },
      ];
    }),
  );
}

/** Objects that hand one Secret to several namespaces: of the External Secrets Operator and of secretgen-controller. */
function ofExports({ cluster, tenants }: CopierGround): readonly Copier[] {
  const external = cluster.ofKind('external-secrets.io', 'ClusterExternalSecret').map((resource): Copier => {
    const { value, identity } = resource;
    const selectors = [memberAt(value, 'spec', 'namespaceSelector'), ...listAt(value, 'spec', 'namespaceSelectors')].map(
      selectsByLabels,
    );
    const listed = listAt(value, 'spec', 'namespaces');
    const covered = tenants.filter(
      ({ namespace, labels }) =>
        listed.includes(namespace) ||
        selectors.some((fits) => fits?.(new Map([...Object.entries(labels), ['kubernetes.io/metadata.name', namespace]]))),
    );
    const name = textAt(value, 'spec', 'externalSecretName') ?? identity.name;
    const sentence = `ClusterExternalSecret ${identity.name} writes one Secret ${name} into ${listSome(covered.map((each) => each.namespace)) || 'the namespaces that it selects'}.`;
    const by = `ClusterExternalSecret ${identity.name}`;
    return {
      ...{ namespace: '*', name, by, certainty: 'certain' },
      ...named(covered),
      evidence: [evidenceOf(resource, sentence, 'spec')],
    };
  });
  const exported = cluster.ofKind('secretgen.carvel.dev', 'SecretExport').map((resource): Copier => {
    const all = [textAt(resource.value, 'spec', 'toNamespace'), ...listAt(resource.value, 'spec', 'toNamespaces')];
    const texts = all.filter((each): each is string => typeof each === 'string' && each !== '');
    const covered = tenants.filter(({ namespace }) => texts.some((each) => covers(each, namespace)));
    const namespace = homeOf(resource);
    const { name } = resource.identity;
    const sentence = `SecretExport ${namespace}/${name} lets ${texts.join(', ') || 'no namespace'} import Secret ${name}.`;
    return {
      ...{ namespace, name, by: `SecretExport ${name}`, certainty: 'certain' },
      ...named(covered),
      evidence: [evidenceOf(resource, sentence, all[0] === undefined ? 'spec.toNamespaces' : 'spec.toNamespace')],
    };
  });
  return [...external, ...exported];
}
